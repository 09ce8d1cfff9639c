import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Clock } from '../ports.ts'

/** Whether the store can be written. */
export interface StoreHealth {
  check(): Promise<boolean>
}

/** A probe is a durable write, and anybody may request it. So there is at most one probe in this time. */
const knownForMs = 2000

/** Answers from the last probe, or from a new one that simultaneous requests share. */
export function createStoreHealth(deps: {
  attempts: Pick<AttemptStore, 'ping'>
  clock: Pick<Clock, 'now'>
}): StoreHealth {
  let probe: Promise<boolean> | undefined
  let askedAt = -Infinity

  async function ask(): Promise<boolean> {
    try {
      await deps.attempts.ping()
      return true
    } catch {
      return false
    }
  }

  return {
    async check() {
      if (probe === undefined || deps.clock.now() - askedAt >= knownForMs) {
        askedAt = deps.clock.now()
        probe = ask()
      }
      return probe
    },
  }
}
