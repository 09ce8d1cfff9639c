import { hash } from 'node:crypto'
import type { BookAppointment } from '#contract/appointment.ts'
import type { BookingTimes } from './booking-times.ts'

/**
 * One text for everything that asks for the same booking: the order of members, the spelling of a moment and members
 * that say nothing do not count. `onRepeat` is how to book and not what, so it does not count either; the rep who was
 * asked and says yes keeps the key.
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
  }
  return hash('sha256', JSON.stringify(said))
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}
