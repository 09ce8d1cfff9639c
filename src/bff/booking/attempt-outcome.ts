import type { Booked, Outcome, Unconfirmed, Waiting } from '#contract/appointment.ts'
import type { Problem } from '#contract/problem.ts'
import type { BookingAnswer, RecordedAnswer } from './booking-answer.ts'
import { problem } from '../http/problems.ts'

/** Answers to a booking in the words of the contract. Seconds are whole, so that a header can carry them. */

type Answer<K extends BookingAnswer['kind']> = Extract<BookingAnswer, { kind: K }>

export function bookedBody({ taskId, appointment }: Answer<'booked'>, attempt: string): Booked {
  return { outcome: 'booked', attempt, taskId, appointment }
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
 * A refusal as a problem, certified with `outcome: "refused"`. It takes the answer of the use case, which has looked the
 * key up: nothing else in the BFF can say that nothing was created. `instance` names the request that asks.
 */
export function refusalBody(
  { code, facts }: Answer<'refused'>,
  attempt: string,
  instance: string,
): Problem {
  return { ...problem(code, instance, { ...facts, attempt }), outcome: 'refused' }
}

/** What became of an attempt, for the request that `instance` names. */
export function outcomeBody(answer: RecordedAnswer, attempt: string, instance: string): Outcome {
  switch (answer.kind) {
    case 'booked':
      return bookedBody(answer, attempt)
    case 'waiting':
      return waitingBody(answer, attempt)
    case 'unconfirmed':
      return unconfirmedBody(answer, attempt)
    case 'refused':
      return { outcome: 'refused', attempt, problem: refusalBody(answer, attempt, instance) }
  }
}

/** The value of `Retry-After`. A waiting rep is told of progress at least every few seconds. */
export function retryAfterSeconds(body: Waiting | Unconfirmed): string {
  return String(
    body.outcome === 'waiting' ? Math.min(body.aboutSeconds, 5) : body.checkAfterSeconds,
  )
}

function seconds(delayMs: number): number {
  return Math.max(1, Math.ceil(delayMs / 1000))
}
