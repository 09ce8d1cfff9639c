import { Rejection } from './operation.ts'
import { rateException } from './respond.ts'

/** At most `calls` in any `windowMs`, for all keys of the tenant together (sandbox rule 17). */
export interface RateLimit {
  calls: number
  windowMs: number
}

/**
 * Makes the counter: a sliding window. It throws LeadSquared's refusal when the window is full; refused calls do not
 * count themselves (rule 18).
 */
export function createRateLimiter(limit: RateLimit | 'off'): (nowMs: number) => void {
  if (limit === 'off') return () => {}
  let admitted: number[] = []
  return (nowMs) => {
    admitted = admitted.filter((at) => at > nowMs - limit.windowMs)
    if (admitted.length >= limit.calls) {
      const seconds = limit.windowMs / 1000
      const text = `API calls exceeded the limit of ${limit.calls} in ${seconds} second(s)`
      throw new Rejection(429, rateException, text)
    }
    admitted.push(nowMs)
  }
}
