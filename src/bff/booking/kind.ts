import type { ProblemCode } from '#contract/problem.ts'
import type { CallOptions, Permit } from '#leadsquared/call.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import type { ProblemFacts } from '../http/problems.ts'
import type { Done, Place } from './record.ts'

/** How a call for an attempt is made: for whom the account's budget is fair, and who hears that it must wait. */
export type Turn = Pick<CallOptions, 'onWaiting'> & { person: string }
/** A turn to check what is about to be sent. */
export type CheckTurn = Turn & Pick<CallOptions, 'patienceMs' | 'signal'>
/** A turn to send. `onSending` is awaited before the first byte; `mayDepart` is asked at the very last moment. */
export type SendingTurn = Turn &
  Pick<CallOptions, 'patienceMs' | 'signal' | 'permit' | 'onSending' | 'mayDepart'>

/** A check after which the row may be sent, as this plan. `permit` holds the turn, if the check has taken one for both. */
export interface Clear {
  means: 'clear'
  plan: string
  permit?: Permit | undefined
}

/** How sending ended. `said` is LeadSquared's own word, for log and audit. */
export type Sent =
  | ({ means: 'done' } & Done)
  /** Certainly not done, and saying it again would change nothing. */
  | { means: 'refused'; code: ProblemCode; facts: ProblemFacts; said: string }
  /** Certainly not done, and worth another try. */
  | {
      means: 'not-now'
      code: 'leadsquared-busy' | 'leadsquared-unreachable'
      retryAfterMs: number
      said: string
    }
  /** It may have been done. Nobody knows yet. */
  | { means: 'unconfirmed'; said: string }
/** Certainly nothing was sent. */
export type NotSent = Extract<Sent, { means: 'refused' | 'not-now' }>

/** What one look into LeadSquared says of an attempt that was sent. */
export type Sighting =
  /** Everything that can only be its doing, the oldest first; nothing, where it is not there. */
  | { isGood: true; found: readonly Done[] }
  /** The read failed, or cannot be trusted: it says nothing. */
  | { isGood: false; why: string }

/**
 * What differs between the kinds of rows. Everything else, such as states, leases and retries, is the same for all
 * (step.ts). `Deps` is what the kind needs of the BFF. The plan is JSON of the kind.
 */
export interface Kind<Deps> {
  /** Looks up what the row names and decides what is sent. Changes nothing; throws the problem that refuses the row. */
  plan(attempt: Attempt, turn: Turn, deps: Deps): Promise<string>
  /**
   * Checks what must be as fresh as the sending itself, and takes a turn for both. Nothing is sent here. The step releases
   * the permit.
   */
  check(attempt: Attempt, plan: string, turn: CheckTurn, deps: Deps): Promise<Clear | NotSent>
  /** Sends what was planned, once. Throws only what `onSending` throws. */
  send(attempt: Attempt, plan: string, turn: SendingTurn, deps: Deps): Promise<Sent>
  /** After it was done: the outcome as LeadSquared has it, where that says more than what was sent; else null. */
  readBack(attempt: Attempt, taskId: string, deps: Deps): Promise<string | null>
  /** Looks whether what was sent was done. */
  find(attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<Sighting>
  /** What is said when it certainly was not done, and whether it is looked for once more, long after. */
  absence: { detail?: string; looksOnceMore: boolean }
}

/** One row while this process works on it. */
export interface Job {
  /** Aborted when it is withdrawn or the process stops. What has left is not called back. */
  signal: AbortSignal
  why(): 'withdrawn' | 'stopping' | null
  onPlace(place: Place): void
  /** Told when it is noted as sending. */
  onSending(): void
}
