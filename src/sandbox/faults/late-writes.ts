import type { Sleep } from '../clock.ts'

/** Writes that happen after their callers have left. */
export interface LateWrites {
  schedule(delayMs: number, write: () => void): void
  /** The number of pending writes. */
  pending(): number
  /** Cancels the pending writes. */
  cancel(): void
}

/** Runs late writes when they are due. None runs after `stopping` aborts. */
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
