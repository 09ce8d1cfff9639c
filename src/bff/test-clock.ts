import type { Clock } from './ports.ts'

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves on, waking every sleeper at its own moment and letting it finish what it can. */
  advance(byMs: number): Promise<void>
  /** The value of some work, once the clock has moved far enough for it. */
  settle<T>(byMs: number, work: Promise<T>): Promise<T>
}

/** More sleepers than any test wakes at once: a loop that forgets to wait fails soon, instead of hanging. */
const mostWoken = 2000

export function testClock(startMs = Date.UTC(2026, 10, 23, 9)): TestClock {
  let now = startMs
  let sleepers: { at: number; wake: () => void }[] = []
  const clock: TestClock = {
    now: () => now,
    sleep(delayMs, signal) {
      if (signal?.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = { at: now + Math.max(0, delayMs), wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          resolve()
        })
      })
    },
    async advance(byMs) {
      const until = now + byMs
      await idle()
      for (let woken = 0; ; woken += 1) {
        if (woken > mostWoken + byMs / 10) throw new Error('Something wakes up without end.')
        const [next] = sleepers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
        if (!next) break
        sleepers = sleepers.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.wake()
        await idle()
      }
      now = until
      await idle()
    },
    async settle(byMs, work) {
      await clock.advance(byMs)
      return work
    },
  }
  return clock
}

/** Lets everything run that waits for nothing but its turn; the store commits with setImmediate. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}
