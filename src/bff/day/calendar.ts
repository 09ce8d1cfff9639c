import type { TaskType } from '#contract/task-type.ts'
import { addDays, type CalendarDate } from '#time/civil.ts'
import { dayOf, type Interval, overlaps } from '#time/intervals.ts'
import { addMinutes, civilAt, utc, type Zone } from '#time/zoned.ts'
import { type BusyTime, busyTimes } from './busy.ts'
import { notYetListed, type OwnerClaims } from './claims.ts'
import { type Hours, hoursOf, hoursWithin } from './hours.ts'
import type { CalendarWindow, DayAsker, DayMemory, OwnerFacts, Read } from './memory.ts'

/** What reading an owner's calendar needs of the BFF. */
export interface CalendarDeps {
  memory: DayMemory
  claims: Pick<OwnerClaims, 'within'>
  taskTypes: { known(): readonly TaskType[] | null }
  clock: { now(): number }
}

/** The calendar of an owner within a stretch of time. Busy is null where it is not known. */
export interface CalendarRead {
  busy: BusyTime[] | null
  /** When LeadSquared was asked (epoch ms). */
  readAt: number
  isStale: boolean
}

/**
 * The days to search in LeadSquared for everything that touches a stretch of time: one day more at both ends, because the
 * time zone of the search is unknown and an appointment may have begun the day before (client rule 28).
 */
export function windowAround({ start, end }: Interval): CalendarWindow {
  const first = civilAt(start, utc).date
  const last = civilAt(addMinutes(end, -1), utc).date
  return { from: addDays(first, -1) ?? first, to: addDays(last, 1) ?? last }
}

/** The same for days of a zone that is not known yet: no zone is more than a day away from UTC. */
export function windowAnywhere(from: CalendarDate, to: CalendarDate): CalendarWindow {
  return { from: addDays(from, -2) ?? from, to: addDays(to, 2) ?? to }
}

/** The owner's appointments that touch a stretch of time, by start, together with the desk's own bookings. */
export async function busyWithin(
  owner: { id: string; email: string | null },
  span: Interval,
  rows: Read<Parameters<typeof busyTimes>[0]> | null,
  deps: CalendarDeps,
): Promise<CalendarRead> {
  const now = deps.clock.now()
  const claims = await deps.claims.within(owner.id, span)
  if (!rows) return { busy: null, readAt: now, isStale: false }
  const listed = busyTimes(rows.value, owner, lengthsOf(deps), now)
  const colors = new Map(
    (deps.taskTypes.known() ?? []).map(({ id, color }) => [id.toLowerCase(), color]),
  )
  const own = notYetListed(claims, listed, rows.readAt).map((held) => ({
    ...held,
    color: colors.get(held.typeId?.toLowerCase() ?? '') ?? null,
  }))
  const busy = [...listed.filter((row) => overlaps(row, span)), ...own].toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )
  return { busy, readAt: rows.readAt, isStale: rows.isStale }
}

/** Default lengths of the types that are in memory. This makes no call. */
export function lengthsOf({ taskTypes }: Pick<CalendarDeps, 'taskTypes'>): Map<string, number> {
  return new Map(
    (taskTypes.known() ?? []).flatMap(({ id, defaultDurationMinutes: minutes }) =>
      minutes === null ? [] : [[id.toLowerCase(), minutes] as const],
    ),
  )
}

/** The dates of a zone that a stretch of time touches, in order. */
export function datesOf({ start, end }: Interval, zone: Zone): CalendarDate[] {
  const dates = [civilAt(start, zone).date]
  const last = civilAt(addMinutes(end, -1), zone).date
  for (let date = dates[0]; date !== undefined && date < last;) {
    const next = addDays(date, 1)
    if (next === null) break
    dates.push(next)
    date = next
  }
  return dates
}

/** The owner's hours on one of their own days. They cannot be placed without the owner's zone. */
export async function hoursOn(
  owner: Pick<OwnerFacts, 'id' | 'timeZone'>,
  date: CalendarDate,
  asker: DayAsker,
  memory: Pick<DayMemory, 'workDay'>,
): Promise<Hours> {
  const reply = await memory.workDay(owner.id, date, asker)
  if (!reply || owner.timeZone === null) return { kind: 'unknown' }
  return hoursOf(reply.value, date, owner.timeZone)
}

/** The owner's hours within a stretch of time, each of the owner's days with the whole day. */
export async function hoursByDay(
  owner: Pick<OwnerFacts, 'id' | 'timeZone'>,
  span: Interval,
  asker: DayAsker,
  memory: Pick<DayMemory, 'workDay'>,
): Promise<{ day: Interval; hours: Hours }[]> {
  const { timeZone } = owner
  if (timeZone === null) return []
  const days = await Promise.all(
    datesOf(span, timeZone).map(async (date) => {
      const day = dayOf(date, timeZone)
      return day && { day, hours: await hoursOn(owner, date, asker, memory) }
    }),
  )
  return days.filter((day) => day !== null)
}

/** The same as one answer for the whole stretch. */
export async function hoursOfSpan(
  owner: Pick<OwnerFacts, 'id' | 'timeZone'>,
  span: Interval,
  asker: DayAsker,
  memory: Pick<DayMemory, 'workDay'>,
): Promise<Hours> {
  return hoursWithin(await hoursByDay(owner, span, asker, memory), span)
}
