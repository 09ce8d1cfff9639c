import { LRUCache } from 'lru-cache'
import type { Clock, Log } from './deps.ts'
import type { Metrics } from './metrics.ts'
import { followUpstream } from './wide-event.ts'

/** A list of LeadSquared's with the moment at which it was read. */
export interface Aged<T> {
  value: T
  /** Set while LeadSquared cannot be asked again: the list is as it was then (epoch ms). */
  staleSince?: number
}

export interface AgedList<T> {
  /** The list, from memory where it is young enough. Throws what the first load threw. */
  get(): Promise<Aged<T>>
  /** Reads it again now, because what was looked for is not in it; at most once per `refreshPauseMs`. */
  refresh(): Promise<Aged<T>>
}

/** A list is asked for again at most this often. */
export const refreshPauseMs = 10_000

/**
 * Keeps one list in memory. Everybody who asks while it is loading waits for the same call. A list that is older than
 * `maxAgeMs` is given at once and read again behind the asker's back; while LeadSquared is down the last good one is
 * served and says since when it is stale (leadsquared-api.md, client rules 27 and 33).
 */
export function createAgedList<T extends object>(options: {
  name: string
  load: (why: 'first' | 'refresh') => Promise<T>
  maxAgeMs: number
  clock: Pick<Clock, 'now'>
  log: Log
  metrics: Pick<Metrics, 'sawCache'>
}): AgedList<T> {
  const { name, load, maxAgeMs, clock, log, metrics } = options
  let failedSince: number | undefined
  let failure: unknown
  let refreshedAt = -Infinity
  let isFetching = false
  const cache = new LRUCache<string, { value: T; loadedAt: number }>({
    max: 1,
    ttl: maxAgeMs,
    perf: clock,
    ttlResolution: 0,
    allowStale: true,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async (_key, old) => {
      isFetching = true
      try {
        const value = await load(old ? 'refresh' : 'first')
        failedSince = undefined
        return { value, loadedAt: clock.now() }
      } catch (error) {
        failedSince ??= clock.now()
        failure = error
        log.warn({ list: name, cause: String(error) }, 'a list could not be read')
        throw error
      }
    },
  })

  async function read(forceRefresh: boolean): Promise<Aged<T>> {
    isFetching = false
    const reading = cache.fetch(name, { forceRefresh })
    metrics.sawCache(name, !isFetching)
    // Whoever joins the read of another request waits for LeadSquared, too.
    const entry = await (isFetching ? reading : followUpstream(reading))
    if (!entry) throw failure
    if (failedSince === undefined) return { value: entry.value }
    return { value: entry.value, staleSince: entry.loadedAt }
  }

  return {
    get: () => read(false),
    refresh: () => {
      const now = clock.now()
      const isTooSoon = now - refreshedAt < refreshPauseMs
      if (!isTooSoon) refreshedAt = now
      return read(!isTooSoon)
    },
  }
}
