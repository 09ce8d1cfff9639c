import type { Attempt } from '#store/attempts/attempts.ts'
import { settle, type SettleDeps } from './reconcile-settle.ts'

/** How often the store is asked for work; asking finds nothing most of the time, and that costs no write. */
const pollMs = 500
/** How long a dead process keeps what it was looking for from the others, and how often a living one renews that. */
const leaseMs = 15_000
const renewEveryMs = 5000
const mostAtOnce = 20

/**
 * Keeps settling, from the start of the process on, what this or another process left open. Several instances may run:
 * the store's lease gives each attempt to one of them.
 */
export function startReconciler(deps: SettleDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await claim().catch((error: unknown) => {
        deps.log.error({ cause: String(error) }, 'the reconciler could not ask for work')
      })
      await deps.clock.sleep(pollMs, stopping.signal)
    }
  }

  async function claim(): Promise<void> {
    const free = mostAtOnce - working.size
    if (free <= 0) return
    const due = await deps.attempts.claimDue(deps.clock.now(), deps.instanceId, leaseMs, free)
    for (const attempt of due) {
      const work = settleOne(attempt).finally(() => working.delete(work))
      working.add(work)
    }
  }

  /** One attempt that cannot be settled must not stop the others; it is claimed again when its lease has lapsed. */
  async function settleOne(attempt: Attempt): Promise<void> {
    const isOver = new AbortController()
    void renew(attempt, isOver.signal)
    try {
      await settle(attempt, deps, stopping.signal)
    } catch (error) {
      deps.log.error({ attempt: attempt.key, cause: String(error) }, 'an attempt cannot be settled')
    } finally {
      isOver.abort()
    }
  }

  /** A look may wait long for its turn on the budget; nobody else is to look for the same meanwhile. */
  async function renew(attempt: Attempt, isOver: AbortSignal): Promise<void> {
    for (;;) {
      await deps.clock.sleep(renewEveryMs, isOver)
      if (isOver.aborted) return
      const leaseUntil = deps.clock.now() + leaseMs
      await deps.attempts
        .transition(attempt, [attempt.state], { leaseUntil })
        .catch((error: unknown) => {
          deps.log.warn({ attempt: attempt.key, cause: String(error) }, 'a lease was not renewed')
        })
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      await Promise.all(working)
    },
  }
}
