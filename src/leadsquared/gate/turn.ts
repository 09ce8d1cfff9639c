import type { Lane } from './queue.ts'

export interface TurnRequest {
  lane: Lane
  /** Turns inside a lane go round between persons, so that one busy person cannot starve the rest. */
  person?: string | undefined
  /** Calls that leave soon after each other and get their turns together, or as many as the budget has; 1 without it. */
  turns?: number | undefined
  /** Longest wait, from now. A request that cannot be served by then is refused at once. */
  patienceMs: number
  signal?: AbortSignal | undefined
  /** Told when it must wait, and again whenever the order or the times change. Position 1 is next. */
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
}

/** A turn on the budget. Exactly one of its three ends is called when the call is over. */
export interface Turn {
  /** The request is being written to the connection. */
  departs(): void
  /** The call was answered, or given up. */
  answered(): void
  /** The call was never sent: its place is free at once. */
  unused(): void
  /** LeadSquared refused for the rate: the number of calls and the window that its text names, if it does. */
  refused(limit: number | null, windowMs?: number | null): void
  /** Whether the place is still ours: not when the process slept, or when it waited for too long with the turn. */
  isOurs(): boolean
}

/** Turns that came together; one, unless more were asked for. */
export type Turns = readonly [Turn, ...Turn[]]

/** Why there is no turn, and how long from now a turn takes at least. */
export interface NoTurn {
  /** `busy`: it cannot be served in time, or was not. `dismissed`: all who waited were sent away. */
  why: 'busy' | 'withdrawn' | 'dismissed'
  retryAfterMs: number
}

/** The clock of this room: milliseconds since 1970, and timers that do not keep the process alive. */
export interface GateClock {
  now(): number
  after(delayMs: number, run: () => void): { cancel(): void }
}
