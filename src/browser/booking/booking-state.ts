import type { BookAppointment, Booked, Outcome, Waiting } from '#contract/appointment.ts'
import type { Problem } from '#contract/problem.ts'
import type { Answer } from '../api/call.ts'
import type { OpenAttempt } from './draft.ts'

/** Why we cannot learn what became of the attempt at this moment. */
export type Trouble = 'unreachable' | 'unchecked' | 'signed-out'

/** An attempt whose end is not known yet. The form is locked to it. */
export type Pending = {
  attempt: OpenAttempt
  trouble: Trouble | null
  /** Calls in a row that told nothing. */
  failures: number
} &
  /** `turnedAway`: the request was refused before the desk looked its key up. */
  (
    | { phase: 'sending'; next: 'book' | 'ask'; turnedAway?: Problem }
    | ({ phase: 'waiting'; isWithdrawing: boolean } & Pick<
        Waiting,
        'position' | 'aboutSeconds' | 'reason'
      >)
    | { phase: 'unconfirmed'; checkAfterSeconds: number }
  )

/** Where the booking of this tab stands. */
export type BookingState =
  | { phase: 'idle' }
  | Pending
  | { phase: 'booked'; attempt: OpenAttempt; booked: Booked }
  /** Nothing was created, says the BFF. */
  | { phase: 'refused'; attempt: OpenAttempt; problem: Problem }
  /** The rep no longer waits to learn whether the booking arrived. The same request keeps its key. */
  | { phase: 'stopped'; attempt: OpenAttempt }
  /** Nothing was created, because the booking never arrived, and it is too old to be sent without asking. */
  | { phase: 'not-sent'; attempt: OpenAttempt }
  /** The BFF told of the attempt before and knows it no more: another person is signed in, or it was forgotten. */
  | { phase: 'unknown'; attempt: OpenAttempt }

/** The next call of a pending attempt, and the pause before it. */
export type Step =
  | { call: 'book'; request: BookAppointment; afterMs: number }
  | { call: 'ask'; afterMs: number }

/** Past this, the rep may have made other arrangements: what never arrived is then not sent by itself. */
const resendPatienceMs = 120_000
const firstPauseMs = 1000
const longestPauseMs = 15_000

export function isPending(state: BookingState): state is Pending {
  return state.phase === 'sending' || state.phase === 'waiting' || state.phase === 'unconfirmed'
}

/** Whether the form is the rep's: no attempt is pending in this tab, and none shows its receipt. */
export function isFormFree(state: BookingState): boolean {
  return !isPending(state) && state.phase !== 'booked'
}

/** Whether the attempt was begun in another tab and is only watched: the form holds something else. */
export function isWatched(state: BookingState): boolean {
  return state.phase !== 'idle' && state.attempt.request === null
}

/** A new attempt, about to be sent. */
export function sending(attempt: OpenAttempt): Pending {
  return { phase: 'sending', attempt, next: 'book', trouble: null, failures: 0 }
}

/** An attempt that this tab finds again: after a reload, or offered by the list of attempts. */
export function resuming(attempt: OpenAttempt): Pending {
  return { phase: 'sending', attempt, next: 'ask', trouble: null, failures: 0 }
}

/** The next step. Pauses grow while no answer says more. A recovered attempt is looked up at once. */
export function nextStep(state: Pending): Step {
  const { attempt, failures } = state
  const grownMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)
  const afterMs = failures > 0 ? grownMs : calmPauseMs(state)
  if (state.phase === 'sending' && state.next === 'book' && attempt.request !== null) {
    return { call: 'book', request: attempt.request, afterMs }
  }
  return { call: 'ask', afterMs }
}

/**
 * The state of a pending attempt after an answer. A lost answer is never a refusal: the attempt is asked for, and where the
 * BFF does not know it, sent again under its key, which books it at most once.
 */
export function afterAnswer(
  state: Pending,
  call: Step['call'],
  answer: Answer<Outcome>,
  nowMs: number,
): BookingState {
  switch (answer.kind) {
    case 'answered':
      return afterOutcome(state.attempt, answer.body)
    case 'problem':
      return call === 'book'
        ? afterBookingProblem(state, answer.problem)
        : afterAskingProblem(state, answer.problem, nowMs)
    case 'unreachable':
      return askLater(state, 'unreachable')
    case 'unreadable':
      // A sign-in in front of us answers with its own 401, or sends us away (a manual redirect has status 0).
      return askLater(
        state,
        answer.status === 401 || answer.status === 0 ? 'signed-out' : 'unreachable',
      )
  }
}

/** The state that follows from the BFF's report on an attempt. */
export function afterOutcome(known: OpenAttempt, outcome: Outcome): BookingState {
  const attempt = { ...known, isKnown: true }
  switch (outcome.outcome) {
    case 'booked':
      return { phase: 'booked', attempt, booked: outcome }
    case 'refused':
      return { phase: 'refused', attempt, problem: outcome.problem }
    case 'waiting':
      return {
        phase: 'waiting',
        attempt,
        position: outcome.position,
        aboutSeconds: outcome.aboutSeconds,
        reason: outcome.reason,
        isWithdrawing: false,
        trouble: null,
        failures: 0,
      }
    case 'unconfirmed':
      return {
        phase: 'unconfirmed',
        attempt,
        checkAfterSeconds: outcome.checkAfterSeconds,
        trouble: null,
        failures: 0,
      }
  }
}

function calmPauseMs(state: Pending): number {
  switch (state.phase) {
    case 'sending':
      return 0
    case 'waiting':
      return within(700, state.aboutSeconds * 500, 3000)
    case 'unconfirmed':
      return within(500, state.checkAfterSeconds * 1000, longestPauseMs)
  }
}

/**
 * Only a problem with `outcome: "refused"` means that nothing was created. Any other may follow an earlier booking, so
 * look the key up. (`key-reused` is about this body, which the desk never books.)
 */
function afterBookingProblem(state: Pending, problem: Problem): BookingState {
  if (problem.outcome === 'refused' || problem.code === 'key-reused') {
    return { phase: 'refused', attempt: state.attempt, problem }
  }
  if (problem.code === 'in-progress') return askLater(state, null)
  if (problem.code === 'not-signed-in') return askLater(state, 'signed-out')
  // A store that cannot be written has not begun a booking; whether an earlier try did, is asked.
  const isOfStore = problem.code === 'store-unavailable'
  if (problem.status >= 500 && !isOfStore) return askLater(state, 'unreachable')
  const asking = askLater(state, 'unchecked')
  return asking.phase === 'sending' ? { ...asking, turnedAway: problem } : asking
}

function afterAskingProblem(state: Pending, problem: Problem, nowMs: number): BookingState {
  const { attempt } = state
  switch (problem.code) {
    case 'not-found':
      if (attempt.isKnown) return { phase: 'unknown', attempt }
      if (state.phase === 'sending' && state.turnedAway) {
        return { phase: 'refused', attempt, problem: state.turnedAway }
      }
      if (attempt.request === null || nowMs - attempt.sinceMs > resendPatienceMs) {
        return { phase: 'not-sent', attempt }
      }
      return { phase: 'sending', attempt, next: 'book', trouble: null, failures: state.failures }
    case 'not-signed-in':
      return askLater(state, 'signed-out')
    case 'in-progress':
      return askLater(state, null)
    default:
      return askLater(state, problem.status >= 500 ? 'unreachable' : 'unchecked')
  }
}

function askLater(state: Pending, trouble: Trouble | null): Pending {
  const failures = state.failures + 1
  return state.phase === 'sending'
    ? { ...state, next: 'ask', trouble, failures }
    : { ...state, trouble, failures }
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
