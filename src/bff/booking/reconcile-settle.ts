import type { Attempt } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { bookedPatch, planOf, refusedPatch, unconfirmedPatch, unleased } from './attempt-record.ts'
import { isTaskOfAnother, recordedTaskId } from './attempt-task.ts'
import type { Bookings } from './book-appointment.ts'
import type { BookingDeps } from './booking-deps.ts'
import { lookFor } from './reconcile-look.ts'
import {
  isAbsenceProven,
  lastLookAfterMs,
  nextReadAfterMs,
  type ReconcileTimes,
} from './reconcile-schedule.ts'
import { appointmentStored } from '../translate/appointment.ts'

export type SettleDeps = BookingDeps & { bookings: Pick<Bookings, 'resume'> }

/** A last look that told nothing is repeated a tenth of its delay later. */
const lastLookRepeats = 10

/**
 * Does the next step for an attempt that was claimed: one that waits goes on; one whose process died while sending is
 * unconfirmed; an unconfirmed one is looked for; one that counts as not created gets its last look.
 */
export async function settle(
  attempt: Attempt,
  deps: SettleDeps,
  signal: AbortSignal,
): Promise<void> {
  const { attempts, clock } = deps
  switch (attempt.state) {
    case 'received':
    case 'waiting':
      deps.bookings.resume(attempt)
      return
    case 'sending': {
      deps.log.warn(
        { attempt: attempt.key },
        'the process that sent a booking did not note its end',
      )
      const patch = unconfirmedPatch(attempt, 'no answer was noted', clock.now(), timesOf(deps))
      await attempts.transition(attempt, ['sending'], patch)
      return
    }
    case 'unconfirmed':
      await settleUnconfirmed(attempt, deps, signal)
      return
    case 'not-created':
      await lookOnceMore(attempt, deps, signal)
      return
    case 'booked':
    case 'refused':
      await attempts.transition(attempt, [attempt.state], { nextCheckAt: null })
  }
}

async function settleUnconfirmed(attempt: Attempt, deps: SettleDeps, signal: AbortSignal) {
  const { attempts, clock, log } = deps
  const plan = planned(attempt)
  const beganAt = clock.now()
  const sighting = await lookFor(attempt, plan, deps, signal)
  if (!sighting.isGood) {
    log.warn({ attempt: attempt.key, why: sighting.why }, 'an unconfirmed booking: no good read')
    await lookAgain(attempt, {}, deps)
    return
  }
  if (sighting.tasks.length > 0) {
    await settleBooked(attempt, plan, sighting.tasks, deps)
    return
  }
  const goodReads = attempt.goodReads + 1
  const sinceSentMs = beganAt - (attempt.sentAt ?? attempt.receivedAt)
  if (!isAbsenceProven(goodReads, sinceSentMs, timesOf(deps))) {
    await lookAgain(attempt, { goodReads, lastGoodReadAt: beganAt }, deps)
    return
  }
  const now = clock.now()
  const settled = {
    by: 'reconciler',
    at: now,
    nextCheckAt: now + lastLookAfterMs(timesOf(deps)),
  } as const
  const patch = refusedPatch('not-created', 'not-created', {}, settled)
  const reads = { goodReads, lastGoodReadAt: beganAt }
  const settledNow = await attempts.transition(attempt, ['unconfirmed'], { ...patch, ...reads })
  if (settledNow) {
    log.warn({ attempt: attempt.key, goodReads }, 'an unconfirmed booking was not created')
  }
}

async function settleBooked(
  attempt: Attempt,
  plan: AttemptPlan,
  tasks: readonly TaskRow[],
  deps: SettleDeps,
) {
  const { attempts, clock, log } = deps
  const [first] = tasks.toSorted((a, b) => (a.CreatedOn ?? Infinity) - (b.CreatedOn ?? Infinity))
  if (!first) return
  const taskIds = tasks.map((task) => task.UserTaskId)
  const alert = `Found twice: tasks ${taskIds.join(' and ')}.`
  const booking = { taskId: first.UserTaskId, appointment: appointmentStored(first, plan) }
  const settled = {
    by: 'reconciler',
    at: clock.now(),
    ...(tasks.length > 1 ? { alert } : {}),
  } as const
  try {
    const kept = await attempts.transition(attempt, ['unconfirmed'], bookedPatch(booking, settled))
    if (!kept) return
  } catch (error) {
    // An equal booking that was unconfirmed too has taken this task; there may be another one for this attempt.
    if (!(await isTaskOfAnother(attempt.key, first.UserTaskId, attempts))) throw error
    await lookAgain(attempt, {}, deps, 0)
    return
  }
  if (tasks.length > 1)
    log.error({ attempt: attempt.key, taskIds, alert: true }, 'ALERT: booked twice')
  else
    log.info({ attempt: attempt.key, taskId: first.UserTaskId }, 'an unconfirmed booking is booked')
}

async function lookOnceMore(attempt: Attempt, deps: SettleDeps, signal: AbortSignal) {
  const { attempts, clock, log } = deps
  const plan = planned(attempt)
  const newest = await attempts.find(attempt.person, attempt.key)
  const isRetryRunning =
    newest !== null && ['waiting', 'sending', 'unconfirmed'].includes(newest.state)
  const sighting = isRetryRunning ? null : await lookFor(attempt, plan, deps, signal)
  const late = sighting?.isGood
    ? sighting.tasks.filter((task) => recordedTaskId(task) !== newest?.taskId)
    : null
  if (late === null) {
    // The task of a retry that is under way would be taken for the late one.
    await lookAgain(attempt, {}, deps, lastLookAfterMs(timesOf(deps)) / lastLookRepeats)
    return
  }
  const [first] = late
  if (!first) {
    await attempts.transition(attempt, ['not-created'], { nextCheckAt: null, ...unleased })
    return
  }
  const taskIds = [
    ...late.map((task) => task.UserTaskId),
    ...(newest?.taskId ? [newest.taskId] : []),
  ]
  const alert = `Told as not created, and created late: tasks ${taskIds.join(' and ')}.`
  // Where no later try has another outcome, whoever asks from now on hears that it is booked after all.
  const isLast = newest?.generation === attempt.generation
  const booking = { taskId: first.UserTaskId, appointment: appointmentStored(first, plan) }
  const patch = isLast
    ? bookedPatch(booking, { by: 'reconciler', at: clock.now(), alert })
    : { alert, taskId: recordedTaskId(first), nextCheckAt: null, ...unleased }
  await attempts.transition(attempt, ['not-created'], patch)
  log.error({ attempt: attempt.key, taskIds, alert: true }, 'ALERT: a task was created too late')
}

async function lookAgain(
  attempt: Attempt,
  reads: { goodReads?: number; lastGoodReadAt?: number },
  deps: SettleDeps,
  delayMs?: number,
) {
  const now = deps.clock.now()
  const pauseMs =
    delayMs ??
    nextReadAfterMs(
      now - (attempt.answeredAt ?? now),
      now - (attempt.sentAt ?? attempt.receivedAt),
      timesOf(deps),
    )
  const patch = { ...reads, nextCheckAt: now + pauseMs, ...unleased }
  await deps.attempts.transition(attempt, [attempt.state], patch)
}

function planned(attempt: Attempt): AttemptPlan {
  const plan = planOf(attempt)
  if (!plan) throw new Error('An attempt was sent without a plan.')
  return plan
}

function timesOf({ settings }: Pick<SettleDeps, 'settings'>): ReconcileTimes {
  return { timeoutMs: settings.leadSquaredTimeoutMs, windowMs: settings.reconcileWindowMs }
}
