import type { ProblemCode } from '#contract/problem.ts'
import type { CallOptions, Permit } from '#leadsquared/call.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import type { ProblemFacts } from '../http/problems.ts'
import type { Candidate, ConflictCheck } from '../day/check.ts'
import { type AttemptPlan, type Done, overrideOf, type Place } from './record.ts'

/** Options of a call for an attempt: the person for fair turns, and a callback for when the call must wait. */
export type Turn = Pick<CallOptions, 'onWaiting'> & { person: string }
/** A turn for the check right before the sending. */
export type CheckTurn = Turn & Pick<CallOptions, 'patienceMs' | 'signal'>
/** A turn for the sending. `onSending` is awaited before the first byte. `mayDepart` is called at the last moment. */
export type SendingTurn = Turn &
  Pick<CallOptions, 'patienceMs' | 'signal' | 'permit' | 'onSending' | 'mayDepart'>

/** A check after which the row may be sent, as this plan. `permit` holds the turn, if the check has taken one for both. */
export interface Clear {
  means: 'clear'
  plan: string
  permit?: Permit | undefined
}

/** How sending ended. `said` is LeadSquared's message for the log and the audit trail. */
export type Sent =
  | ({ means: 'done' } & Done)
  /** Certainly not done, and a retry would get the same answer. */
  | { means: 'refused'; code: ProblemCode; facts: ProblemFacts; said: string }
  /** Certainly not done, but a retry may succeed. */
  | {
      means: 'not-now'
      code: 'leadsquared-busy' | 'leadsquared-unreachable'
      retryAfterMs: number
      said: string
    }
  /** Unknown: it may have been done. */
  | { means: 'unconfirmed'; said: string }
/** Certainly nothing was sent. */
export type NotSent = Extract<Sent, { means: 'refused' | 'not-now' }>

/** The result of one look into LeadSquared for an attempt that was sent. */
export type Sighting =
  /** All tasks that only this attempt can have made, the oldest first. Empty if there is none. */
  | { isGood: true; found: readonly Done[] }
  /** The read failed or cannot be trusted, so it proves nothing. */
  | { isGood: false; why: string }

/** One try to send a row. */
export interface Sending {
  /**
   * Checks what must be as fresh as the sending itself, and takes a turn for both. Nothing is sent here. The step releases
   * the permit.
   */
  check(turn: CheckTurn): Promise<Clear | NotSent>
  /** Sends what was planned, once. Throws only what `onSending` throws. */
  send(turn: SendingTurn): Promise<Sent>
  /** After it was done: the outcome as LeadSquared has it, where that says more than what was sent; else null. */
  readBack(taskId: string): Promise<string | null>
}

/**
 * What differs between the kinds of rows. Everything else, such as states, leases and retries, is the same for all
 * (step.ts). `Deps` is what the kind needs of the BFF. The plan is JSON of the kind.
 */
export interface Kind<Deps> {
  /** Looks up everything that the row names and decides what to send. Changes nothing. Throws a problem to refuse the row. */
  plan(attempt: Attempt, turn: Turn, deps: Deps): Promise<string>
  /** Prepares one try to send this plan. */
  prepare(attempt: Attempt, plan: string, deps: Deps): Sending
  /** Looks whether what was sent was done. */
  find(attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<Sighting>
  /** The message for an attempt that was certainly not done, and whether to look once more much later. */
  absence: { detail?: string; looksOnceMore: boolean }
}

/** The parts of the plan of a booking or a change that the check for conflicts reads. */
type CheckablePlan = Omit<Candidate, 'person' | 'key' | 'taskId' | 'override'> &
  Pick<AttemptPlan, 'conflictsChecked'>

/** Checks for conflicts right before a plan is sent, and writes into the plan whether the calendar could be read. */
export async function checkPlan(
  attempt: Attempt,
  plan: CheckablePlan,
  turn: CheckTurn,
  conflicts: ConflictCheck,
): Promise<Clear | NotSent> {
  const { person, key, taskId } = attempt
  const override = overrideOf(attempt)
  const checked = await conflicts.check({ ...plan, person, key, taskId, override }, turn)
  if (checked.means !== 'clear') return checked
  const { permit, isChecked } = checked
  if (isChecked !== undefined) plan.conflictsChecked = isChecked
  return { means: 'clear', plan: JSON.stringify(plan), permit }
}

/** One row while this process works on it. */
export interface Job {
  /** Aborted when the row is withdrawn or the process stops. A call that was sent is not cancelled. */
  signal: AbortSignal
  why(): 'withdrawn' | 'stopping' | null
  onPlace(place: Place): void
  /** Called when the row is recorded as sending. */
  onSending(): void
}
