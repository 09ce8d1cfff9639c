import { withoutSentence } from '../translate/failure.ts'
import type { Calendar, LeadSquared } from '#leadsquared/client.ts'
import type { Result } from '#leadsquared/failure.ts'
import type { Attempt, AttemptId, AttemptStore } from '#store/attempts/attempts.ts'
import { printDate } from '#wire/timestamps.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { appointmentStored } from '../translate/appointment.ts'
import type { Sighting } from './kind.ts'
import { matchTasks } from './match.ts'
import { areSame, type AttemptPlan, doneOutcome, planOf } from './record.ts'

const dayMs = 24 * 60 * 60_000
/** Settling is not urgent: it may wait this long for its turn on the budget. */
const patienceMs = 20_000

interface LookDeps {
  attempts: Pick<AttemptStore, 'listSent' | 'ownersOfTasks'>
  leadSquared: Pick<LeadSquared, 'retrieveAppointments'>
}

/**
 * Looks for the task of an attempt among the owner's appointments around its start. If LeadSquared chose the time, it looks
 * around the day of sending. The time zone of LeadSquared's days is unknown (leadsquared-api.md 6.4), so one day more is
 * read at both ends.
 */
export async function lookFor(
  attempt: Attempt,
  plan: AttemptPlan,
  deps: LookDeps,
  signal: AbortSignal,
): Promise<Sighting> {
  const sentAt = attempt.sentAt ?? attempt.receivedAt
  const read = await readCalendar(plan, sentAt, deps, signal)
  if (!read.ok)
    return { isGood: false, why: `${read.failure.kind}: ${withoutSentence(read.failure.said)}` }
  const match = matchTasks(read.value.rows, plan, sentAt)
  if (match.rows.length === 0) return absentFrom(read.value)
  // Read rivals first: a rival that records its task between the two queries is then found as its owner.
  const rivals = match.by === 'fingerprint' ? await rivalsFor(match.rows, attempt, deps) : []
  if (rivals.some(({ state }) => state === 'sending')) {
    return { isGood: false, why: 'an equal booking is being sent' }
  }
  const owners = await deps.attempts.ownersOfTasks(match.rows.map(recordedTaskId))
  const free = match.rows.filter((row) => {
    // A task of an earlier try under this key is not free either: one task belongs to one try.
    const owner: AttemptId = owners.get(recordedTaskId(row)) ?? attempt
    return areSame(owner, attempt) && owner.generation === attempt.generation
  })
  if (free.length === 0) return absentFrom(read.value)
  const found = free
    .toSorted((a, b) => (a.CreatedOn ?? Infinity) - (b.CreatedOn ?? Infinity))
    .map((row) => doneOutcome(row.UserTaskId, appointmentStored(row, plan), plan))
  if (rivals.length === 0) return { isGood: true, found }
  if (attempt.state !== 'unconfirmed') {
    return { isGood: false, why: 'an equal booking is unconfirmed' }
  }
  return { isGood: true, found: found.slice(0, Math.max(1, found.length - rivals.length)) }
}

/** Nothing was found. This proves that nothing was created only if the whole calendar was read. */
function absentFrom({ isWhole, rows }: Calendar): Sighting {
  if (isWhole) return { isGood: true, found: [] }
  return { isGood: false, why: `only ${rows.length} appointments of the calendar could be read` }
}

function readCalendar(
  plan: AttemptPlan,
  sentAt: number,
  { leadSquared }: Pick<LookDeps, 'leadSquared'>,
  signal: AbortSignal,
): Promise<Result<Calendar>> {
  const aroundMs = plan.startMs ?? sentAt
  const days = { FromDate: printDate(aroundMs - dayMs), ToDate: printDate(aroundMs + dayMs) }
  // Calls in this lane are not shared: the answer to an earlier request could be too old to prove absence.
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
 * Rivals: attempts of any person that were sent, have no known result, and may have made one of these tasks. Without a
 * reference equal bookings cannot be told apart. So an attempt takes one task and leaves one for each rival; only further
 * tasks count as duplicates. The store lets only one attempt own a task.
 */
async function rivalsFor(
  rows: readonly TaskRow[],
  attempt: Attempt,
  { attempts }: Pick<LookDeps, 'attempts'>,
): Promise<Attempt[]> {
  const sent = await attempts.listSent()
  return sent.filter((other) => {
    const plan = areSame(other, attempt) ? null : planOf(other)
    return plan !== null && matchTasks(rows, plan, other.sentAt ?? 0).rows.length > 0
  })
}

/** Ids are compared without letter case (client rule 16), so they are recorded in lower case. */
function recordedTaskId(row: Pick<TaskRow, 'UserTaskId'>): string {
  return row.UserTaskId.toLowerCase()
}
