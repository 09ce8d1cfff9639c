import type { CircuitState } from './circuit-breaker.ts'
import type { Failure } from './failure.ts'
import type { RateGate } from './gate/gate.ts'
import type { Lane } from './gate/queue.ts'
import type { GateClock, Turn } from './gate/turn.ts'
import type { Transport } from './transport.ts'

/** How a call is to be made. */
export interface CallOptions {
  lane: Lane
  /** The person for whom the call is made: turns alternate between persons. */
  person?: string | undefined
  /** Cancels the call. A write can be cancelled only until its first byte has left. */
  signal?: AbortSignal | undefined
  /** Longest wait for a turn on the account's budget; without it, the default of the lane. */
  patienceMs?: number
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
  /** Turns that were reserved before. The call uses one of them; when none is left, it waits for a new turn. */
  permit?: Permit | undefined
  /**
   * Awaited when the turn has come and before the first byte leaves. When it throws, nothing is sent, the turn is given
   * back, and the error goes to the caller.
   */
  onSending?: () => Promise<void> | void
  /** Called for a write when it has a connection, right before the first byte is sent. False stops the sending. */
  mayDepart?: (() => boolean) | undefined
}

/** Turns that were granted together and are not used yet. */
export interface Permit {
  /** The next turn; null when all turns are used or the permit was held for too long. */
  take(): Turn | null
  /** Gives back the turns that were not used. */
  release(): void
}

/** Report about one finished call, passed to `observe`. */
export interface CallEvent {
  operation: string
  lane: Lane
  /** `ok`, or the kind of failure; `not-admitted`: nothing was sent. */
  outcome: 'ok' | Failure['kind']
  waitMs: number
  durationMs: number
}

/** Dependencies of the client. `random` returns a number in [0, 1) for the jitter of the single retry. */
export interface LeadSquaredParts {
  transport: Transport
  gate: RateGate
  clock: GateClock
  random: () => number
  /** Longest wait for one answer. */
  timeoutMs: number
  /** The account's keys. They are removed from every message. */
  secrets: readonly string[]
  observe: (event: CallEvent) => void
  /** Called when the client stops sending calls and when it resumes, with LeadSquared's message. */
  onCircuit: (state: CircuitState, said: string) => void
}
