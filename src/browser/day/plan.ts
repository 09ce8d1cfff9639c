import type { Busy, Hours, OwnerDay } from '#contract/day.ts'
import type { CalendarDate } from '#time/civil.ts'
import { clip, dayOf, type Interval, intersect, overlaps, subtract } from '#time/intervals.ts'
import { type Instant, minutesBetween, parseIso, type Zone } from '#time/zoned.ts'

/**
 * What the picture of a day is made of: where each appointment lies, which time is outside of the owner's hours, and what
 * the draft meets there. Minutes count from the first moment of the day, so a day of 23 or 25 hours has as many.
 */

/** An appointment of the owner, with its place beside those that share its time. */
export interface Block {
  busy: Busy
  /** All of it; it may begin before the day and end after it. */
  interval: Interval
  /** The part of it that lies in the day. */
  fromMinute: number
  minutes: number
  /** Which column of how many, counted from 0. */
  column: number
  columns: number
}

/** One day, ready to be drawn. */
export interface DayPlan {
  date: CalendarDate
  day: Interval
  lengthMinutes: number
  /** Null: not known, which is not free. */
  blocks: readonly Block[] | null
  hours: Hours
  /** The time outside of known hours; empty where nobody knows them. */
  off: readonly Interval[]
}

/** Puts an owner's day in place. A day that is not among them is drawn as not known. Null where the calendar ends. */
export function planDay(date: CalendarDate, zone: Zone, days: readonly OwnerDay[]): DayPlan | null {
  const day = dayOf(date, zone)
  if (day === null) return null
  const known = days.find((one) => one.date === date)
  const hours = known?.hours ?? ({ kind: 'unknown' } as const)
  const busy = known?.busy ?? null
  return {
    date,
    day,
    lengthMinutes: minutesBetween(day.start, day.end),
    blocks: busy === null ? null : placeBlocks(busy, day),
    hours,
    off: offTime(hours, day),
  }
}

/** A span of the contract as an interval; null where it cannot be read. */
export function intervalOf({ start, end }: { start: string; end: string }): Interval | null {
  const from = parseIso(start)
  const to = parseIso(end)
  return from === null || to === null ? null : { start: from, end: to }
}

function offTime(hours: Hours, day: Interval): Interval[] {
  if (hours.kind === 'unknown') return []
  const spans = hours.kind === 'off' ? [] : hours.spans
  return subtract(
    [day],
    clip(
      spans.flatMap((span) => intervalOf(span) ?? []),
      day,
    ),
  )
}

/** Appointments of the day side by side, as few columns as each run of overlaps needs. */
function placeBlocks(busy: readonly Busy[], day: Interval): Block[] {
  const inDay = busy
    .flatMap((one) => {
      const interval = intervalOf(one)
      const part = interval === null ? null : partIn(interval, day)
      return interval === null || part === null ? [] : [{ busy: one, interval, part }]
    })
    .toSorted((a, b) => a.part.start - b.part.start || b.part.end - a.part.end)
  const blocks: Block[] = []
  let run: Block[] = []
  let runEnd = -Infinity
  let columnEnds: Instant[] = []
  for (const { busy: one, interval, part } of inDay) {
    if (part.start >= runEnd) {
      run = []
      columnEnds = []
    }
    const free = columnEnds.findIndex((end) => end <= part.start)
    const column = free === -1 ? columnEnds.length : free
    columnEnds[column] = part.end
    runEnd = Math.max(runEnd, part.end)
    const block = {
      busy: one,
      interval,
      fromMinute: minutesBetween(day.start, part.start),
      minutes: minutesBetween(part.start, part.end),
      column,
      columns: 1,
    }
    run.push(block)
    for (const other of run) other.columns = columnEnds.length
    blocks.push(block)
  }
  return blocks
}

/** An appointment without length is shown at its start. */
function partIn(interval: Interval, day: Interval): Interval | null {
  if (interval.start >= interval.end) {
    const isInside = interval.start >= day.start && interval.start < day.end
    return isInside ? { start: interval.start, end: interval.start } : null
  }
  return intersect(interval, day)
}

/** What a draft meets in what is known of the owner's days. */
export type Standing =
  /** Nothing is in the way; `until` is when the next appointment of these days begins, null where there is none. */
  | { kind: 'free'; until: Instant | null }
  | { kind: 'overlap'; with: Block }
  | { kind: 'off'; reason: 'holiday' | 'leave' | 'not-scheduled' | 'outside-hours' }
  | { kind: 'unknown' }

/** Judges the draft by all the days it touches. Of several reasons the hardest is told: an appointment, then hours. */
export function standingOf(draft: Interval, plans: readonly (DayPlan | null)[]): Standing {
  const known = plans.filter((plan) => plan !== null)
  const blocks = known.flatMap((plan) => plan.blocks ?? [])
  const met = blocks.find(({ interval }) => interval.start < draft.end && overlaps(interval, draft))
  if (met) return { kind: 'overlap', with: met }
  const off = known.find((plan) => plan.off.some((span) => overlaps(span, draft)))
  if (off) return { kind: 'off', reason: reasonOff(off.hours, draft) }
  if (known.length < plans.length || known.some(({ blocks: listed }) => listed === null)) {
    return { kind: 'unknown' }
  }
  const starts = blocks.map(({ interval }) => interval.start).filter((start) => start >= draft.end)
  return { kind: 'free', until: starts.toSorted((a, b) => a - b)[0] ?? null }
}

function reasonOff(hours: Hours, draft: Interval): Extract<Standing, { kind: 'off' }>['reason'] {
  if (hours.kind === 'off') return hours.reason
  const parts = hours.kind === 'known' ? (hours.partsOff ?? []) : []
  const met = parts.find((part) => {
    const span = intervalOf(part)
    return span !== null && overlaps(span, draft)
  })
  return met?.reason ?? 'outside-hours'
}
