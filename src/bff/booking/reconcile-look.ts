import { withoutSentence } from '../translate/failure.ts'
import type { Calendar } from '#leadsquared/client.ts'
import type { Result } from '#leadsquared/failure.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import { printDate } from '#wire/timestamps.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { planOf } from './attempt-record.ts'
import { recordedTaskId } from './attempt-task.ts'
import type { BookingDeps } from './booking-deps.ts'
import { matchTasks } from './reconcile-match.ts'

const dayMs = 24 * 60 * 60_000
/** Settling is not urgent: it may wait this long for its turn on the budget. */
const patienceMs = 20_000

/** What one read of the owner's calendar says about an attempt: the tasks that can only be its own. */
export type Sighting =
  | { isGood: true; tasks: TaskRow[] }
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
  if (!read.ok)
    return { isGood: false, why: `${read.failure.kind}: ${withoutSentence(read.failure.said)}` }
  const match = matchTasks(read.value.rows, plan, sentAt)
  if (match.rows.length === 0) return absentFrom(read.value)
  // Rivals first: one that notes its task between the two questions is then seen as its owner.
  const rivals = match.by === 'fingerprint' ? await rivalsFor(match.rows, attempt, deps) : []
  if (rivals.some(({ state }) => state === 'sending')) {
    return { isGood: false, why: 'an equal booking is being sent' }
  }
  const owners = await deps.attempts.ownersOfTasks(match.rows.map(recordedTaskId))
  const tasks = match.rows.filter(
    (row) => (owners.get(recordedTaskId(row)) ?? attempt.key) === attempt.key,
  )
  if (tasks.length === 0) return absentFrom(read.value)
  if (rivals.length === 0) return { isGood: true, tasks }
  if (attempt.state !== 'unconfirmed') {
    return { isGood: false, why: 'an equal booking is unconfirmed' }
  }
  return { isGood: true, tasks: tasks.slice(0, Math.max(1, tasks.length - rivals.length)) }
}

/** A task that is not there was not created only if everything was read. */
function absentFrom({ isWhole, rows }: Calendar): Sighting {
  if (isWhole) return { isGood: true, tasks: [] }
  return { isGood: false, why: `only ${rows.length} appointments of the calendar could be read` }
}

function readCalendar(
  plan: AttemptPlan,
  sentAt: number,
  { leadSquared }: Pick<BookingDeps, 'leadSquared'>,
  signal: AbortSignal,
): Promise<Result<Calendar>> {
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

/**
 * Other attempts, of whomever, that were sent, whose end is unknown, and one of whose task could be among these. Without
 * a reference equal bookings cannot be told apart: an attempt takes one task, leaves one to each rival, and only what is
 * then left over counts as made twice. The store gives a task to one attempt, so that two never share one.
 */
async function rivalsFor(
  rows: readonly TaskRow[],
  attempt: Attempt,
  { attempts }: Pick<BookingDeps, 'attempts'>,
): Promise<Attempt[]> {
  const unfinished = await attempts.listUnfinished()
  return unfinished.filter((other) => {
    const isSent = other.state === 'sending' || other.state === 'unconfirmed'
    const isOther = other.key !== attempt.key || other.person !== attempt.person
    const plan = isSent && isOther ? planOf(other) : null
    return plan !== null && matchTasks(rows, plan, other.sentAt ?? 0).rows.length > 0
  })
}
