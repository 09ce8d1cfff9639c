import { guidPattern } from '#contract/patterns.ts'
import { parseDate, parseDurationMinutes, parseTime } from '#time/civil.ts'
import { civilAt, minutesBetween, parseIso, type Zone } from '#time/zoned.ts'
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
  const length = lengthOf(given('start'), given('end'), given('duration'))
  if (length !== null) values.duration = length
  else if (given('duration') !== null) dropped.push('duration')
  else if (given('end') !== null) dropped.push('end')

  return { values, typeName: given('type'), dropped }
}

function momentOf(text: string | null, zone: Zone) {
  if (text === null) return null
  const instant = parseIso(text)
  if (instant !== null) return civilAt(instant, zone)
  const [day = '', clock = ''] = text.split('T')
  const date = parseDate(day)
  const time = parseTime(clock)
  return date !== null && time !== null ? { date, time } : null
}

function lengthOf(
  start: string | null,
  end: string | null,
  duration: string | null,
): string | null {
  if (duration !== null) {
    const minutes = parseDurationMinutes(duration)
    return minutes === null ? null : String(minutes)
  }
  const from = start === null ? null : parseIso(start)
  const till = end === null ? null : parseIso(end)
  if (from === null || till === null || till <= from) return null
  return String(minutesBetween(from, till))
}
