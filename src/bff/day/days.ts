import type * as z from 'zod/mini'
import type { Busy, DaysQuery, Hours as ToldHours, OwnerDay, OwnerDays } from '#contract/day.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import { limits } from '#contract/limits.ts'
import { addDays, type CalendarDate, parseDate } from '#time/civil.ts'
import { dayOf, type Interval } from '#time/intervals.ts'
import { tellOffsets } from '#time/zone-data.ts'
import { type offsetMinutes, printIso, utc, type Zone, zoneOf } from '#time/zoned.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import { fault } from '../http/invalid-request.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { Settings } from '../ports.ts'
import { toInstant } from '../translate/appointment.ts'
import { type BusyTime, tokenOf } from './busy.ts'
import {
  busyWithin,
  type CalendarDeps,
  hoursOfSpan,
  windowAnywhere,
  windowAround,
} from './calendar.ts'
import type { Hours } from './hours.ts'
import type { CalendarWindow, DayAsker, DayMemory, OwnerFacts } from './memory.ts'

/** The dependencies of reading an owner's days. */
export interface DaysDeps extends CalendarDeps {
  policy: Pick<BookingPolicy, 'check' | 'isOwn'>
  settings: Pick<Settings, 'dayDetails' | 'conflicts'>
  leadSquared: Pick<LeadSquared, 'rateLimit'>
  /** How far a zone is ahead of UTC, where that does not come from this machine's time zone data. */
  offsetOf?: typeof offsetMinutes
}

/** Who asks: the proven e-mail, or empty without sign-in; and the name under which turns are shared fairly. */
export interface DayReader {
  person: string
  visitor: string
}

/**
 * A read without a turn by then is reported as unknown. This is longer than the window of the smallest plan
 * (leadsquared-api.md 3.6), or a day would show nothing there after any other look-up. The gate refuses at once what cannot be served in time.
 */
const patienceMs = 6000

/** How a reader's calls go: below everything that a booking waits for. */
export function askerOf({ person, visitor }: DayReader): DayAsker {
  return { lane: 'refresh', person: person || visitor, patienceMs }
}

/** With so few calls per window, each one may be missing where a rep waits. */
const mostCallsWithoutReadingAhead = 5
/** No waiting, except for the record of a budget that several instances share. */
const aheadPatienceMs = 250

/**
 * How the calls for days go that may be needed soon. They are made only if no call waits and half of the window is still
 * free after them, so that a booking at the same moment finds its turns.
 */
function askerAhead(reader: DayReader, calls: number, leadSquared: DaysDeps['leadSquared']) {
  const limit = leadSquared.rateLimit()
  const mayRead =
    limit.calls > mostCallsWithoutReadingAhead &&
    limit.waiting === 0 &&
    limit.freeForLookUps - calls >= limit.calls / 2
  return { ...askerOf(reader), patienceMs: aheadPatienceMs, ahead: { mayRead } }
}

/**
 * The owner's days. An owner who was not read before costs three simultaneous calls (calendar, hours, the owner's own
 * page). Another day costs two calls, and a day that was read within 30 s costs none. A day in another zone than the
 * owner's may touch two of the owner's days and then needs the hours of both. With
 * `ifIdle` LeadSquared is asked only while the account's budget is idle. Throws if the person may not book for the owner, or
 * LeadSquared has no such owner. Data that cannot be read is null or `unknown`.
 */
export async function ownerDays(
  query: z.output<typeof DaysQuery>,
  reader: DayReader,
  deps: DaysDeps,
): Promise<OwnerDays> {
  const { memory } = deps
  const { dates, zone: askedZone } = readQuery(query)
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('There is no day to tell.')
  const reference = { sentAs: 'id', id: query.owner, email: null, name: null } as const
  await deps.policy.check(reader.person, reference)
  const asker = query.ifIdle
    ? askerAhead(reader, callsFor(query.owner, dates, memory), deps.leadSquared)
    : askerOf(reader)
  const early = memory.knownOwner(query.owner)
  const earlyZone = askedZone ?? early?.timeZone ?? null
  const window = earlyZone ? windowOf(dates, earlyZone) : windowAnywhere(first, last)
  // Nothing waits for anything else, so the first look at an owner takes one round trip. Where turns are few, the first
  // one gets it: the zone is kept for long, and hours matter less than appointments.
  const asking = memory.owner(query.owner, asker)
  const reading = memory.calendar(query.owner, window, asker)
  if (!early) {
    // Ignore the results here: the answer reads the same data again and handles failures.
    void Promise.allSettled(dates.map((date) => memory.workDay(query.owner, date, asker)))
  }
  const facts = await asking
  if (facts && facts.value === null) throw unknownOwner()
  const owner = facts?.value ?? { id: query.owner, name: null, email: null, timeZone: null }
  const zone = askedZone ?? owner.timeZone ?? utc
  const isTold = deps.settings.dayDetails || (await deps.policy.isOwn(reader.person, reference))
  const told = await Promise.all(
    dates.map((date) =>
      tellDay(date, zone, owner, { reading, isTold, asker, without: query.without }, deps),
    ),
  )
  const bounds = dates.flatMap((date) => {
    const day = dayOf(date, zone)
    return day ? [day.start, day.end] : []
  })
  const stale = told.flatMap(({ staleAt }) => staleAt ?? [])
  return {
    owner: { id: owner.id, name: owner.name, timeZone: owner.timeZone },
    zone,
    days: told.map(({ day }) => day),
    ...(stale.length === 0 ? {} : { staleSince: toInstant(Math.min(...stale)) }),
    offsets: tellOffsets(
      [zone, ...(owner.timeZone ? [owner.timeZone] : [])],
      [...new Set(bounds)],
      deps.offsetOf,
    ),
  }
}

