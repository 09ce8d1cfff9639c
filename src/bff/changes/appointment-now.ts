import type { Appointment } from '#contract/appointment.ts'
import type { AppointmentStatus } from '#contract/problem.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { type AttemptPlan, planOf } from '../booking/record.ts'
import { appointmentStored, toInstant } from '../translate/appointment.ts'

/** An appointment that was booked with the desk, as LeadSquared has it now. */

/** The booking that made a task: whose it is and what was sent. */
export type OwnBooking = AttemptPlan & { bookedBy: Pick<Attempt, 'person' | 'visitor' | 'key'> }

/** The booking behind a task; null where the desk did not book it, or keeps its record no more. */
export async function bookingOf(
  taskId: string,
  { attempts }: { attempts: Pick<AttemptStore, 'ownersOfTasks' | 'find'> },
): Promise<OwnBooking | null> {
  const id = (await attempts.ownersOfTasks([taskId.toLowerCase()])).get(taskId.toLowerCase())
  const row = id && (await attempts.find(id.person, id.key))
  const plan = row && planOf(row)
  return plan ? { ...plan, bookedBy: row } : null
}

/** The task in the words of the app. What a row leaves out is what was booked, except for times and owner. */
export function appointmentOf(row: TaskRow, booking: OwnBooking): Appointment {
  const { startMs, endMs } = { startMs: row.DueDate, endMs: row.EndDate }
  const isSameOwner = row.OwnerId?.toLowerCase() === booking.owner.id?.toLowerCase()
  const owner = isSameOwner
    ? booking.owner
    : { sentAs: 'id' as const, id: row.OwnerId, email: null, name: null }
  return appointmentStored(row, { ...booking, startMs, endMs, owner })
}

/** StatusCode 0 open, 1 completed, 2 cancelled (leadsquared-api.md 4). A row without one counts as open. */
export function statusOf({ StatusCode }: TaskRow): AppointmentStatus {
  if (StatusCode === 1) return 'completed'
  return StatusCode === 2 ? 'cancelled' : 'open'
}

/** Where it is now, for a rep who saw it elsewhere. */
export function currentOf(row: TaskRow, { owner }: Appointment) {
  return {
    start: toInstant(row.DueDate),
    end: toInstant(row.EndDate),
    ownerId: owner.id,
    ownerName: owner.name ?? owner.email,
    status: statusOf(row),
  }
}
