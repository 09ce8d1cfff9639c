import type { Interval } from '#time/intervals.ts'
import { addMinutes, instantOf, type Instant, minutesBetween } from '#time/zoned.ts'

/** How the draft moves under a pointer or by keys: by quarters of an hour, counted from the first moment of the day. */

export const stepMinutes = 15

/** The quarter of an hour that lies at this minute of the day. */
export function quarterAt(day: Interval, minute: number): Instant {
  const last = minutesBetween(day.start, day.end) - stepMinutes
  const quarter = Math.floor(minute / stepMinutes) * stepMinutes
  return addMinutes(day.start, Math.min(Math.max(quarter, 0), last))
}

/** The draft with another start and the same length. */
export function movedTo(draft: Interval, start: Instant): Interval {
  return { start, end: addMinutes(start, minutesBetween(draft.start, draft.end)) }
}

/** The draft with its end at this minute of the day, a quarter of an hour long at least. */
export function resizedTo(draft: Interval, day: Interval, minute: number): Interval {
  const quarter = Math.round(minute / stepMinutes) * stepMinutes
  const end = addMinutes(day.start, quarter)
  const shortest = addMinutes(draft.start, stepMinutes)
  return { start: draft.start, end: end > shortest ? end : shortest }
}

/** What a key does to the draft; null where it is no key of ours. `day` is a step to another day and no time. */
export function keyMove(
  key: string,
  hasShift: boolean,
  draft: Interval,
): Interval | { days: 1 | -1 } | null {
  switch (key) {
    case 'ArrowUp':
      return hasShift ? lengthened(draft, -stepMinutes) : shifted(draft, -stepMinutes)
    case 'ArrowDown':
      return hasShift ? lengthened(draft, stepMinutes) : shifted(draft, stepMinutes)
    case 'ArrowLeft':
      return { days: -1 }
    case 'ArrowRight':
      return { days: 1 }
    default:
      return null
  }
}

/** From a time between two quarters the first step leads to the next quarter of the clock. */
function shifted(draft: Interval, minutes: number): Interval {
  const stepMs = stepMinutes * 60_000
  const quarters = draft.start / stepMs
  const next = minutes > 0 ? Math.floor(quarters) + 1 : Math.ceil(quarters) - 1
  return movedTo(draft, instantOf(next * stepMs) ?? draft.start)
}

function lengthened({ start, end }: Interval, minutes: number): Interval {
  const shortest = addMinutes(start, stepMinutes)
  const next = addMinutes(end, minutes)
  return { start, end: next > shortest ? next : shortest }
}
