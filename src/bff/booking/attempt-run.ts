import type { Attempt, AttemptPatch, AttemptStore, Begun } from '#store/attempts/attempts.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { type Ask, type Lease, newAttempt, sendingPatch, unleased } from './attempt-record.ts'
import type { BookingAnswer, WaitReason } from './booking-answer.ts'
import type { Clock, Log } from '../ports.ts'

/** Why a run was stopped before anything was sent. */
export type Interruption = 'withdrawn' | 'stopping' | 'taken'

/** Thrown inside a run that was stopped. */
export class Interrupted extends Error {}

/** One attempt while this process works on it. What it writes is written one after the other. */
export interface AttemptRun {
  readonly ask: Ask
  /** The row, once there is one. */
  attempt(): Attempt | null
  /** `preparing`: looking up. `waiting`: for its turn. `sending`: the first byte may have left. */
  phase(): 'preparing' | 'waiting' | 'sending'
  /** Resolves at the next change of the phase. */
  changed(): Promise<void>
  signal: AbortSignal
  interruption(): Interruption | null
  interrupt(why: Interruption): void
  /** Notes the place in the queue, and why there is a wait. */
  waits(position: number, aboutMs: number, reason: WaitReason): void
  place(): BookingAnswer
  /** Makes the waiting durable, so that it may be promised; false where it was sent or taken meanwhile. */
  keepWaiting(): Promise<boolean>
  /** Writes `sending` before the first byte. Throws `Interrupted` where it must not be sent. */
  beginSending(plan: AttemptPlan): Promise<void>
  /** It was not sent after all. False where another process has judged it meanwhile. */
  backToWaiting(said: string): Promise<boolean>
  /**
   * Writes an end without a task where nothing was written yet: only the record can say that no other process is at work
   * on the same key. Null where there is a row already.
   */
  endUnwritten(patch: AttemptPatch): Promise<Begun | null>
  /** Writes how it ended, or null where it is in none of the states. */
  end(from: readonly Attempt['state'][], patch: AttemptPatch): Promise<Attempt | null>
  /** Lets another process take a waiting attempt over at once. */
  release(): Promise<void>
}

/** How long a dead process keeps its waiting attempts from the others, and how often a living one renews that. */
const waitingLeaseMs = 15_000
const renewEveryMs = 5000
/** Beyond the time-out of the create, for writing down what came of it. */
const sendingMarginMs = 5000

/** Begins to work on an attempt; `taken` is the row of one that another process left behind. */
export function createRun(
  ask: Ask,
  taken: Attempt | null,
  deps: {
    attempts: AttemptStore
    clock: Clock
    log: Log
    leaseOwner: string
    timeoutMs: number
  },
): AttemptRun {
  const { attempts, clock } = deps
  const controller = new AbortController()
  let attempt = taken
  let phase: ReturnType<AttemptRun['phase']> = 'preparing'
  let change = Promise.withResolvers<void>()
  let why: Interruption | null = null
  let place: { position: number; aboutMs: number; reason: WaitReason } = {
    position: 1,
    aboutMs: 1000,
    reason: 'busy',
  }
  let writing: Promise<unknown> = Promise.resolve()
  let isRenewing = false
  let isOver = false

  function inTurn<T>(write: () => Promise<T>): Promise<T> {
    const written = writing.then(write, write)
    writing = written.catch(() => undefined)
    return written
  }

  function enter(next: typeof phase): void {
    if (phase === next) return
    phase = next
    change.resolve()
    change = Promise.withResolvers()
  }

  function lease(lengthMs: number): Lease {
    return { leaseOwner: deps.leaseOwner, leaseUntil: clock.now() + lengthMs }
  }

  /** False where another process was faster. */
  async function begin(
    state: 'waiting' | 'sending',
    plan: AttemptPlan | null,
    lengthMs: number,
  ): Promise<boolean> {
    const begun = await attempts.begin(newAttempt(ask, state, plan, lease(lengthMs), clock.now()))
    attempt = begun.attempt
    if (begun.kind === 'existing') interrupt('taken')
    return begun.kind === 'begun'
  }

  /** False where another process took it. */
  async function leaveWaiting(waiting: Attempt, patch: AttemptPatch): Promise<boolean> {
    attempt = await attempts.transition(waiting, ['waiting'], patch)
    if (!attempt) interrupt('taken')
    return attempt !== null
  }

  /** Whether it still waits and may go on waiting. */
  function isIdle(): boolean {
    return why === null && !isOver && phase !== 'sending'
  }

  function interrupt(reason: Interruption): void {
    if (why !== null) return
    why = reason
    controller.abort()
  }

  /** Renews the lease of a waiting attempt for as long as this process lives and it waits. */
  async function renew(): Promise<void> {
    if (isRenewing) return
    isRenewing = true
    while (isIdle()) {
      await clock.sleep(renewEveryMs, controller.signal)
      await inTurn(async () => {
        if (!isIdle() || !attempt) return
        const renewed = await attempts.transition(attempt, ['waiting'], lease(waitingLeaseMs))
        if (!renewed) interrupt('taken')
      }).catch((cause: unknown) => {
        deps.log.warn({ attempt: ask.key, cause: String(cause) }, 'a lease was not renewed')
      })
    }
    isRenewing = false
  }

  return {
    ask,
    attempt: () => attempt,
    phase: () => phase,
    changed: () => change.promise,
    signal: controller.signal,
    interruption: () => why,
    interrupt,
    waits(position, aboutMs, reason) {
      place = { position, aboutMs, reason }
      if (phase === 'preparing') enter('waiting')
    },
    place: () => ({ kind: 'waiting', ...place }),
    keepWaiting: () =>
      inTurn(async () => {
        if (!isIdle()) return false
        if (!attempt || attempt.state !== 'waiting') await begin('waiting', null, waitingLeaseMs)
        void renew()
        return why === null
      }),
    beginSending: (plan) =>
      inTurn(async () => {
        if (why !== null) throw new Interrupted()
        const lengthMs = deps.timeoutMs + sendingMarginMs
        const isOurs =
          attempt?.state === 'waiting'
            ? await leaveWaiting(attempt, sendingPatch(plan, lease(lengthMs), clock.now()))
            : await begin('sending', plan, lengthMs)
        if (!isOurs) throw new Interrupted()
        // Who stops or withdraws it from here on comes too late: it is noted as sent, and so it is sent.
        enter('sending')
      }),
    backToWaiting: (said) =>
      inTurn(async () => {
        if (!attempt) return false
        const patch = { state: 'waiting', said, ...lease(waitingLeaseMs) } as const
        const waiting = await attempts.transition(attempt, ['sending', 'waiting'], patch)
        if (!waiting) return false
        attempt = waiting
        enter('waiting')
        void renew()
        return true
      }),
    endUnwritten: (patch) =>
      inTurn(async () => {
        if (attempt) return null
        isOver = true
        const unwritten = newAttempt(ask, 'waiting', null, lease(0), clock.now())
        const begun = await attempts.begin({ ...unwritten, ...patch })
        attempt = begun.attempt
        return begun
      }),
    end: (from, patch) =>
      inTurn(async () => {
        if (!attempt) return null
        // Whatever the store answers, this run works on it no more: its lease must be able to lapse.
        isOver = true
        const ended = await attempts.transition(attempt, from, patch)
        if (ended) attempt = ended
        return ended
      }),
    release: () =>
      inTurn(async () => {
        if (attempt?.state !== 'waiting') return
        await attempts.transition(attempt, ['waiting'], unleased)
      }),
  }
}
