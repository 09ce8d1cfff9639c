import type { Clock } from '../ports.ts'

/** Runs while at least one wait is open, so that waits beside each other count once. */
export interface WaitWatch {
  /** Follows one wait, and gives it back. */
  follow<T>(wait: Promise<T>): Promise<T>
  /** Milliseconds so far; a wait that is still open counts until now. */
  waitedMs(): number
}

export function createWaitWatch(clock: Pick<Clock, 'now'>): WaitWatch {
  let open = 0
  let since = 0
  let overMs = 0

  function close(): void {
    open -= 1
    if (open === 0) overMs += clock.now() - since
  }

  return {
    follow(wait) {
      if (open === 0) since = clock.now()
      open += 1
      return wait.finally(close)
    },
    waitedMs: () => (open === 0 ? overMs : overMs + clock.now() - since),
  }
}
