import { Rejection } from './operation.ts'
import { rateException } from './respond.ts'

/** At most `calls` in any `windowMs`, for all keys of the tenant together (sandbox rule 17). */
export interface RateLimit {
  calls: number
  windowMs: number
}

const usual: RateLimit = { calls: 25, windowMs: 5000 }

export interface RateLimiter {
  /**
   * Counts a call, or throws LeadSquared's refusal when the window is full; refused calls do not count (rule 18).
   * `calls` is the switch of rule 17: another number, no limit, or null for the limit at the start.
   */
  admit(nowMs: number, calls: number | 'off' | null): void
  clear(): void
}

/** Creates a rate limit with a sliding window. */
export function createRateLimiter(limit: RateLimit | 'off'): RateLimiter {
  const { windowMs } = limit === 'off' ? usual : limit
  let admitted: number[] = []
  return {
    admit(nowMs, switched) {
      const calls = switched ?? (limit === 'off' ? 'off' : limit.calls)
      if (calls === 'off') return
      admitted = admitted.filter((at) => at > nowMs - windowMs)
      if (admitted.length >= calls) throw rateRefusal(calls, windowMs)
      admitted.push(nowMs)
    },
    clear() {
      admitted = []
    },
  }
}

/** The refusal of a full window ([doc] for its text). */
export function rateRefusal(calls = usual.calls, windowMs = usual.windowMs): Rejection {
  const text = `API calls exceeded the limit of ${calls} in ${windowMs / 1000} second(s)`
  return new Rejection(429, rateException, text, 'leadsquared-api.md 3.6')
}
