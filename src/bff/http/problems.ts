import type { Context } from 'hono'
import {
  type FieldError,
  Problem,
  type ProblemCode,
  type ProblemParams,
  problemStatus,
} from '#contract/problem.ts'
import { StoreUnavailable } from '#store/engine.ts'
import type * as z from 'zod'
import type { BffEnv } from './env.ts'
import { describe } from '../describe.ts'
import { note } from './wide-event.ts'

/** The part of a problem that a use case provides. The rest follows from the code and the request. */
export interface ProblemFacts {
  detail?: string
  errors?: readonly FieldError[]
  params?: z.infer<typeof ProblemParams>
}

/** A problem on its way out of a place that cannot answer by value. `cause` is for the log only. */
export class ProblemThrown extends Error {
  readonly code: ProblemCode
  readonly facts: ProblemFacts

  constructor(code: ProblemCode, facts: ProblemFacts = {}, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.facts = facts
  }
}

const titles: Record<ProblemCode, string> = {
  'invalid-request': 'The request is not what this call takes',
  'key-missing': 'An Idempotency-Key is required',
  'not-signed-in': 'Nobody is signed in',
  'not-allowed': 'This is not allowed',
  'not-found': 'There is nothing here',
  'in-progress': 'This attempt is still running',
  conflict: 'The time is taken',
  changed: 'The appointment is not as it was seen',
  'already-booked': 'An equal booking was asked for a short time ago',
  'not-created': 'Nothing was booked',
  withdrawn: 'The booking was withdrawn before it was sent',
  'too-large': 'The request is too large',
  'unsupported-media-type': 'The request is not JSON',
  'key-reused': 'This key belongs to another booking',
  'missing-field': 'A mandatory field is missing',
  'unknown-task-type': 'There is no such task type',
  'unknown-owner': 'LeadSquared knows no such owner',
  'inactive-owner': 'The owner is not active',
  'unknown-lead': 'LeadSquared knows no such lead',
  'leadsquared-refused': 'LeadSquared refused the booking',
  'too-many-requests': 'Too many requests',
  internal: 'Something broke in Appointment Desk',
  'leadsquared-credentials': 'LeadSquared refused our keys',
  'leadsquared-unreachable': 'LeadSquared cannot be reached',
  'leadsquared-busy': 'LeadSquared is busy',
  'rights-unknown': 'For whom you may book cannot be checked now',
  stopping: 'Appointment Desk is being restarted',
  'store-unavailable': 'The store cannot be used',
}

/**
 * A problem that says nothing about a booking. `outcome: "refused"` certifies that nothing was created, and only the row
 * of a key can prove that. So only `translate/answers.ts` adds it, from an answer of the booking use case.
 */
export type PlainProblem = Omit<Problem, 'outcome'>

/** RFC 9457 problem details. `instance` names the request, so that its log line can be found. */
export function problem(
  code: ProblemCode,
  instance: string,
  facts: ProblemFacts & { attempt?: string } = {},
): PlainProblem {
  return Problem.parse({
    type: `urn:appointment-desk:problem:${code}`,
    title: titles[code],
    status: problemStatus[code],
    detail: facts.detail ?? `${titles[code]}.`,
    instance,
    code,
    ...(facts.attempt === undefined ? {} : { attempt: facts.attempt }),
    ...(facts.errors === undefined ? {} : { errors: facts.errors }),
    ...(facts.params === undefined ? {} : { params: facts.params }),
  })
}

/** The request's name in problems and in the log. */
export function instanceOf(c: Context<BffEnv>): string {
  return `urn:uuid:${c.get('requestId')}`
}

/** Answers with a problem. Where the rep is told to come back, `Retry-After` says when. */
export function sendProblem(c: Context<BffEnv>, body: Problem): Response {
  note({ problem: body.code })
  const retryAfterSeconds = body.params?.retryAfterSeconds
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(Math.ceil(retryAfterSeconds)))
  c.header('Content-Type', 'application/problem+json')
  return c.body(JSON.stringify(body), problemStatus[body.code])
}

/**
 * Turns whatever was thrown into a problem. Anything but a `ProblemThrown` is our own fault; its cause goes to the log
 * and not to the browser. What is thrown was thrown outside the booking use case, which tells its outcomes as values, so
 * the problem never says what became of a booking: the same key may have booked before.
 */
export function problemFrom(thrown: unknown, c: Context<BffEnv>): PlainProblem {
  if (thrown instanceof ProblemThrown) {
    if (thrown.cause !== undefined) note({ cause: describe(thrown.cause) })
    return problem(thrown.code, instanceOf(c), thrown.facts)
  }
  note({ cause: describe(thrown) })
  if (thrown instanceof StoreUnavailable) {
    return problem('store-unavailable', instanceOf(c), {
      detail: 'The store of this desk cannot be used now, so nothing can be said about a booking.',
      params: { retryAfterSeconds: 5 },
    })
  }
  return problem('internal', instanceOf(c))
}
