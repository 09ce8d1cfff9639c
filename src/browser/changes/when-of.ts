import type { Appointment } from '#contract/appointment.ts'
import { formatRange } from '#time/format.ts'
import { parseIso } from '#time/zoned.ts'
import type { Screen } from '../form/screen.ts'

/** When an appointment is, on the rep's own clock; empty where that is not known. */
export function whenOf(
  { start, end }: Pick<Appointment, 'start' | 'end'>,
  { zone, locale, now }: Pick<Screen, 'zone' | 'locale' | 'now'>,
): string {
  const from = parseIso(start ?? '')
  const till = parseIso(end ?? '')
  return from === null || till === null ? '' : formatRange(from, till, zone, locale, now())
}
