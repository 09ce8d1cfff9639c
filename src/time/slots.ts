import { minuteOfDay } from './civil.ts'
import { type Interval, subtract } from './intervals.ts'
import { addMinutes, civilAt, type Instant, roundUpToMinute, type Zone } from './zoned.ts'

/** Quick choices for times, and the free times of a day. Minutes throughout. */

/** Starts are offered on the quarter of the hour. */
const slotMinutes = 15

/** The next quarter of an hour on the zone's own clock, at least five minutes ahead. */
export function nextSlot(now: Instant, zone: Zone): Instant {
  return roundUp(addMinutes(now, 5), slotMinutes, zone)
}

/**
 * Where an appointment can be put: within `hours`, clear of `busy`, and with `gapMinutes` between it and what is busy.
 * Starts lie on the quarter of an hour on the zone's own clock, in order. Two offers may overlap each other: each is a
 * choice. `stepMinutes` is the distance between starts, a divisor of an hour.
 *
 * Lazy, so that a caller who wants the first three of a fortnight takes three.
 */
export function* freeSlots(wanted: {
  hours: readonly Interval[]
  busy: readonly Interval[]
  durationMinutes: number
  zone: Zone
  gapMinutes?: number
  stepMinutes?: number
}): Generator<Interval, void, undefined> {
  const { hours, busy, durationMinutes, zone, gapMinutes = 0, stepMinutes = slotMinutes } = wanted
  if (durationMinutes <= 0 || stepMinutes <= 0) throw new RangeError('A slot needs a length.')
  const widened = busy.map(({ start, end }) => ({
    start: addMinutes(start, -gapMinutes),
    end: addMinutes(end, gapMinutes),
  }))
  for (const free of subtract(hours, widened)) {
    let start = roundUp(free.start, stepMinutes, zone)
    let end = addMinutes(start, durationMinutes)
    while (end <= free.end) {
      yield { start, end }
      start = roundUp(addMinutes(start, 1), stepMinutes, zone)
      end = addMinutes(start, durationMinutes)
    }
  }
}

/**
 * The first moment, not earlier than `instant`, at which the zone's clock shows a multiple of `stepMinutes` past
 * midnight. It counts forward in real time, so that it stays in the right one of two hours that the clock shows alike.
 */
function roundUp(instant: Instant, stepMinutes: number, zone: Zone): Instant {
  const onTheMinute = roundUpToMinute(instant)
  const past = minuteOfDay(civilAt(onTheMinute, zone).time) % stepMinutes
  if (past === 0) return onTheMinute
  // Once more, because the clock may have jumped in between.
  return roundUp(addMinutes(onTheMinute, stepMinutes - past), stepMinutes, zone)
}
