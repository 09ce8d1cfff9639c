import type { Clock } from '#bff/ports.ts'
import type { GateClock } from '#leadsquared/gate/turn.ts'

/** The longest delay of Node's timers. A longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** The machine's own time. Its timers do not keep the process alive once everything else has ended. */
export const machineClock: Clock & GateClock = {
  now: Date.now,
  // An abort ends the wait without an error. The caller checks the signal.
  sleep(delayMs, signal) {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(over, Math.min(delayMs, longestTimerMs))
      timer.unref()
      signal?.addEventListener('abort', over, { once: true })
      function over(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', over)
        resolve()
      }
    })
  },
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, longestTimerMs))
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}
