/** What round trips to LeadSquared took lately. All in milliseconds. */
export interface RoundTrips {
  saw(durationMs: number): void
  /** An answer that comes now belongs to a call that arrived at least so long ago. */
  surelyReturning(): number
}

const keptTrips = 200
const keptForMs = 60_000
/** By how much the way out of one call may be longer than that of the next. */
const jitterMs = 150
/** With fewer trips the shortest one seen may be far from the shortest possible. */
const fewTrips = 10

/**
 * Bounds when a call arrived by what its answer took to come back. What counts is LeadSquared's work and the way back of
 * this call, and the way out of the next one. Together they are hardly shorter than the shortest round trip less the jitter
 * of one way, and for short trips hardly shorter than half of it. The trip that is asked about has been seen before.
 */
export function createRoundTrips(clock: { now(): number }): RoundTrips {
  const trips: { durationMs: number; at: number }[] = []
  return {
    saw(durationMs) {
      const now = clock.now()
      trips.push({ durationMs, at: now })
      while (trips.length > keptTrips || (trips[0]?.at ?? now) <= now - keptForMs) trips.shift()
    },
    surelyReturning() {
      if (trips.length === 0) return 0
      const shortest = Math.min(...trips.map(({ durationMs }) => durationMs))
      return Math.max(trips.length < fewTrips ? 0 : shortest / 2, shortest - jitterMs)
    },
  }
}
