import { type CalendarDate, addDays, parseTime } from './civil.ts'
import {
  type Instant,
  instantOf,
  minutesBetween,
  offsetMinutes,
  resolve,
  type Zone,
} from './zoned.ts'

/**
 * Sums with stretches of time. An interval has its start and not its end, so that an appointment until 11:00 and one from
 * 11:00 do not overlap. Lists come back ordered by start, without overlaps and without empty intervals.
 */

/** From `start` until just before `end`. Nothing lies in it where the end is not after the start. */
export interface Interval {
  start: Instant
  end: Instant
}

/**
 * Whether two intervals share time. An interval without length, such as a task of no duration, overlaps what it lies
 * inside of, but not what it only touches.
 */
export function overlaps(one: Interval, other: Interval): boolean {
  return one.start < other.end && other.start < one.end
}

/** The time that both have; null where they share none. */
export function intersect(one: Interval, other: Interval): Interval | null {
  const start = one.start > other.start ? one.start : other.start
  const end = one.end < other.end ? one.end : other.end
  return start < end ? { start, end } : null
}

/** The parts of the intervals that lie inside the window, merged. */
export function clip(intervals: readonly Interval[], window: Interval): Interval[] {
  return merge(intervals.flatMap((interval) => intersect(interval, window) ?? []))
}

/** The same time with as few intervals as possible: what overlaps or touches becomes one. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (start >= end) continue
    if (last && start <= last.end) last.end = end > last.end ? end : last.end
    else merged.push({ start, end })
  }
  return merged
}

/** What is left of some time after other time is taken away: working hours without the busy parts. */
export function subtract(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const holes = merge(taken)
  return merge(from).flatMap((interval) => {
    const left: Interval[] = []
    let { start } = interval
    for (const hole of holes) {
      if (hole.end <= start || hole.start >= interval.end) continue
      if (hole.start > start) left.push({ start, end: hole.start })
      start = hole.end
    }
    return start < interval.end ? [...left, { start, end: interval.end }] : left
  })
}

/** How much time the intervals cover, in minutes. Time that two of them share counts once. */
export function totalMinutes(intervals: readonly Interval[]): number {
  return merge(intervals).reduce((sum, { start, end }) => sum + minutesBetween(start, end), 0)
}

/**
 * A day of the calendar in a zone, from its first moment to the first moment of the next day: 23, 24 or 25 hours, or
 * another length where a zone changes otherwise. A day that the zone skips altogether has no length. Null at the end of
 * the calendar.
 */
export function dayOf(date: CalendarDate, zone: Zone): Interval | null {
  const next = addDays(date, 1)
  if (next === null) return null
  return { start: startOfDay(date, zone), end: startOfDay(next, zone) }
}

/** The first moment that the zone counts as this day or, where it skips the day, as a later one. */
function startOfDay(date: CalendarDate, zone: Zone): Instant {
  const midnight = resolve(date, startOfClock, zone)
  switch (midnight.kind) {
    case 'exact':
      return midnight.instant
    case 'repeated':
      return midnight.earlier
    case 'skipped':
      return jumpBetween(midnight.before, midnight.after, zone)
  }
}

/** The moment at which the zone's offset changes, which is after `before` and not after `after`. Whole seconds. */
function jumpBetween(before: Instant, after: Instant, zone: Zone): Instant {
  const offset = offsetMinutes(before, zone)
  let [low, high] = [before, after]
  while (high - low > 1000) {
    const middle = instantOf(low + Math.floor((high - low) / 2000) * 1000) ?? high
    if (offsetMinutes(middle, zone) === offset) low = middle
    else high = middle
  }
  return high
}

const startOfClock = clockAtMidnight()

function clockAtMidnight() {
  const time = parseTime('00:00')
  if (time === null) throw new Error('The clock has no 00:00.')
  return time
}
