import type { BookAppointment, Booked } from '#contract/appointment.ts'
import type { AttemptKey } from '#contract/ids.ts'
import type { Api } from '../api/api.ts'
import { intentFor } from './attempt-key.ts'
import {
  afterAnswer,
  afterOutcome,
  type BookingState,
  isFormFree,
  isPending,
  isWatched,
  nextStep,
  resuming,
  sending,
  type Step,
} from './booking-state.ts'
import type { DraftStore, OpenAttempt } from './draft.ts'

/** The booking of this tab: it sends, asks and waits by itself. `subscribe` and `state` fit `useSyncExternalStore`. */
export interface Booking {
  subscribe: (listener: () => void) => () => void
  state: () => BookingState
  /**
   * Sends a request under the draft's key. While an attempt is pending or its receipt is shown, it does nothing.
   * `book`: the rep wants an equal appointment a second time.
   */
  book: (request: BookAppointment, onRepeat: 'ask' | 'book') => void
  /** Closes the notice of an attempt that ended without a booking. The same request keeps its key. */
  dismiss: () => void
  /** Takes a waiting attempt back; where it was sent already, it takes its course. */
  withdraw: () => void
  /** Takes up what a reload interrupted, if there is anything. */
  resume: () => void
  /** Locks this tab to an attempt that another one began. While it has one of its own, it does nothing. */
  watch: (key: AttemptKey) => void
  /** Leaves the attempt behind, whatever becomes of it, for a new intent; a watched one, for that of the form. */
  another: () => void
  /** Waits no longer for an attempt of which the BFF has not told. The same request keeps its key. */
  stop: () => void
  /** Asks now instead of after the pause: the network is back, or the rep is. */
  wake: () => void
}

/** The dependencies of a booking. */
export interface BookingDeps {
  api: Pick<Api, 'book' | 'attempt' | 'withdraw'>
  drafts: DraftStore
  newKey: () => AttemptKey
  /** Milliseconds since 1970, UTC. */
  now: () => number
  /** Runs the task after the pause and answers with what calls it off. */
  after: (pauseMs: number, task: () => void) => () => void
  onBooked: (booked: Booked) => void
}

/** Runs `booking-state.ts` against the BFF. One attempt at a time; a newer order makes the older run end in silence. */
export function createBooking(deps: BookingDeps): Booking {
  const { api, drafts } = deps
  const listeners = new Set<() => void>()
  let state: BookingState = { phase: 'idle' }
  let run = 0
  let endPause = () => {}

  function set(next: BookingState) {
    state = next
    drafts.keep({ attempt: isPending(next) || next.phase === 'booked' ? next.attempt : null })
    if (next.phase === 'refused' && next.problem.code === 'key-reused') {
      drafts.keep({ intent: null })
    }
    if (next.phase === 'booked') deps.onBooked(next.booked)
    for (const listener of listeners) listener()
  }

  /** Begins with a state and follows it until the end is known. */
  function start(first: BookingState) {
    run += 1
    endPause()
    set(first)
    void pursue(run)
  }

  async function pursue(mine: number) {
    while (isPending(state)) {
      const step = nextStep(state)
      if (step.afterMs > 0) await pause(step.afterMs)
      if (mine !== run) return
      const answer = await send(step, state.attempt)
      if (mine !== run || !isPending(state)) return
      set(afterAnswer(state, step.call, answer, deps.now()))
    }
  }

  function send(step: Step, { key }: OpenAttempt) {
    return step.call === 'book' ? api.book(key, step.request) : api.attempt(key)
  }

  function pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = deps.after(pauseMs, resolve)
      endPause = () => {
        callOff()
        resolve()
      }
    })
  }

  function begin(request: BookAppointment, onRepeat: 'ask' | 'book') {
    const intent = intentFor(drafts.read().intent, request, deps.newKey)
    drafts.keep({ intent })
    const sinceMs = deps.now()
    const asked = { ...request, onRepeat }
    start(sending({ key: intent.key, request: asked, sinceMs, isKnown: false }))
  }

  async function takeBack(waiting: BookingState & { phase: 'waiting' }) {
    run += 1
    const mine = run
    endPause()
    set({ ...waiting, isWithdrawing: true })
    const answer = await api.withdraw(waiting.attempt.key)
    if (mine !== run) return
    // Without an answer it may be withdrawn or not: asking tells.
    if (answer.kind === 'answered') start(afterOutcome(waiting.attempt, answer.body))
    else start({ ...waiting, isWithdrawing: false, failures: waiting.failures + 1 })
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    state: () => state,
    book: (request, onRepeat) => {
      if (isFormFree(state)) begin(request, onRepeat)
    },
    dismiss: () => {
      if (isFormFree(state)) start({ phase: 'idle' })
    },
    withdraw: () => {
      if (state.phase === 'waiting' && !state.isWithdrawing) void takeBack(state)
    },
    resume: () => {
      const { attempt } = drafts.read()
      if (attempt !== null && state.phase === 'idle') start(resuming(attempt))
    },
    watch: (key) => {
      if (!isFormFree(state)) return
      start(resuming({ key, request: null, sinceMs: deps.now(), isKnown: true }))
    },
    another: () => {
      if (!isWatched(state)) drafts.keep({ intent: null })
      start({ phase: 'idle' })
    },
    stop: () => {
      if (state.phase !== 'sending' || state.attempt.isKnown) return
      start({ phase: 'stopped', attempt: state.attempt })
    },
    wake: () => endPause(),
  }
}
