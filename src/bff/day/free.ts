import type * as z from 'zod/mini'
import type { FreeQuery, FreeTimes } from '#contract/day.ts'
import { limits } from '#contract/limits.ts'
import { addDays, type CalendarDate } from '#time/civil.ts'
import { clip, dayOf, type Interval } from '#time/intervals.ts'
import { freeSlots } from '#time/slots.ts'
import { civilAt, type Instant, instantOf, parseIso, utc, type Zone } from '#time/zoned.ts'
import { fault } from '../http/invalid-request.ts'
import { ProblemThrown } from '../http/problems.ts'
import { busyWithin, hoursOn, windowAround } from './calendar.ts'
import {
  askerOf,
  type DayReader,
  type DaysDeps,
  others,
  readZone,
  tellSpan,
  unknownOwner,
} from './days.ts'

const defaultCount = 4
/** The most calls that one request may make. */
const mostCalls = 10

/**
 * The first free times of an owner within their hours, not before `from` and not in the past, day by day until there are
 * enough, at most 14 days on. A day with unknown hours or appointments ends the search, and so does the tenth
 * call: `unknownFrom` is the first day that was not searched. Offers do not overlap each other.
 */
export async function freeTimes(
  query: z.output<typeof FreeQuery>,
  reader: DayReader,
  deps: DaysDeps,
): Promise<FreeTimes> {
  const { memory } = deps
  const asked = readFrom(query.from)
  const count = Number(query.count ?? defaultCount)
  const durationMinutes = Number(query.durationMinutes)
  const askedZone = readZone(query.zone)
  const reference = { sentAs: 'id', id: query.owner, email: null, name: null } as const
  await deps.policy.check(reader.person, reference)
  const asker = askerOf(reader)
  const calls = callCounter()
  calls.spend(memory.knownOwner(query.owner) ? 0 : 1)
  const facts = await memory.owner(query.owner, asker)
  if (facts && facts.value === null) throw unknownOwner()
  const owner = facts?.value ?? null
  const from = later(asked, instantOf(deps.clock.now()) ?? asked)
  const zoneTold = askedZone ?? owner?.timeZone ?? utc
  const dayTold = (moment: Instant) => civilAt(moment, zoneTold).date
  const { timeZone } = owner ?? { timeZone: null }
  if (!owner || timeZone === null) return { free: [], unknownFrom: dayTold(from) }

  const free: Interval[] = []
  for (const day of daysFrom(from, timeZone)) {
    const known = await freeOn(day, from)
    if (known === 'unknown') {
      return { free: free.map(tellSpan), unknownFrom: dayTold(later(day.span.start, from)) }
    }
    for (const slot of known) {
      const isApart = slot.start >= (free.at(-1)?.end ?? 0)
      if (isApart) free.push(slot)
      if (free.length === count) return { free: free.map(tellSpan), unknownFrom: null }
    }
  }
  return { free: free.map(tellSpan), unknownFrom: null }

  async function freeOn(
    { date, span }: OwnDay,
    earliest: Instant,
  ): Promise<Iterable<Interval> | 'unknown'> {
    if (owner === null || timeZone === null) return 'unknown'
    const isHoursKnown = memory.isWorkDayKnown(owner.id, date)
    if (!calls.mayAsk(isHoursKnown ? 0 : 1)) return 'unknown'
    calls.spend(isHoursKnown ? 0 : 1)
    const hours = await hoursOn(owner, date, asker, memory)
    if (hours.kind === 'unknown') return 'unknown'
    // Nothing is free on a day off, whatever the calendar holds.
    if (hours.kind === 'off') return []
    const worked = clip(hours.spans, { start: earliest, end: later(earliest, span.end) })
    const last = hours.spans.at(-1)
    if (worked.length === 0 || !last) return []
    const busySpan = { start: span.start, end: later(span.end, last.end) }
    const window = calendarAhead(busySpan)
    const isBusyKnown = memory.isCalendarKnown(owner.id, window)
    if (!calls.mayAsk(isBusyKnown ? 0 : 1)) return 'unknown'
    const rows = await memory.calendar(owner.id, window, asker)
    calls.spend(isBusyKnown ? 0 : Math.max(1, Math.ceil((rows?.value.length ?? 0) / pageRows)))
    const { busy } = await busyWithin(owner, busySpan, rows, deps)
    if (busy === null) return 'unknown'
    const { gapMinutes } = deps.settings.conflicts
    return freeSlots({
      hours: worked,
      busy: others(busy, query.without),
      durationMinutes,
      zone: timeZone,
      gapMinutes,
    })
  }

  /** A day that is known already costs nothing; else the days after it come with the same call. */
  function calendarAhead(span: Interval) {
    const own = windowAround(span)
    if (memory.isCalendarKnown(query.owner, own)) return own
    return { from: own.from, to: addDays(own.to, daysAhead) ?? own.to }
  }
}

/** Days of the calendar that are read beyond the one that is needed. */
const daysAhead = 6
/** Rows of one page of the calendar. Each page is one call (leadsquared/client.ts). */
const pageRows = 200

interface OwnDay {
  date: CalendarDate
  span: Interval
}

function daysFrom(from: Instant, zone: Zone): OwnDay[] {
  const days: OwnDay[] = []
  let date: CalendarDate | null = civilAt(from, zone).date
  for (let ahead = 0; ahead <= limits.freeDays && date !== null; ahead += 1) {
    const span = dayOf(date, zone)
    if (span && span.start < span.end) days.push({ date, span })
    date = addDays(date, 1)
  }
  return days
}

function callCounter() {
  let spent = 0
  return {
    mayAsk: (calls: number) => spent + calls <= mostCalls,
    spend(calls: number) {
      spent += calls
    },
  }
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

function readFrom(text: string): Instant {
  const instant = parseIso(text)
  if (instant !== null) return instant
  throw new ProblemThrown('invalid-request', {
    errors: [fault('?from', 'malformed', 'There is no such moment.')],
  })
}
