import type { Sleep } from '../clock.ts'

/** Writes that come after their callers have gone. */
export interface LateWrites {
  schedule(delayMs: number, write: () => void): void
  /** How many are still to come. */
  pending(): number
  /** None of those that are still to come ever does. */
  cancel(): void
}

/** Keeps late writes until their time; none comes once `stopping` aborts. */
export function createLateWrites(sleep: Sleep, stopping: AbortSignal): LateWrites {
  let waiting = new Set<() => void>()
  async function writeAfter(delayMs: number, write: () => void): Promise<void> {
    await sleep(delayMs, stopping)
    if (!stopping.aborted && waiting.delete(write)) write()
  }
  return {
    schedule(delayMs, write) {
      waiting.add(write)
      void writeAfter(delayMs, write)
    },
    pending: () => waiting.size,
    cancel() {
      waiting = new Set()
    },
  }
}
