import { LRUCache } from 'lru-cache'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Clock } from '../ports.ts'
import { valueOrProblem } from '../translate/failure.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import type { Asker } from './lead-finder.ts'

/** The greatest age of data that decides a right. A person who left a group may book for its members this much longer. */
export const decidesForMs = 5 * 60_000
/** A list of names to choose from may be older, because every booking is judged by what is at most five minutes old. */
const showsForMs = 60 * 60_000
/** More than any account was heard of; a user takes some 200 bytes. */
const mostUsers = 50_000

/** What LeadSquared's own page of a user tells. Groups are ids and names alike, in lower case. */
interface UserPage {
  /** "" where the page has none. */
  email: string
  groups: ReadonlySet<string>
  /** When it was asked for (epoch ms). */
  askedAt: number
}

/** The LeadSquared groups of users. */
export interface UserGroups {
  /** What decides a right: asked for where it is older than five minutes. Null: there is no such user. Throws a problem. */
  decisive(userId: string): Promise<Omit<UserPage, 'askedAt'> | null>
  /** What a list may show: asked for where it is older than an hour. Throws a problem. */
  learn(user: DirectoryUser, asker: Asker): Promise<ReadonlySet<string>>
  /** What a list may show, without asking; null: not known. */
  known(user: DirectoryUser): ReadonlySet<string> | null
}

/**
 * Keeps groups in memory. Users.Get may name them (`MemberOfGroups`, leadsquared-api.md 7.2), and real tenants were seen
 * that leave them out; then each user's own page has them (7.3). The client shares a call among those who ask for the same
 * user at the same time, and withdraws it when the last of them has gone.
 */
export function createUserGroups(deps: {
  leadSquared: Pick<LeadSquared, 'getUserById'>
  clock: Pick<Clock, 'now'>
}): UserGroups {
  const { leadSquared, clock } = deps
  const pages = new LRUCache<string, UserPage | { isNobody: true; askedAt: number }>({
    // Unlike `max`, this allocates nothing for entries that are not there.
    maxSize: mostUsers,
    sizeCalculation: () => 1,
    ttl: showsForMs,
    perf: clock,
    ttlResolution: 0,
  })

  async function page(
    userId: string,
    maxAgeMs: number,
    asker: Partial<Asker>,
  ): Promise<UserPage | null> {
    const id = userId.toLowerCase()
    const kept = pages.get(id)
    if (kept && clock.now() - kept.askedAt <= maxAgeMs) return 'isNobody' in kept ? null : kept
    const askedAt = clock.now()
    const [user] = valueOrProblem(await leadSquared.getUserById(userId, { lane: 'read', ...asker }))
    if (!user) {
      pages.set(id, { isNobody: true, askedAt })
      return null
    }
    const groups = lowerCase(user.Groups.flatMap(({ Id, Name }) => [Id, Name]))
    const read = { email: user.EmailAddress, groups, askedAt }
    pages.set(id, read)
    return read
  }

  return {
    decisive: (userId) => page(userId, decidesForMs, {}),
    learn: async ({ id, memberOfGroups }, asker) =>
      memberOfGroups === null
        ? ((await page(id, showsForMs, asker))?.groups ?? new Set())
        : lowerCase(memberOfGroups),
    known({ id, memberOfGroups }) {
      if (memberOfGroups !== null) return lowerCase(memberOfGroups)
      const kept = pages.get(id.toLowerCase())
      return kept === undefined ? null : 'isNobody' in kept ? new Set() : kept.groups
    },
  }
}

/** Names of groups as they are compared: LeadSquared writes them in any case. */
export function lowerCase(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter(Boolean).map((name) => name.toLowerCase()))
}
