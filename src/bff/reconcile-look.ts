import type { Result } from '#leadsquared/failure.ts'
import type { Attempt } from '#store/attempts.ts'
import { printDate } from '#wire/timestamps.ts'
import type { TaskRow } from '#wire/task.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import type { BookingDeps } from './booking-deps.ts'
import { type Match, matchTasks } from './reconcile-match.ts'

const dayMs = 24 * 60 * 60_000
/** Settling is not urgent: it may wait this long for its turn on the budget. */
const patienceMs = 20_000

/** What one read of the owner's calendar says about an attempt: the tasks that can only be its own. */
export type Sighting =
  | { isGood: true; by: Match['by']; tasks: TaskRow[] }
  /** The read failed, or cannot be trusted: it says nothing. */
  | { isGood: false; why: string }

/**
 * Looks for the task of an attempt among the owner's appointments around its start, or around the day of sending where
 * LeadSquared chose the time. Which zone cuts the day is unknown (leadsquared-api.md 6.4): a day more at both ends.
 */
export async function lookFor(
  attempt: Attempt,
  plan: AttemptPlan,
  deps: Pick<BookingDeps, 'attempts' | 'leadSquared'>,
  signal: AbortSignal,
): Promise<Sighting> {
  const sentAt = attempt.sentAt ?? attempt.receivedAt
  const read = await readCalendar(plan, sentAt, deps, signal)
  if (!read.ok) return { isGood: false, why: `${read.failure.kind}: ${read.failure.said}` }
  const match = matchTasks(read.value, plan, sentAt)
  if (match.rows.length === 0) return { isGood: true, by: match.by, tasks: [] }
  if (match.by === 'fingerprint' && (await isTwinUnderWay(attempt, deps))) {
    return { isGood: false, why: 'an equal booking is being sent' }
  }
  const owners = await deps.attempts.ownersOfTasks(match.rows.map(recordedTaskId))
  const tasks = match.rows.filter(
    (row) => (owners.get(recordedTaskId(row)) ?? attempt.key) === attempt.key,
  )
  return { isGood: true, by: match.by, tasks }
}

/** Ids are compared without letter case (client rule 16), so they are recorded in one. */
export function recordedTaskId(row: Pick<TaskRow, 'UserTaskId'>): string {
  return row.UserTaskId.toLowerCase()
}

function readCalendar(
  plan: AttemptPlan,
  sentAt: number,
  { leadSquared }: Pick<BookingDeps, 'leadSquared'>,
  signal: AbortSignal,
): Promise<Result<TaskRow[]>> {
  const aroundMs = plan.startMs ?? sentAt
  const days = { FromDate: printDate(aroundMs - dayMs), ToDate: printDate(aroundMs + dayMs) }
  // A call with a signal is not shared: an answer that was asked for earlier would prove less than it seems to.
  const options = { lane: 'reconcile', patienceMs, signal } as const
  const { id, email } = plan.owner
  return id === null
    ? leadSquared.retrieveAppointments(
        'ByUserEmailAddress',
        { ...days, Users: [email ?? ''] },
        options,
      )
    : leadSquared.retrieveAppointments('ByUserId', { ...days, Users: [id] }, options)
}

/** Without a reference two equal bookings look the same; one that is just being sent must not lose its task to this one. */
async function isTwinUnderWay(
  attempt: Attempt,
  { attempts }: Pick<BookingDeps, 'attempts'>,
): Promise<boolean> {
  const whose = attempt.person ? { person: attempt.person } : { visitor: attempt.visitor ?? '' }
  const twin = await attempts.findEqual(whose, attempt.fingerprint, attempt.key, 0)
  return twin?.state === 'sending'
}
