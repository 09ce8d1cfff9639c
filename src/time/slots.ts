import { type Interval, subtract } from './intervals.ts'
import { roundUp, slotMinutes } from './next-slot.ts'
import { addMinutes, type Zone } from './zoned.ts'

/** The free times of a day. Minutes throughout. */

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
