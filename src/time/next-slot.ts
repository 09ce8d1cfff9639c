import { minuteOfDay } from './civil.ts'
import { addMinutes, civilAt, type Instant, roundUpToMinute, type Zone } from './zoned.ts'

/** Starts are offered on the quarter of the hour. */
export const slotMinutes = 15

/** The next quarter of an hour on the zone's own clock, at least five minutes ahead. */
export function nextSlot(now: Instant, zone: Zone): Instant {
  return roundUp(addMinutes(now, 5), slotMinutes, zone)
}

/**
 * The first moment, not earlier than `instant`, at which the zone's clock shows a multiple of `stepMinutes` past
 * midnight. It counts forward in real time, so that it stays in the right one of two hours that the clock shows alike.
 */
export function roundUp(instant: Instant, stepMinutes: number, zone: Zone): Instant {
  const onTheMinute = roundUpToMinute(instant)
  const past = minuteOfDay(civilAt(onTheMinute, zone).time) % stepMinutes
  if (past === 0) return onTheMinute
  // Once more, because the clock may have jumped in between.
  return roundUp(addMinutes(onTheMinute, stepMinutes - past), stepMinutes, zone)
}
