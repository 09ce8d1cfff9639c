import { LRUCache } from 'lru-cache'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Clock } from '../ports.ts'
import { valueOrProblem } from '../translate/failure.ts'
import type { DirectoryUser } from '../translate/owners.ts'

/** Who left a group may book for its members for this long at most. */
const decidesForMs = 5 * 60_000
/** A list of names to choose from may be older; the booking itself is judged by what is asked afresh. */
const showsForMs = 60 * 60_000
const mostUsers = 5000

/** The LeadSquared groups of users, ids and names alike, in lower case. */
export interface UserGroups {
  /** Asks LeadSquared where it was not asked lately. Throws a problem where that fails: unknown groups permit nothing. */
  of(user: Pick<DirectoryUser, 'id' | 'memberOfGroups'>): Promise<ReadonlySet<string>>
  /** What is known already, up to an hour old; null: it must be asked for. */
  known(user: Pick<DirectoryUser, 'id' | 'memberOfGroups'>): ReadonlySet<string> | null
}

/**
 * Keeps groups in memory. Users.Get may name them (`MemberOfGroups`, leadsquared-api.md 7.2), and real tenants were seen
 * that leave them out; then each user's own page has them (7.3).
 */
export function createUserGroups(deps: {
  leadSquared: Pick<LeadSquared, 'getUserById'>
  clock: Pick<Clock, 'now'>
}): UserGroups {
  const cache = new LRUCache<string, ReadonlySet<string>>({
    max: mostUsers,
    ttl: showsForMs,
    perf: deps.clock,
    ttlResolution: 0,
    fetchMethod: async (id) => {
      const [user] = valueOrProblem(await deps.leadSquared.getUserById(id, { lane: 'read' }))
      return lowerCase((user?.Groups ?? []).flatMap(({ Id, Name }) => [Id, Name]))
    },
  })
  return {
    async of({ id, memberOfGroups }) {
      if (memberOfGroups !== null) return lowerCase(memberOfGroups)
      const key = id.toLowerCase()
      const forceRefresh = cache.getRemainingTTL(key) < showsForMs - decidesForMs
      return (await cache.fetch(key, { forceRefresh })) ?? new Set()
    },
    known: ({ id, memberOfGroups }) =>
      memberOfGroups === null ? (cache.get(id.toLowerCase()) ?? null) : lowerCase(memberOfGroups),
  }
}

function lowerCase(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter(Boolean).map((name) => name.toLowerCase()))
}
