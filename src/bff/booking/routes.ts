import type { Context, Hono } from 'hono'
import {
  type AttemptSummary,
  type Booked,
  ChangeKind,
  type Unconfirmed,
  type Waiting,
} from '#contract/appointment.ts'
import { type AnyOutcome, type Done, getAnyAttempt, withdrawAnyAttempt } from '#contract/change.ts'
import { bookAppointment, getAttempts } from '#contract/endpoints.ts'
import type { Problem } from '#contract/problem.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { BffEnv } from '../http/env.ts'
import { instanceOf, problem, ProblemThrown } from '../http/problems.ts'
import { type Reply, serve } from '../http/route.ts'
import { note } from '../http/wide-event.ts'
import type { Settings } from '../ports.ts'
import { whoAsks } from '../sign-in/who-asks.ts'
import { appointmentSent, toInstant } from '../translate/appointment.ts'
import type { Bookings } from './bookings.ts'
import { answerOf, type BookingAnswer, planOf, type RecordedAnswer, requestOf } from './record.ts'
import { fingerprintOf, readAttemptKey, readTimes } from './request.ts'

const defaultRows = 10

/** Routes for booking, for reading the outcome, and for withdrawing a booking that was not sent yet. */
export function bookingRoutes(
  app: Hono<BffEnv>,
  deps: {
    settings: Pick<Settings, 'publicUrl'>
    attempts: Pick<AttemptStore, 'listRecent' | 'changesOf'>
    bookings: Bookings
  },
): void {
  serve(app, bookAppointment, async ({ body }, c) => {
    const key = readAttemptKey(c.req.header('Idempotency-Key'))
    const times = readTimes(body)
    if (times.faults.length > 0)
      throw new ProblemThrown('invalid-request', { errors: times.faults })
    const fingerprint = fingerprintOf(body, times)
    const ask = { kind: 'book', taskId: null, key, fingerprint, request: body }
    const answer = await deps.bookings.run({ ...whoAsks(c), ...ask })
    note({ attempt: key, outcome: answer.kind })
    return replyOf(answer, key, `${deps.settings.publicUrl}/api/attempts/${key}`, c)
  })

  serve(app, getAttempts, async ({ query }, c) => {
    const { person, visitor } = whoAsks(c)
    const limit = Number(query.limit ?? defaultRows)
    const recent = await deps.attempts.listRecent(person ? { person } : { visitor }, limit)
    const summaries = recent.map((attempt) => summaryOf(attempt, deps.attempts))
    return { status: 200, body: { attempts: await Promise.all(summaries) } }
  })

  serve(app, getAnyAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.look(whoAsks(c).person, params.key)
    return { status: 200, body: knownOutcome(answer, params.key, c) }
  })

  serve(app, withdrawAnyAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.withdraw(whoAsks(c).person, params.key)
    return { status: 200, body: knownOutcome(answer, params.key, c) }
  })
}

function replyOf(
  answer: BookingAnswer,
  key: string,
  location: string,
  c: Context<BffEnv>,
): Reply<typeof bookAppointment.responses> {
  const headers = { Location: location }
  switch (answer.kind) {
    case 'booked': {
      note({ taskId: answer.taskId })
      const body = bookedBody(answer, key)
      return answer.isReplay
        ? { status: 200, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } }
        : { status: 201, body, headers }
    }
    case 'waiting': {
      const body = waitingBody(answer, key)
      return { status: 202, body, headers: { ...headers, 'Retry-After': retryAfterSeconds(body) } }
    }
    case 'unconfirmed': {
      const body = unconfirmedBody(answer, key)
      return { status: 202, body, headers: { ...headers, 'Retry-After': retryAfterSeconds(body) } }
    }
    case 'refused':
      return { problem: refusalBody(answer, key, instanceOf(c)) }
    case 'turned-away':
      // It says nothing about what was booked with the key.
      return { problem: problem(answer.code, instanceOf(c), { ...answer.facts, attempt: key }) }
  }
}

function knownOutcome(answer: RecordedAnswer | null, key: string, c: Context<BffEnv>): AnyOutcome {
  if (answer) return outcomeBody(answer, key, instanceOf(c))
  throw new ProblemThrown('not-found', { detail: 'Nobody has booked with this key.' })
}

