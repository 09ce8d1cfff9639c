import type { CircuitState } from './circuit-breaker.ts'
import type { Failure } from './failure.ts'
import type { RateGate } from './gate/gate.ts'
import type { Lane } from './gate/queue.ts'
import type { GateClock, Turn } from './gate/turn.ts'
import type { Transport } from './transport.ts'

/** How a call is to be made. */
export interface CallOptions {
  lane: Lane
  /** For whom, so that turns go round between persons. */
  person?: string | undefined
  /** Ends the call; a write only until its first byte has left. */
  signal?: AbortSignal | undefined
  /** Longest wait for a turn on the account's budget; without it, the default of the lane. */
  patienceMs?: number
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
  /** Turns that were reserved before. The call uses one of them, and waits for another when none is left. */
  permit?: Permit | undefined
  /**
   * Awaited when the turn has come and before the first byte leaves. When it throws, nothing is sent, the turn is given
   * back, and the error goes to the caller.
   */
  onSending?: () => Promise<void> | void
  /** Asked of a write right before its first byte, when there is a connection: false keeps it from leaving. */
  mayDepart?: (() => boolean) | undefined
}

/** Turns that came together and wait to be used. */
export interface Permit {
  /** The next turn; null when all are used, or were held for too long. */
  take(): Turn | null
  /** Gives back what was not used. */
  release(): void
}

/** One call as `observe` tells it, when it is over. */
export interface CallEvent {
  operation: string
  lane: Lane
  /** `ok`, or the kind of failure; `not-admitted`: nothing was sent. */
  outcome: 'ok' | Failure['kind']
  waitMs: number
  durationMs: number
  queueLength: number
}

/** What the client is made of. `random` is in [0, 1), for the jitter of the one repeat. */
export interface LeadSquaredParts {
  transport: Transport
  gate: RateGate
  clock: GateClock
  random: () => number
  /** Longest wait for one answer. */
  timeoutMs: number
  /** Keys, which are taken out of everything that is said. */
  secrets: readonly string[]
  observe: (event: CallEvent) => void
  /** Told when calls stop being sent and when they are again, with what LeadSquared said. */
  onCircuit: (state: CircuitState, said: string) => void
}
