import type { Appointment } from '#contract/appointment.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { TaskType } from '#contract/task-type.ts'
import { endWithout } from './attempt-end.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { bookedPatch, unconfirmedPatch } from './attempt-record.ts'
import { type AttemptRun, Interrupted } from './attempt-run.ts'
import { isTaskOfAnother } from './attempt-task.ts'
import type { BookingAnswer, WaitReason } from './booking-answer.ts'
import type { BookingDeps } from './booking-deps.ts'
import { noSuchTaskType } from './plan-booking.ts'
import type { ProblemFacts } from '../http/problems.ts'
import { appointmentSent, appointmentStored } from '../translate/appointment.ts'
import { toCreateTask } from '../translate/create-task.ts'
import { type CreateVerdict, judgeCreate, retryAfter } from '../translate/failure.ts'

/** Pauses between tries while LeadSquared cannot be reached; between refusals for the rate the gate itself pauses. */
const firstPauseMs = 250
const longestPauseMs = 5000

/**
 * Sends an attempt until it is known to be booked or refused, or may have been created. It is sent again only where it
 * is certain that nothing was created, and not beyond the patience that counts from its arrival.
 */
export async function sendAttempt(
  run: AttemptRun,
  plan: AttemptPlan,
  deps: BookingDeps,
): Promise<BookingAnswer> {
  const { clock, settings } = deps
  const { person, visitor, receivedAt } = run.ask
  const body = toCreateTask(plan, settings.marker)
  const deadline = receivedAt + settings.bookingPatienceMs
  let why: NotNow = { means: 'not-now', code: 'leadsquared-busy', retryAfterMs: 5000 }
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const patienceMs = deadline - clock.now()
    if (patienceMs <= 0) return endWithout(run, why.code, retryAfter(why.retryAfterMs), deps)
    const result = await deps.leadSquared.createTask(body, {
      lane: 'create',
      person: person || visitor,
      patienceMs,
      signal: run.signal,
      onWaiting: (position, aboutMs) => run.waits(position, aboutMs, reasonOf(why)),
      onSending: () => run.beginSending(plan),
    })
    if (result.ok) return booked(run, plan, result.value, deps)
    const { failure } = result
    const verdict = judgeCreate(failure)
    deps.log.warn(
      { attempt: run.ask.key, means: verdict.means, failure: failure.kind, said: failure.said },
      'LeadSquared did not book',
    )
    if (verdict.means === 'unconfirmed') return unconfirmed(run, failure.said, deps)
    if (verdict.means === 'refused') {
      const { code, facts } = await namedRefusal(verdict, plan, deps)
      return endWithout(run, code, facts, deps, failure.said)
    }
    why = verdict
    const reason = reasonOf(why)
    if (reason === 'unreachable') run.waits(1, pauseMs, reason)
    if (run.phase() === 'sending' && !(await run.backToWaiting(failure.said))) {
      return endWithout(run, why.code, retryAfter(why.retryAfterMs), deps, failure.said)
    }
    if (reason === 'unreachable') {
      await clock.sleep(Math.min(pauseMs, deadline - clock.now()), run.signal)
    }
    if (run.signal.aborted) throw new Interrupted()
  }
}

type NotNow = Extract<CreateVerdict, { means: 'not-now' }>

function reasonOf({ code }: NotNow): WaitReason {
  return code === 'leadsquared-unreachable' ? 'unreachable' : 'busy'
}

/** Nobody documents the words for a type that is gone since the list was read; the list read anew tells it. */
async function namedRefusal(
  verdict: Extract<CreateVerdict, { means: 'refused' }>,
  { taskType }: AttemptPlan,
  { taskTypes }: Pick<BookingDeps, 'taskTypes'>,
): Promise<{ code: ProblemCode; facts: ProblemFacts }> {
  if (verdict.code !== 'leadsquared-refused') return verdict
  // Whatever becomes of the list, the refusal is certain.
  const list = await taskTypes.refresh().catch(() => null)
  const isOffered = ({ id, name }: TaskType) => id === taskType.id && name === taskType.name
  return list === null || list.value.some(isOffered)
    ? verdict
    : { code: 'unknown-task-type', facts: noSuchTaskType }
}

/** The outcome is durable before anybody hears of it. A time that LeadSquared chose is read back after that. */
async function booked(
  run: AttemptRun,
  plan: AttemptPlan,
  taskId: string,
  deps: BookingDeps,
): Promise<BookingAnswer> {
  const { clock, log } = deps
  const appointment = appointmentSent(plan)
  const patch = bookedPatch({ taskId, appointment }, { by: 'answer', at: clock.now() })
  const from = ['sending', 'unconfirmed'] as const
  const kept = await run.end(from, patch).catch(async (cause: unknown) => {
    log.error({ attempt: run.ask.key, taskId, cause: String(cause) }, 'a booking could not be kept')
    if (!(await isTaskOfAnother(run.ask.key, taskId, deps.attempts))) throw cause
    // LeadSquared's answer is beyond doubt; the other attempt can only have mistaken the task for its own.
    const alert = `Task ${taskId} was given to another attempt too.`
    return run.end(from, { ...patch, taskId: null, alert })
  })
  const event = { attempt: run.ask.key, reference: plan.reference, taskId }
  if (kept) log.info(event, 'booked')
  else log.error(event, 'ALERT: booked, but the record has another end for it')
  if (!kept || (plan.startMs !== null && plan.endMs !== null)) {
    return { kind: 'booked', taskId, appointment, isReplay: false }
  }
  const stored = await readBack(run, plan, taskId, deps)
  return { kind: 'booked', taskId, appointment: stored ?? appointment, isReplay: false }
}

/** What LeadSquared really stored. A read that fails leaves the times unknown; the booking stands all the same. */
async function readBack(
  run: AttemptRun,
  plan: AttemptPlan,
  taskId: string,
  { leadSquared, attempts, log }: BookingDeps,
): Promise<Appointment | null> {
  const person = run.ask.person || run.ask.visitor
  const read = await leadSquared.getTaskById(taskId, { lane: 'read', person })
  const row = read.ok ? read.value[0] : undefined
  const attempt = run.attempt()
  if (!row || !attempt) {
    log.warn({ attempt: run.ask.key, taskId }, 'a booked task could not be read back')
    return null
  }
  const appointment = appointmentStored(row, plan)
  const outcome = JSON.stringify({ taskId, appointment })
  await attempts.transition(attempt, ['booked'], { outcome }).catch((cause: unknown) => {
    log.error({ attempt: run.ask.key, cause: String(cause) }, 'the times read back are not kept')
  })
  return appointment
}

async function unconfirmed(
  run: AttemptRun,
  said: string,
  { clock, settings }: BookingDeps,
): Promise<BookingAnswer> {
  const { leadSquaredTimeoutMs: timeoutMs, reconcileWindowMs: windowMs } = settings
  const now = clock.now()
  const sentAt = run.attempt()?.sentAt ?? now
  const patch = unconfirmedPatch({ sentAt }, said, now, { timeoutMs, windowMs })
  await run.end(['sending'], patch)
  return { kind: 'unconfirmed', checkAfterMs: Math.max(0, (patch.nextCheckAt ?? now) - now) + 500 }
}
