import type { Context } from 'hono'
import { type Booked, type Unconfirmed, type Waiting } from '#contract/appointment.ts'
import { type Done, ChangeKind } from '#contract/change.ts'
import type { Problem } from '#contract/problem.ts'
import type { BffEnv } from '../http/env.ts'
import { instanceOf, problem } from '../http/problems.ts'
import { note } from '../http/wide-event.ts'
import type { BookingAnswer } from '../booking/record.ts'

/** The answers about an attempt, as the contract describes them. Bookings and changes share them. */
export type Answer<K extends BookingAnswer['kind']> = Extract<BookingAnswer, { kind: K }>

export function bookedBody(answer: Answer<'booked'>, attempt: string): Booked {
  const { taskId, appointment, conflictsChecked } = answer
  const checked = conflictsChecked === undefined ? {} : { conflictsChecked }
  return { outcome: 'booked', attempt, taskId, appointment, ...checked }
}

export function doneBody({ of, taskId, appointment }: Answer<'booked'>, attempt: string): Done {
  return { outcome: 'done', kind: ChangeKind.parse(of), attempt, taskId, appointment }
}

/** The body for an attempt whose outcome is not known yet. */
export function openBody(
  answer: Answer<'waiting' | 'unconfirmed'>,
  attempt: string,
): Waiting | Unconfirmed {
  if (answer.kind === 'unconfirmed') {
    const checkAfterSeconds = wholeSeconds(answer.checkAfterMs)
    return { outcome: 'unconfirmed', attempt, checkAfterSeconds }
  }
  const { position, aboutMs, reason } = answer
  return { outcome: 'waiting', attempt, position, aboutSeconds: wholeSeconds(aboutMs), reason }
}

/**
 * A refusal as a problem, certified with `outcome: "refused"`. It takes an answer that was read from the row: nothing else
 * in the BFF can say that nothing was created.
 */
export function refusalBody(
  { code, facts }: Answer<'refused'>,
  attempt: string,
  c: Context<BffEnv>,
): Problem {
  return { ...problem(code, instanceOf(c), { ...facts, attempt }), outcome: 'refused' }
}

/**
 * The reply to a request to book or to change. `made` has the status and the body for an attempt that is done. The status is
 * 200 if an earlier request with the same key has done it.
 */
export function replyTo<Body, Status extends 200 | 201>(
  answer: BookingAnswer,
  attempt: string,
  publicUrl: string,
  c: Context<BffEnv>,
  made: { status: Status; body: (answer: Answer<'booked'>, attempt: string) => Body },
) {
  const headers = { Location: `${publicUrl}/api/attempts/${attempt}` }
  switch (answer.kind) {
    case 'booked': {
      note({ taskId: answer.taskId })
      const body = made.body(answer, attempt)
      if (!answer.isReplay) return { status: made.status, body, headers }
      return { status: 200 as const, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } }
    }
    case 'waiting':
    case 'unconfirmed': {
      const body = openBody(answer, attempt)
      const retryAfter = { 'Retry-After': retryAfterSeconds(body) }
      return { status: 202 as const, body, headers: { ...headers, ...retryAfter } }
    }
    case 'refused':
      return { problem: refusalBody(answer, attempt, c) }
    case 'turned-away':
      // It says nothing about what was booked or changed with the key.
      return { problem: problem(answer.code, instanceOf(c), { ...answer.facts, attempt }) }
  }
}

/** The value of `Retry-After`. A waiting rep is told of progress at least every few seconds. */
function retryAfterSeconds(body: Waiting | Unconfirmed): string {
  return String(
    body.outcome === 'waiting' ? Math.min(body.aboutSeconds, 5) : body.checkAfterSeconds,
  )
}

/** Whole seconds, so that a header can carry them. */
function wholeSeconds(delayMs: number): number {
  return Math.max(1, Math.ceil(delayMs / 1000))
}
