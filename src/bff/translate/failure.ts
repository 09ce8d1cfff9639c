import type { ProblemCode } from '#contract/problem.ts'
import type { Failure, Result } from '#leadsquared/failure.ts'
import { type ProblemFacts, ProblemThrown } from '../http/problems.ts'

/** What a failed create means for its attempt (leadsquared-api.md client rules 21 to 24). */
export type CreateVerdict =
  /** Certainly not created, and a retry would get the same answer. */
  | { means: 'refused'; code: ProblemCode; facts: ProblemFacts }
  /** Certainly not created, but a retry may succeed. `code` is used when the time for retries is over. */
  | {
      means: 'not-now'
      code: 'leadsquared-busy' | 'leadsquared-unreachable'
      retryAfterMs: number
    }
  /** Unknown: it may have been created. */
  | { means: 'unconfirmed' }

/** LeadSquared names no time (leadsquared-api.md 3.6); refusals last "some time", and its window is five seconds. */
const defaultRetryAfterMs = 5000

/** The one table of what counts as what, for a create. Nothing that may have been sent counts as refused. */
export function judgeCreate(failure: Failure): CreateVerdict {
  switch (failure.kind) {
    case 'not-admitted':
      return {
        means: 'not-now',
        code: failure.reason === 'circuit-open' ? 'leadsquared-unreachable' : 'leadsquared-busy',
        retryAfterMs: failure.retryAfterMs,
      }
    case 'rate-limited':
      return {
        means: 'not-now',
        code: 'leadsquared-busy',
        retryAfterMs: failure.windowMs ?? defaultRetryAfterMs,
      }
    case 'unreachable':
      return {
        means: 'not-now',
        code: 'leadsquared-unreachable',
        retryAfterMs: defaultRetryAfterMs,
      }
    case 'bad-keys':
    case 'refused':
      return { means: 'refused', ...problemOf(failure) }
    case 'timed-out':
    case 'broken':
    case 'unreadable':
      return { means: 'unconfirmed' }
  }
}

/**
 * What LeadSquared said, as far as a log line may repeat it. "500 MXInvalidInputException: Owner Priya Nair is not active"
 * keeps its status and its type; the sentence may name a person. A page's title after a status goes as well, for some
 * proxy wrote it. What this machine says of a connection ("ECONNREFUSED …") stays. `npm run audit` has the whole text of
 * what was said of a booking.
 */
export function withoutSentence(said: string): string {
  return /^(\d{3}(?: [\w.]+(?=:))?)(?: |:|$)/.exec(said)?.[1] ?? said
}

/** The value of a read, or its problem thrown. What LeadSquared said goes along for the log only (client rule 26). */
export function valueOrProblem<T>(result: Result<T>): T {
  if (result.ok) return result.value
  const { code, facts } = problemOf(result.failure)
  throw new ProblemThrown(
    code,
    facts,
    `${result.failure.kind}: ${withoutSentence(result.failure.said)}`,
  )
}

function problemOf(failure: Failure): { code: ProblemCode; facts: ProblemFacts } {
  switch (failure.kind) {
    case 'bad-keys':
      return {
        code: 'leadsquared-credentials',
        facts: { detail: 'LeadSquared did not accept the keys of this desk; tell its operator.' },
      }
    case 'refused':
      return { code: 'leadsquared-refused', facts: {} }
    case 'not-admitted':
    case 'rate-limited':
    case 'unreachable':
    case 'timed-out':
    case 'broken':
    case 'unreadable': {
      const verdict = judgeCreate(failure)
      return verdict.means === 'not-now'
        ? { code: verdict.code, facts: retryAfter(verdict.retryAfterMs) }
        : { code: 'leadsquared-unreachable', facts: retryAfter(defaultRetryAfterMs) }
    }
  }
}

/** When to come back, as the problem and its `Retry-After` header say it: whole seconds, at least one. */
export function retryAfter(delayMs: number): ProblemFacts {
  return { params: { retryAfterSeconds: Math.max(1, Math.ceil(delayMs / 1000)) } }
}
