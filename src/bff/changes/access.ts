import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import { valueOrProblem } from '../translate/failure.ts'
import { bookingOf, type OwnBooking } from './appointment-now.ts'
import { gone } from './kinds.ts'

interface AccessDeps {
  attempts: Pick<AttemptStore, 'ownersOfTasks' | 'find'>
  leadSquared: Pick<LeadSquared, 'getTaskById'>
  policy: Pick<BookingPolicy, 'isOwn'>
}

/** Who asks: the proven e-mail, empty without sign-in, and the browser's id. */
export interface Asker {
  person: string
  visitor: string
}

/**
 * The booking behind a task, for somebody who may read and change the task: the one who booked it through the desk, or
 * the person who owns it now. Without sign-in only the browser that booked it. Throws 404 for everybody else.
 */
export async function bookingFor(
  taskId: string,
  asker: Asker,
  deps: AccessDeps,
): Promise<OwnBooking> {
  const booking = await bookingOf(taskId, deps)
  if (!booking) throw gone()
  const { person, visitor } = booking.bookedBy
  if (asker.person === '') {
    if (person === '' && visitor === asker.visitor) return booking
    throw gone()
  }
  if (person === asker.person) return booking
  const row = await readTask(taskId, asker, deps)
  // A deleted task has no owner any more: then the owner of the booking may still ask for its calendar file.
  const owner = row
    ? { id: row.OwnerId, email: row.OwnerEmailAddress, name: row.OwnerName }
    : booking.owner
  if (await deps.policy.isOwn(asker.person, { sentAs: 'id', ...owner })) return booking
  throw gone()
}

/** The task as LeadSquared has it now; undefined where it has it no more. */
export async function readTask(
  taskId: string,
  { person, visitor }: Asker,
  { leadSquared }: Pick<AccessDeps, 'leadSquared'>,
): Promise<TaskRow | undefined> {
  const read = await leadSquared.getTaskById(taskId, { lane: 'read', person: person || visitor })
  return valueOrProblem(read)[0]
}