type Answer<K extends BookingAnswer['kind']> = Extract<BookingAnswer, { kind: K }>

function outcomeBody(answer: RecordedAnswer, attempt: string, instance: string): AnyOutcome {
  switch (answer.kind) {
    case 'booked':
      return answer.of === 'book' ? bookedBody(answer, attempt) : doneBody(answer, attempt)
    case 'waiting':
      return waitingBody(answer, attempt)
    case 'unconfirmed':
      return unconfirmedBody(answer, attempt)
    case 'refused':
      return { outcome: 'refused', attempt, problem: refusalBody(answer, attempt, instance) }
  }
}

function bookedBody(answer: Answer<'booked'>, attempt: string): Booked {
  const { taskId, appointment, conflictsChecked } = answer
  const checked = conflictsChecked === undefined ? {} : { conflictsChecked }
  return { outcome: 'booked', attempt, taskId, appointment, ...checked }
}

export function doneBody({ of, taskId, appointment }: Answer<'booked'>, attempt: string): Done {
  return { outcome: 'done', kind: ChangeKind.parse(of), attempt, taskId, appointment }
}

export function waitingBody(answer: Answer<'waiting'>, attempt: string): Waiting {
  const { position, aboutMs, reason } = answer
  return { outcome: 'waiting', attempt, position, aboutSeconds: seconds(aboutMs), reason }
}

export function unconfirmedBody(
  { checkAfterMs }: Answer<'unconfirmed'>,
  attempt: string,
): Unconfirmed {
  return { outcome: 'unconfirmed', attempt, checkAfterSeconds: seconds(checkAfterMs) }
}

/**
 * A refusal as a problem, certified with `outcome: "refused"`. It takes an answer that was read from the row: nothing else
 * in the BFF can say that nothing was created. `instance` names the request that asks.
 */
export function refusalBody(
  { code, facts }: Answer<'refused'>,
  attempt: string,
  instance: string,
): Problem {
  return { ...problem(code, instance, { ...facts, attempt }), outcome: 'refused' }
}

/** The value of `Retry-After`. A waiting rep is told of progress at least every few seconds. */
export function retryAfterSeconds(body: Waiting | Unconfirmed): string {
  return String(
    body.outcome === 'waiting' ? Math.min(body.aboutSeconds, 5) : body.checkAfterSeconds,
  )
}

/** Whole seconds, so that a header can carry them. */
function seconds(delayMs: number): number {
  return Math.max(1, Math.ceil(delayMs / 1000))
}

/**
 * An attempt in a person's own list: its outcome, and what the desk knows last of it. A booking that was changed here is
 * told as it is after the last change, without asking LeadSquared.
 */
async function summaryOf(
  attempt: Attempt,
  { changesOf }: Pick<AttemptStore, 'changesOf'>,
): Promise<AttemptSummary> {
  const answer = answerOf(attempt, null)
  const plan = planOf(attempt)
  const request = requestOf(attempt)
  const changes = answer.kind === 'booked' ? await changesOf(answer.taskId) : []
  const change = changes.find(({ state }) => state === 'booked')
  const latest = change ? answerOf(change, null) : answer
  const known = latest.kind === 'booked' ? latest.appointment : plan && appointmentSent(plan)
  const asked = 'id' in request.owner ? request.owner.id : request.owner.email
  return {
    attempt: attempt.key,
    outcome: answer.kind,
    at: toInstant(attempt.receivedAt),
    taskId: answer.kind === 'booked' ? answer.taskId : null,
    code: answer.kind === 'refused' ? answer.code : null,
    subject: known?.subject ?? request.subject ?? '',
    taskTypeName: known?.taskType.name ?? ('name' in request.taskType ? request.taskType.name : ''),
    ownerName: known?.owner.name ?? known?.owner.email ?? asked,
    leadName: known?.lead?.name ?? null,
    start: known?.start ?? null,
    end: known?.end ?? null,
    ...(change ? { lastChange: ChangeKind.parse(change.kind) } : {}),
  }
}
