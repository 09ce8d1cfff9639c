/** Durations of recent round trips to LeadSquared, in milliseconds. */
export interface RoundTrips {
  saw(durationMs: number): void
  /** The shortest time since the arrival of a call whose answer comes now. */
  surelyReturning(): number
}

const keptTrips = 200
const keptForMs = 60_000
/** The largest difference between the outbound times of two calls. */
const jitterMs = 150
/** With fewer trips, the shortest trip seen may be much longer than the shortest possible one. */
const fewTrips = 10

/**
 * Estimates the latest moment at which a call arrived from the duration of round trips. The relevant time consists of
 * LeadSquared's work, the way back of this call, and the way out of the next call. Together they are rarely shorter than
 * the shortest round trip minus the jitter of one way, and for short trips rarely shorter than half of it. Add a trip
 * before asking about it.
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
