import { guidPattern } from '#contract/patterns.ts'
import {
  type CalendarDate,
  parseDate,
  parseDurationMinutes,
  parseTime,
  type WallTime,
} from '#time/civil.ts'
import { civilAt, type Instant, minutesBetween, parseIso, resolve, type Zone } from '#time/zoned.ts'
import type { FormValues } from './booking/form-values.ts'

/** What the address asks for (interface.md, "The page"). It fills the form and locks nothing. */
export interface LaunchParams {
  values: Partial<FormValues>
  /** The name of a type, found by name once the types are there. */
  typeName: string | null
  /** Parameters that could not be used; the rep is told. */
  dropped: readonly string[]
}

const texts = ['subject', 'description', 'location'] as const

/**
 * The parameters of an address, from its query and from what follows `#`, which no server and no log sees: that is
 * where embed.js puts them. The query comes first.
 */
export function addressParams({
  search,
  hash,
}: Pick<Location, 'search' | 'hash'>): URLSearchParams {
  return new URLSearchParams([
    ...new URLSearchParams(search),
    ...new URLSearchParams(hash.replace(/^#/, '')),
  ])
}

/** Reads them. Times without an offset are meant in the rep's own zone. */
export function readLaunchParams(params: URLSearchParams, zone: Zone): LaunchParams {
  const given = (name: string) => params.get(name)?.trim() || null
  const dropped: string[] = []
  const values: Partial<FormValues> = {}

  const owner = given('owner')
  if (owner !== null) values.ownerText = owner
  const lead = given('lead')
  if (lead !== null && guidPattern.test(lead)) values.lead = { id: lead, name: null }
  if (lead !== null) {
    if (guidPattern.test(lead)) values.leadText = lead
    else dropped.push('lead')
  }
  for (const name of texts) {
    const text = given(name)
    if (text !== null) values[name] = text
  }
  if (values.subject !== undefined) values.subjectIsOwn = true

  const start = momentOf(given('start'), zone)
  if (start) Object.assign(values, { date: start.date, startTime: start.time })
  else if (given('start') !== null) dropped.push('start')
  const length = lengthOf(start, momentOf(given('end'), zone), given('duration'))
  if (length !== null) values.duration = length
  else if (given('duration') !== null) dropped.push('duration')
  else if (given('end') !== null) dropped.push('end')

  return { values, typeName: given('type'), dropped }
}

/** A moment as the form shows it, and as time that passes; a time that the clock skips or repeats keeps its hands. */
interface Moment {
  date: CalendarDate
  time: WallTime
  instant: Instant
}

/** A hand-made link often holds the plus of an offset as it is, and an address reads that as a blank. */
function momentOf(text: string | null, zone: Zone): Moment | null {
  if (text === null) return null
  const instant = parseIso(text.replace(/ (?=\d\d:\d\d$)/, '+'))
  if (instant !== null) return { ...civilAt(instant, zone), instant }
  const [day = '', clock = ''] = text.split('T')
  const date = parseDate(day)
  const time = parseTime(clock)
  if (date === null || time === null) return null
  const meant = resolve(date, time, zone)
  const either =
    meant.kind === 'repeated'
      ? meant.earlier
      : meant.kind === 'skipped'
        ? meant.after
        : meant.instant
  return { date, time, instant: either }
}

function lengthOf(
  start: Moment | null,
  end: Moment | null,
  duration: string | null,
): string | null {
  if (duration !== null) {
    const minutes = parseDurationMinutes(duration)
    return minutes === null ? null : String(minutes)
  }
  const minutes = start && end ? minutesBetween(start.instant, end.instant) : 0
  return minutes > 0 ? String(minutes) : null
}
