import type { Attempt, AttemptId } from '#store/attempts/attempts.ts'
import { describe } from '../describe.ts'
import type { Job } from './kind.ts'
import { leaseMs, type Place } from './record.ts'
import { step, type StepDeps } from './step.ts'

/** How often the store is asked for work. Most of the time there is none, and asking then writes nothing. */
const pollMs = 500
const renewEveryMs = 5000
/** The most claimed rows to work on at the same time. Rows of new requests come in addition. */
const mostClaimed = 50

/** What this process does with a row now. */
export type Stage = { at: 'look-ups' } | { at: 'queue'; place: Place } | { at: 'LeadSquared' }

/** Works on rows until they are settled. Several instances may run: a lease gives each row to one of them. */
export interface Worker {
  /** Begins to work on what this or another process left open, too. */
  start(): void
  /** Works on a row that was written for this process. */
  take(attempt: Attempt): void
  /** The current work of this process on a row, or null if there is none. */
  stageOf(id: AttemptId): Stage | null
  /** Resolves when something has changed about a row that this process works on, or after the time. */
  change(id: AttemptId, afterMs: number): Promise<void>
  /** Stops work on a row that was withdrawn, unless it has left. */
  withdraw(id: AttemptId): void
  isStopping(): boolean
  /** Leaves waiting rows to other processes, and waits for calls that were sent. */
  stop(): Promise<void>
}

interface Work {
  stage: Stage
  stopping: AbortController
  why: 'withdrawn' | 'stopping' | null
  changed: PromiseWithResolvers<void>
  isClaimed: boolean
  over: Promise<void>
}

export function createWorker(deps: StepDeps): Worker {
  const { attempts, clock, log, instanceId } = deps
  const works = new Map<string, Work>()
  const stopping = new AbortController()

  function begin(attempt: Attempt, isClaimed: boolean): void {
    const id = idOf(attempt)
    if (works.has(id)) return
    const work: Work = {
      stage: firstStage(attempt),
      stopping: new AbortController(),
      why: null,
      changed: Promise.withResolvers(),
      isClaimed,
      over: Promise.resolve(),
    }
    works.set(id, work)
    if (stopping.signal.aborted) interrupt(work, 'stopping')
    work.over = workOn(attempt, work).finally(() => {
      works.delete(id)
      work.changed.resolve()
    })
  }

  async function workOn(attempt: Attempt, work: Work): Promise<void> {
    const job: Job = {
      signal: work.stopping.signal,
      why: () => work.why,
      onPlace: (place) => enter(work, { at: 'queue', place }),
      onSending: () => enter(work, { at: 'LeadSquared' }),
    }
    try {
      for (let next: Attempt | null = attempt; next !== null;) {
        next = await step(next, job, deps)
        if (next) enter(work, firstStage(next))
      }
    } catch (error) {
      // One row that cannot be settled must not stop the others. Its lease is not renewed, so it is claimed again.
      log.error(
        { attempt: attempt.key, cause: describe(error) },
        'an attempt could not be worked on',
      )
      await letGo(attempt)
    }
  }

  /** Ends the lease of a row soon, so that another process may take it. A row that this process has sent keeps its lease. */
  async function letGo(attempt: Attempt): Promise<void> {
    const patch = { leaseOwner: 'nobody', leaseUntil: { fromNowMs: pollMs } }
    while (!stopping.signal.aborted) {
      try {
        await attempts.transition(attempt, [attempt.state], patch)
        return
      } catch {
        await clock.sleep(pollMs, stopping.signal)
      }
    }
  }

  function enter(work: Work, stage: Stage): void {
    work.stage = stage
    work.changed.resolve()
    work.changed = Promise.withResolvers()
  }

  function interrupt(work: Work, why: 'withdrawn' | 'stopping'): void {
    work.why ??= why
    work.stopping.abort()
  }

  async function poll(): Promise<void> {
    let renewedAt = clock.now()
    while (!stopping.signal.aborted) {
      try {
        const claimed = [...works.values()].filter(({ isClaimed }) => isClaimed).length
        const free = mostClaimed - claimed
        const due = free > 0 ? await attempts.claimDue(instanceId, leaseMs, free) : []
        for (const attempt of due) begin(attempt, true)
        if (works.size > 0 && clock.now() - renewedAt >= renewEveryMs) {
          await attempts.renew(instanceId, leaseMs)
          renewedAt = clock.now()
        }
      } catch (error) {
        log.error({ cause: describe(error) }, 'the store could not be asked for work')
      }
      await clock.sleep(pollMs, stopping.signal)
    }
  }

  let polling = Promise.resolve()
  return {
    start() {
      polling = poll()
    },
    take: (attempt) => begin(attempt, false),
    stageOf: (id) => works.get(idOf(id))?.stage ?? null,
    async change(id, afterMs) {
      const changed = works.get(idOf(id))?.changed.promise
      if (changed && afterMs === Infinity) return changed
      const isOver = new AbortController()
      const time = clock.sleep(afterMs, isOver.signal)
      await (changed ? Promise.race([changed, time]) : time)
      // Pass a reason: the default one is an error with a stack trace, which would be wasted work.
      isOver.abort('over')
    },
    withdraw(id) {
      const work = works.get(idOf(id))
      if (work) interrupt(work, 'withdrawn')
    },
    isStopping: () => stopping.signal.aborted,
    async stop() {
      stopping.abort()
      for (const work of works.values()) interrupt(work, 'stopping')
      await polling
      await Promise.all([...works.values()].map(({ over }) => over))
    },
  }
}

/** What a step does first with a row. */
function firstStage({ state }: Attempt): Stage {
  return state === 'waiting' ? { at: 'look-ups' } : { at: 'LeadSquared' }
}

function idOf({ person, key, generation }: AttemptId): string {
  // Neither a key nor a number contains a blank.
  return `${key} ${generation} ${person}`
}
