import { minuteOfDay } from './civil.ts'
import { addMinutes, civilAt, type Instant, minutesBetween, resolve, type Zone } from './zoned.ts'

/** Quick choices for times and lengths. Minutes throughout. */

/** Starts are offered on the quarter of the hour. */
const slotMinutes = 15

/** The lengths that a form offers besides the type's own. */
export const commonDurationsMinutes = [15, 30, 45, 60, 90, 120] as const

/** The next quarter of an hour on the zone's own clock, at least five minutes ahead. */
export function nextSlot(now: Instant, zone: Zone): Instant {
  const earliest = addMinutes(now, 5)
  const { date, time } = civilAt(earliest, zone)
  const onTheMinute = resolve(date, time, zone)
  const base = onTheMinute.kind === 'exact' ? onTheMinute.instant : earliest
  const past = minuteOfDay(time) % slotMinutes
  return addMinutes(
    base,
    past === 0 && minutesBetween(earliest, base) >= 0 ? 0 : slotMinutes - past,
  )
}
