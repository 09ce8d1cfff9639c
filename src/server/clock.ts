import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '#bff/deps.ts'
import type { GateClock } from '#leadsquared/rate-gate.ts'

/** The machine's own time. Its timers do not keep the process alive once everything else has ended. */
export const machineClock: Clock & GateClock = {
  now: Date.now,
  async sleep(delayMs, signal) {
    // An abort ends the waiting; what is then to be done is the waiter's business.
    await sleepFor(delayMs, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(
      () => {},
    )
  },
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}
