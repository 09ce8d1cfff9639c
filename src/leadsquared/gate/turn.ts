import type { Lane } from './queue.ts'

export interface TurnRequest {
  lane: Lane
  /** Turns inside a lane alternate between persons, so that one busy person cannot starve the others. */
  person?: string | undefined
  /** Number of turns to get together, limited to the size of the budget. Default: 1. */
  turns?: number | undefined
  /** Longest wait, from now. A request that cannot be served by then is refused at once. */
  patienceMs: number
  signal?: AbortSignal | undefined
  /** Called when the request must wait, and again when the order or the times change. Position 1 is next. */
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
}

/** A turn on the budget. Exactly one of its three ends is called when the call is over. */
export interface Turn {
  /** The request is being written to the connection. */
  departs(): void
  /** The call was answered or abandoned. */
  answered(): void
  /** The call was never sent: its place is free at once. */
  unused(): void
  /** LeadSquared refused the call because of the rate. Pass the number of calls and the window if its message names them. */
  refused(limit: number | null, windowMs?: number | null): void
  /** Whether the place is still ours. It is lost when the process slept or the call waited too long after its turn. */
  isOurs(): boolean
}

/** The turns that were granted together: one, unless more were asked for. */
export type Turns = readonly [Turn, ...Turn[]]

/** Why there is no turn, and the shortest time until one would come. */
export interface NoTurn {
  /** `busy`: the request cannot be or was not served in time. `dismissed`: all waiting requests were refused. */
  why: 'busy' | 'withdrawn' | 'dismissed'
  retryAfterMs: number
}

/** The clock of this room: milliseconds since 1970, and timers that do not keep the process alive. */
export interface GateClock {
  now(): number
  after(delayMs: number, run: () => void): { cancel(): void }
}
