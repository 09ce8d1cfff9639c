import { LRUCache } from 'lru-cache'
import type { Clock, Log } from '../ports.ts'
import type { Metrics } from '../operator/metrics.ts'

/** A list of LeadSquared's with the moment at which it was read. */
export interface Aged<T> {
  value: T
  /** Set while LeadSquared cannot be asked again: the list is as it was then (epoch ms). */
  staleSince?: number
}

export interface AgedList<T> {
  /** The list, from memory where it is young enough. Throws what the first load threw. */
  get(): Promise<Aged<T>>
  /** The list in memory, old or not, without a call. Null if there is none yet. */
  known(): T | null
  /** Reads the list again, because an entry was not found in it; at most once per `refreshPauseMs`. */
  refresh(): Promise<Aged<T>>
  /**
   * The list, not older than `ageMs`. An older list is read again, and the caller waits. Throws if it cannot be read,
   * because an older list must not decide anything.
   */
  within(ageMs: number): Promise<T>
}

/** Between two reads that the age of a list does not ask for: after a miss, or after a read that failed. */
export const refreshPauseMs = 10_000

/**
 * Keeps one list in memory. Everybody who asks while it is loading waits for the same call. A list that is older than
 * `maxAgeMs` is given at once and read again behind the asker's back; while LeadSquared is down the last good one is
 * served and says since when it is stale, until the next read that succeeds (leadsquared-api.md, client rules 27 and 33).
 * `load` is told whether anybody waits for it: for the first list, and for a refresh.
 */
export function createAgedList<T extends object>(options: {
  name: string
  load: (isAwaited: boolean) => Promise<T>
  maxAgeMs: number
  clock: Pick<Clock, 'now'>
  log: Log
  metrics: Pick<Metrics, 'sawCache'>
}): AgedList<T> {
  type Loaded = { value: T; askedAt: number; loadedAt: number; number: number }
  const { name, load, maxAgeMs, clock, log, metrics } = options
  // Reads are numbered, so that a list is known to be older than a read that failed.
  let reads = 0
  let lastGood = 0
  let lastFailed = 0
  let failedAt = -Infinity
  let failure: unknown
  let refreshedAt = -Infinity
  let isAwaited = false
  let isReadAwaited = false
  const cache = new LRUCache<string, Loaded>({
    max: 1,
    ttl: maxAgeMs,
    perf: clock,
    ttlResolution: 0,
    allowStale: true,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async (_key, old) => {
      reads += 1
      const number = reads
      const askedAt = clock.now()
      try {
        isReadAwaited = isAwaited || old === undefined
        const value = await load(isReadAwaited)
        lastGood = number
        return { value, askedAt, loadedAt: clock.now(), number }
      } catch (error) {
        lastFailed = number
        failedAt = clock.now()
        failure = error
        log.warn({ list: name, cause: String(error) }, 'a list could not be read')
        throw error
      }
    },
  })

  async function read(why: 'asked' | 'missed' | 'missed again'): Promise<Aged<T>> {
    isAwaited = why !== 'asked'
    const isToBeTriedAgain = lastFailed > lastGood && clock.now() - failedAt >= refreshPauseMs
    const status: LRUCache.Status<string, Loaded> = {}
    const reading = cache.fetch(name, {
      forceRefresh: why === 'missed' || isToBeTriedAgain,
      allowStale: !isAwaited,
      status,
    })
    const isOld = status.returnedStale === true || (!isAwaited && status.fetch === 'refresh')
    const isOfAnother = !isOld && status.fetch === 'inflight'
    metrics.sawCache(name, isOld || isOfAnother || status.fetch === 'hit')
    if (isOfAnother && isAwaited && !isReadAwaited) {
      // The client moves the call that reads the list in the background to the lane of those who wait.
      isReadAwaited = true
      load(true).catch(() => {})
    }
    const entry = await reading
    if (!entry) throw failure
    const { value, loadedAt, number } = entry
    return lastFailed > number ? { value, staleSince: loadedAt } : { value }
  }

  async function readWithin(ageMs: number): Promise<T> {
    // A list is as old as its request, not as its answer.
    const isYoung = (entry: Loaded | undefined) =>
      entry !== undefined && clock.now() - entry.askedAt <= ageMs
    const kept = cache.peek(name, { allowStale: true })
    if (kept && isYoung(kept)) {
      metrics.sawCache(name, true)
      return kept.value
    }
    isAwaited = true
    const status: LRUCache.Status<string, Loaded> = {}
    const reading = cache.fetch(name, { forceRefresh: true, allowStale: false, status })
    const isOfAnother = status.fetch === 'inflight'
    metrics.sawCache(name, isOfAnother)
    const entry = await reading
    if (entry && isYoung(entry)) return entry.value
    throw failure
  }

  return {
    within: readWithin,
    get: () => read('asked'),
    known: () => cache.peek(name, { allowStale: true })?.value ?? null,
    refresh: () => {
      const now = clock.now()
      const isTooSoon = now - refreshedAt < refreshPauseMs
      if (!isTooSoon) refreshedAt = now
      // A read that another caller has started may contain it.
      return read(isTooSoon ? 'missed again' : 'missed')
    },
  }
}
