import { hash } from 'node:crypto'
import type { BookAppointment } from '#contract/appointment.ts'
import { AttemptKey } from '#contract/ids.ts'
import { limits } from '#contract/limits.ts'
import type { FieldError } from '#contract/problem.ts'
import { parseIso } from '#time/zoned.ts'
import { fault } from '../http/invalid-request.ts'
import { ProblemThrown } from '../http/problems.ts'

/**
 * Reads the `Idempotency-Key` header: a UUID, bare or as a structured-field string, that is in quotation marks (IETF
 * draft on the Idempotency-Key header, section 2.1). Throws the problem of a key that is missing or no UUID.
 */
export function readAttemptKey(header: string | undefined): AttemptKey {
  const text = header?.trim() ?? ''
  const bare = /^"(.*)"$/.exec(text)?.[1] ?? text
  if (bare === '') {
    throw new ProblemThrown('key-missing', {
      detail: 'Send the header Idempotency-Key with a UUID of your own, the same for each retry.',
    })
  }
  const key = AttemptKey.safeParse(bare)
  if (key.success) return key.data
  throw new ProblemThrown('invalid-request', { detail: 'The Idempotency-Key is not a UUID.' })
}

/** The moments that a request names: milliseconds since 1970, UTC, whole seconds. Null if it names none. */
export interface BookingTimes {
  startMs: number | null
  endMs: number | null
}

/** Reads `start` and `end` and checks them. If there are no faults, the times can be used. Faults are in the order of the members. */
export function readTimes(
  request: BookAppointment | { start: string; end: string },
): BookingTimes & { faults: FieldError[] } {
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

/** Reads an ISO 8601 moment with its offset, cut to the second. Null if the calendar has no such moment (30 February). */
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

/**
 * The same text for all requests for the same booking: the order of members, the spelling of times and empty members do
 * not matter. `onRepeat` says how to book and not what, so it is left out: a rep who confirms a repeat keeps the key.
 */
export function fingerprintOf(request: BookAppointment, times: BookingTimes): string {
  const { owner, taskType, lead } = request
  const said = {
    taskType: 'id' in taskType ? { id: taskType.id.toLowerCase() } : taskType,
    owner: 'id' in owner ? { id: owner.id.toLowerCase() } : { email: owner.email.toLowerCase() },
    lead: lead?.id.toLowerCase(),
    subject: request.subject || undefined,
    description: request.description || undefined,
    location: request.location || undefined,
    startMs: times.startMs ?? undefined,
    endMs: times.endMs ?? undefined,
    reminderMinutes: request.reminderMinutes ?? undefined,
    notifyOwner: request.notifyOwner || undefined,
    customFields: sorted(request.customFields ?? {}),
    conflictOverride: overrideOf(request),
  }
  return hash('sha256', JSON.stringify(said))
}

/** The accepted conflicts are part of the request. With other conflicts it is another booking. */
function overrideOf({ conflictOverride }: BookAppointment) {
  if (!conflictOverride) return undefined
  const { reason, seen } = conflictOverride
  return { reason: reason || undefined, seen: seen === 'any' ? seen : seen.toSorted() }
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}
