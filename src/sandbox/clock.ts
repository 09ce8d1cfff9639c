import { z } from 'zod'
import { lastInstantMs, neverInstantMs } from '#wire/timestamps.ts'

/** A stored instant: milliseconds since 1970, UTC, within the years that LeadSquared's spellings can print. */
export const Instant = z.int().min(neverInstantMs).max(lastInstantMs)

/** A minute, in milliseconds. */
export const minuteMs = 60_000
/** A day of 24 hours, in milliseconds. */
export const dayMs = 24 * 60 * minuteMs

/** Resolves after this many milliseconds, or at once when the signal aborts. */
export type Sleep = (delayMs: number, signal: AbortSignal) => Promise<void>

/** The state of the sandbox's clock. */
export interface ClockState {
  /** Milliseconds since 1970, UTC. */
  nowMs: number
  /** Whether time passes. A stopped clock shows the same instant until it is set. */
  isRunning: boolean
}

/** The sandbox's clock (sandbox rule 44). It can be set and stopped. All calls use its time. */
export interface SandboxClock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  state(): ClockState
  set(change: Partial<ClockState>): void
  /** Shows the real time again. */
  reset(): void
}

/** A clock that shows `trueNow` (milliseconds since 1970, UTC) until it is set. */
export function createSandboxClock(trueNow: () => number): SandboxClock {
  let aheadMs = 0
  let stoppedAtMs: number | null = null
  const now = () => stoppedAtMs ?? trueNow() + aheadMs
  return {
    now,
    state: () => ({ nowMs: now(), isRunning: stoppedAtMs === null }),
    set(change) {
      const nowMs = change.nowMs ?? now()
      const isRunning = change.isRunning ?? stoppedAtMs === null
      aheadMs = nowMs - trueNow()
      stoppedAtMs = isRunning ? null : nowMs
    },
    reset() {
      aheadMs = 0
      stoppedAtMs = null
    },
  }
}
