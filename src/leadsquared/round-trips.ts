/** What round trips to LeadSquared took lately. All in milliseconds. */
export interface RoundTrips {
  saw(durationMs: number): void
  /** An answer that comes now belongs to a call that arrived at least so long ago. */
  surelyReturning(): number
}

const keptTrips = 200
const keptForMs = 60_000
/** By how much the way out of one call may be longer than that of the next. */
const jitterMs = 100
/** The same while few trips are known. */
const firstJitterMs = 150
/** With fewer trips the shortest one seen may be far from the shortest possible. */
const fewTrips = 10
const manyTrips = 50

/**
 * Bounds when a call arrived by what its answer took to come back. The next call has to travel too: what counts is
 * LeadSquared's work and the way back of the one, and the way out of the other, and together they are hardly shorter than
 * the shortest round trip less the jitter of one way. For short trips a part of the shortest is as good a bound, and the
 * larger the more were seen. The trip whose arrival is asked for has been seen before it is asked, so a LeadSquared that
 * turns quicker does no harm.
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
      if (trips.length < fewTrips) return Math.max(0, shortest - firstJitterMs)
      const part = trips.length < manyTrips ? 1 / 2 : 2 / 3
      return Math.max(shortest * part, shortest - jitterMs)
    },
  }
}
