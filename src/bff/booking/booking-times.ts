import type { BookAppointment } from '#contract/appointment.ts'
import { limits } from '#contract/limits.ts'
import type { FieldError } from '#contract/problem.ts'
import { parseIso } from '#time/zoned.ts'
import { fault } from '../http/invalid-request.ts'

/** The moments that a request names: milliseconds since 1970, UTC, whole seconds; null where it names none. */
export interface BookingTimes {
  startMs: number | null
  endMs: number | null
}

/**
 * Reads `start` and `end` and checks them against each other and against the calendar (interface.md, "POST
 * /api/appointments"). Faults are in the order of the members; without any, the times can be used.
 */
export function readTimes(request: BookAppointment): BookingTimes & { faults: FieldError[] } {
  const { start, end } = request
  const faults: FieldError[] = []
  const startMs = start === undefined ? null : readMoment('/start', start, faults)
  const endMs = end === undefined ? null : readMoment('/end', end, faults)
  if (end !== undefined && start === undefined) {
    faults.push(fault('/end', 'needs-start', 'An end needs a start.'))
  }
  if (startMs !== null && endMs !== null) {
    const minutes = (endMs - startMs) / 60_000
    const limit = limits.longestAppointmentMinutes
    if (minutes <= 0)
      faults.push(fault('/end', 'not-after-start', 'The end must be after the start.'))
    if (minutes > limit) {
      faults.push({ ...fault('/end', 'too-long', `The limit is ${limit} minutes.`), limit })
    }
  }
  return { startMs, endMs, faults }
}

/** An ISO 8601 moment with its offset, cut to the second; null where the calendar has no such moment (30 February). */
export function momentOf(text: string): number | null {
  const instant = parseIso(text)
  return instant === null ? null : Math.floor(instant / 1000) * 1000
}

function readMoment(pointer: string, text: string, faults: FieldError[]): number | null {
  const instantMs = momentOf(text)
  if (instantMs === null) {
    faults.push(fault(pointer, 'malformed', 'There is no such moment.'))
    return null
  }
  const { earliestYear, latestYear } = limits
  if (instantMs < Date.UTC(earliestYear, 0)) {
    const error = fault(pointer, 'too-early', `The first year is ${earliestYear}.`)
    faults.push({ ...error, limit: earliestYear })
  }
  if (instantMs >= Date.UTC(latestYear + 1, 0)) {
    const error = fault(pointer, 'too-late', `The last year is ${latestYear}.`)
    faults.push({ ...error, limit: latestYear })
  }
  return instantMs
}
