import * as z from 'zod'
import { Appointment, BookAppointment } from '#contract/appointment.ts'
import { FieldError, ProblemCode, ProblemParams } from '#contract/problem.ts'
import type { Attempt, AttemptPatch, NewAttempt } from '#store/attempts/attempts.ts'
import { AttemptPlan } from './attempt-plan.ts'
import { referenceOf } from './attempt-reference.ts'
import type { RecordedAnswer } from './booking-answer.ts'
import type { ProblemFacts } from '../http/problems.ts'
import { nextReadAfterMs, type ReconcileTimes } from './reconcile-schedule.ts'

/** One request to book: whose it is, its key, what it asks for, and when it came (epoch ms). */
export interface Ask {
  /** E-mail of the signed-in person; empty without sign-in, where keys are global. */
  person: string
  /** The browser's id, which decides whose list the attempt appears in when nobody signs in. */
  visitor: string
  key: string
  fingerprint: string
  request: BookAppointment
  receivedAt: number
}

/** The process that works on an attempt, and until when nobody else may. */
export interface Lease {
  leaseOwner: string
  leaseUntil: number
}

const Refusal = z.object({
  code: ProblemCode,
  detail: z.string().optional(),
  errors: z.array(FieldError).optional(),
  params: z.optional(ProblemParams),
})
const Booking = z.object({ taskId: z.string(), appointment: Appointment })
const Ending = z.union([Booking, Refusal])

/** Nobody works on the attempt. */
export const unleased = { leaseOwner: null, leaseUntil: null } as const

/** An attempt at its beginning, with its plan as soon as there is one. */
export function newAttempt(
  ask: Ask,
  state: 'waiting' | 'sending',
  plan: AttemptPlan | null,
  lease: Lease,
  now: number,
): NewAttempt {
  const { person, visitor, key, fingerprint, receivedAt } = ask
  return {
    person,
    visitor,
    key,
    reference: referenceOf(person, key),
    fingerprint,
    request: JSON.stringify(ask.request),
    plan: JSON.stringify(plan),
    state,
    taskId: null,
    outcome: null,
    said: null,
    receivedAt,
    sentAt: state === 'sending' ? now : null,
    answeredAt: null,
    settledAt: null,
    settledBy: null,
    nextCheckAt: null,
    goodReads: 0,
    lastGoodReadAt: null,
    alert: null,
    ...lease,
  }
}

/** The request of an attempt that another process began. */
export function askOf(attempt: Attempt): Ask {
  const { person, key, fingerprint, receivedAt } = attempt
  const request = BookAppointment.parse(JSON.parse(attempt.request))
  return { person, visitor: attempt.visitor ?? '', key, fingerprint, receivedAt, request }
}

/** What was decided to send; null while it waits for its look-ups. */
export function planOf(attempt: Attempt): AttemptPlan | null {
  return AttemptPlan.nullable().parse(JSON.parse(attempt.plan))
}

/** Turns an attempt to `sending`, with what is sent. */
export function sendingPatch(plan: AttemptPlan, lease: Lease, now: number): AttemptPatch {
  return { state: 'sending', plan: JSON.stringify(plan), sentAt: now, ...lease }
}

/**
 * Turns an attempt to `booked`. The task's id is recorded in lower case, because ids are compared without letter case
 * (client rule 16); the outcome keeps LeadSquared's spelling. `alert` is what an operator must know.
 */
export function bookedPatch(
  booking: z.infer<typeof Booking>,
  settled: { by: 'answer' | 'reconciler'; at: number; alert?: string },
): AttemptPatch {
  return {
    state: 'booked',
    taskId: booking.taskId.toLowerCase(),
    outcome: JSON.stringify(booking),
    settledAt: settled.at,
    settledBy: settled.by,
    nextCheckAt: null,
    ...(settled.alert === undefined ? {} : { alert: settled.alert }),
    ...unleased,
  }
}

/** Turns an attempt to an end without a task. `said` is LeadSquared's word for the audit, where it said one. */
export function refusedPatch(
  state: 'refused' | 'not-created',
  code: ProblemCode,
  facts: ProblemFacts,
  settled: { by: 'answer' | 'reconciler'; at: number; said?: string; nextCheckAt?: number },
): AttemptPatch {
  return {
    state,
    outcome: JSON.stringify({ code, ...facts }),
    settledAt: settled.at,
    settledBy: settled.by,
    nextCheckAt: settled.nextCheckAt ?? null,
    ...(settled.said === undefined ? {} : { said: settled.said }),
    ...unleased,
  }
}

/** Turns an attempt to `unconfirmed`, to be looked for soon. */
export function unconfirmedPatch(
  attempt: Pick<Attempt, 'sentAt'>,
  said: string,
  now: number,
  times: ReconcileTimes,
): AttemptPatch {
  const sinceSentMs = now - (attempt.sentAt ?? now)
  return {
    state: 'unconfirmed',
    said,
    answeredAt: now,
    nextCheckAt: now + nextReadAfterMs(0, sinceSentMs, times),
    ...unleased,
  }
}

/** What an attempt tells whoever asks about it now. */
export function answerOf(attempt: Attempt, now: number): RecordedAnswer {
  switch (attempt.state) {
    case 'received':
    case 'waiting':
      return { kind: 'waiting', position: 1, aboutMs: 1000, reason: 'busy' }
    case 'sending':
      return { kind: 'unconfirmed', checkAfterMs: 1000 }
    case 'unconfirmed':
      // A read takes a moment, and the answer is asked for after it.
      return {
        kind: 'unconfirmed',
        checkAfterMs: Math.max(0, (attempt.nextCheckAt ?? now) - now) + 500,
      }
    case 'booked':
    case 'refused':
    case 'not-created':
      return endOf(attempt)
  }
}

function endOf(attempt: Attempt): RecordedAnswer {
  const ending = Ending.parse(JSON.parse(attempt.outcome ?? 'null'))
  if ('code' in ending) {
    const { code, ...facts } = ending
    return { kind: 'refused', code, facts: defined(facts) }
  }
  return { kind: 'booked', ...ending, isReplay: true }
}

/** Without the members that are undefined, which `exactOptionalPropertyTypes` tells apart from absent ones. */
function defined({ detail, errors, params }: Omit<z.infer<typeof Refusal>, 'code'>): ProblemFacts {
  return {
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(params === undefined ? {} : { params }),
  }
}
