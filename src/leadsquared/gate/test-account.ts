import type { SharedText } from './record.ts'
import type { GateClock } from './turn.ts'

/** Ways in which LeadSquared may count. Its documentation does not say which one it uses (leadsquared-api.md 3.6). */
export const countings = ['sliding', 'fixed', 'sliding-all', 'lock-out'] as const
export type Counting = (typeof countings)[number]

/**
 * An account that counts calls when they arrive. Returns whether it serves this call. A fixed window began `phaseMs` before
 * the simulation.
 */
export function testAccount(limit: number, windowMs: number, counting: Counting, phaseMs = 0) {
  let counted: number[] = []
  let lockedUntil = -Infinity

  return function arrive(now: number): boolean {
    const start =
      counting === 'fixed'
        ? Math.floor((now + phaseMs) / windowMs) * windowMs - phaseMs
        : now - windowMs
    counted = counted.filter((at) => (counting === 'fixed' ? at >= start : at > start))
    const isServed = counted.length < limit && now >= lockedUntil
    if (isServed || counting === 'sliding-all') counted.push(now)
    if (!isServed && counting === 'lock-out' && now >= lockedUntil) lockedUntil = now + windowMs
    return isServed
  }
}

/** A simulated clock: it jumps to the next timer as soon as all due work is done. */
export interface SimulatedClock extends GateClock {
  sleep(delayMs: number): Promise<void>
  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>
}

export function simulatedClock(): SimulatedClock {
  let now = Date.UTC(2026, 10, 23, 9)
  /** Latest first. A cancelled timer has nothing to run. */
  const timers: { at: number; run: (() => void) | null }[] = []
  function after(delayMs: number, run: () => void) {
    const timer: (typeof timers)[number] = { at: now + Math.max(0, delayMs), run }
    let [low, high] = [0, timers.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((timers[middle]?.at ?? 0) > timer.at) low = middle + 1
      else high = middle
    }
    timers.splice(low, 0, timer)
    return {
      cancel: () => {
        timer.run = null
      },
    }
  }
  return {
    now: () => now,
    after,
    sleep: (delayMs) =>
      new Promise((resolve) => {
        after(delayMs, resolve)
      }),
    async run(work) {
      let isDone = false
      const finished = work.finally(() => {
        isDone = true
      })
      for (;;) {
        await new Promise((resolve) => {
          setImmediate(resolve)
        })
        if (isDone) return finished
        let next = timers.pop()
        while (next && !next.run) next = timers.pop()
        if (!next?.run) throw new Error('Nothing is due, and the work is not done.')
        now = next.at
        next.run()
      }
    },
  }
}

/** Random numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A record that several gates of one test share. */
export function testSharedText(clock: { now(): number }): SharedText {
  let kept: { version: number; text: string | null } = { version: 0, text: null }
  return {
    read: () => Promise.resolve({ ...kept, atMs: clock.now() }),
    swap(version, text) {
      const isSwapped = version === kept.version
      if (isSwapped) kept = { version: version + 1, text }
      return Promise.resolve({ ...kept, atMs: clock.now(), isSwapped })
    },
  }
}