/** About as many calls as it takes to read these days: the calendar, and the hours that are not in memory. */
function callsFor(
  owner: string,
  dates: readonly CalendarDate[],
  memory: Pick<DayMemory, 'isWorkDayKnown'>,
): number {
  return 1 + dates.filter((date) => !memory.isWorkDayKnown(owner, date)).length
}

async function tellDay(
  date: CalendarDate,
  zone: Zone,
  owner: OwnerFacts,
  how: {
    reading: ReturnType<DaysDeps['memory']['calendar']>
    isTold: boolean
    asker: DayAsker
    without: string | undefined
  },
  deps: DaysDeps,
): Promise<{ day: OwnerDay; staleAt: number | null }> {
  const day = dayOf(date, zone)
  if (!day) throw new RangeError('The calendar ends here.')
  const [calendar, hours] = await Promise.all([
    how.reading.then((rows) => busyWithin(owner, day, rows, deps)),
    hoursOfSpan(owner, day, how.asker, deps.memory),
  ])
  return {
    day: {
      date,
      asOf: toInstant(calendar.readAt),
      busy:
        calendar.busy &&
        others(calendar.busy, how.without).map((time) => tellBusy(time, how.isTold)),
      hours: tellHours(hours),
    },
    staleAt: calendar.isStale ? calendar.readAt : null,
  }
}

/** Busy times without those of one task, which is to be moved. */
export function others(busy: readonly BusyTime[], taskId: string | undefined): BusyTime[] {
  return busy.filter(({ id }) => id !== taskId?.toLowerCase())
}

function tellBusy(time: BusyTime, isTold: boolean): Busy {
  const kind = time.isTentative ? 'held' : 'overlap'
  return {
    start: printIso(time.start),
    end: printIso(time.end),
    token: tokenOf(kind, time.id, time),
    title: isTold ? time.title : null,
    lead: isTold ? time.lead : null,
    typeName: isTold ? time.typeName : null,
    color: isTold ? time.color : null,
    isTentative: time.isTentative,
  }
}

function tellHours(hours: Hours): ToldHours {
  if (hours.kind !== 'known') return hours
  return {
    kind: 'known',
    spans: hours.spans.map(tellSpan),
    partsOff: hours.partsOff?.map((part) => ({ ...tellSpan(part), reason: part.reason })),
  }
}

/** An interval in the contract's words. */
export function tellSpan({ start, end }: Interval): { start: string; end: string } {
  return { start: printIso(start), end: printIso(end) }
}

/** The problem for an id without an active user in LeadSquared. */
export function unknownOwner(): ProblemThrown {
  return new ProblemThrown('unknown-owner', {
    errors: [fault('?owner', 'not-an-option', 'There is no such active owner.')],
  })
}

/** The zone that a query names, or null where it names none. Throws what is wrong with it. */
export function readZone(name: string | undefined): Zone | null {
  if (name === undefined) return null
  const zone = zoneOf(name)
  if (zone !== null) return zone
  throw new ProblemThrown('invalid-request', {
    errors: [fault('?zone', 'not-an-option', 'Name a zone of the IANA database: Asia/Kolkata.')],
  })
}

function readQuery(query: z.output<typeof DaysQuery>): {
  dates: CalendarDate[]
  zone: Zone | null
} {
  const zone = readZone(query.zone)
  const from = readDay('?from', query.from)
  const to = query.to === undefined ? from : readDay('?to', query.to)
  const dates = [from]
  while (dates.length < limits.ownerDays) {
    const next = addDays(dates.at(-1) ?? from, 1)
    if (next === null || next > to) break
    dates.push(next)
  }
  if (dates.at(-1) === to) return { dates, zone }
  throw new ProblemThrown('invalid-request', {
    errors: [
      to < from
        ? fault('?to', 'not-after-start', 'The last day is before the first one.')
        : { ...fault('?to', 'too-late', 'That is too many days.'), limit: limits.ownerDays },
    ],
  })
}

function readDay(pointer: string, text: string): CalendarDate {
  const date = parseDate(text)
  const year = Number(text.slice(0, 4))
  if (date !== null && year >= limits.earliestYear && year <= limits.latestYear) return date
  throw new ProblemThrown('invalid-request', {
    errors: [fault(pointer, 'malformed', 'Name a day of the calendar: 2026-11-24.')],
  })
}

function windowOf(dates: readonly CalendarDate[], zone: Zone): CalendarWindow {
  const days = dates.flatMap((date) => dayOf(date, zone) ?? [])
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) throw new RangeError('The calendar ends here.')
  return windowAround({ start: first.start, end: last.end })
}
