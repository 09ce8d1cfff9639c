import type { Owner } from '#contract/owner.ts'
import { searchable } from '#contract/patterns.ts'
import { searchWords } from '#contract/text.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import { type Aged, createAgedList } from './aged-list.ts'
import type { Clock, Log } from '../ports.ts'
import type { Metrics } from '../operator/metrics.ts'
import { type DirectoryUser, toDirectoryUsers } from '../translate/owners.ts'
import { valueOrProblem } from '../translate/failure.ts'

/** People join and leave by the day; a new colleague is found by the look-up that follows a miss. */
const maxAgeMs = 15 * 60_000

/** LeadSquared's users, kept in memory. */
export interface UserDirectory {
  /** Active users whose name or e-mail holds every word of the query, accents or not; those that begin with it come first. */
  matching(query: string): Promise<Aged<readonly DirectoryUser[]>>
  /** A user, active or not, by id or e-mail without letter case; null where the list has none. */
  find(reference: UserReference): Promise<DirectoryUser | null>
  /** The same in a list that is so old at most; throws a problem where LeadSquared gives no younger one. */
  findWithin(reference: UserReference, maxAgeMs: number): Promise<DirectoryUser | null>
}

type UserReference = { id: string } | { email: string }

/** Reads Users.Get and keeps it; throws a problem while LeadSquared gives no first list. */
export function createUserDirectory(deps: {
  leadSquared: Pick<LeadSquared, 'getUsers'>
  clock: Pick<Clock, 'now'>
  log: Log
  metrics: Pick<Metrics, 'sawCache'>
}): UserDirectory {
  const list = createAgedList({
    name: 'users',
    maxAgeMs,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    load: async (isAwaited) =>
      toDirectoryUsers(
        valueOrProblem(await deps.leadSquared.getUsers({ lane: isAwaited ? 'read' : 'refresh' })),
      ),
  })

  return {
    async matching(query) {
      const { value, ...age } = await list.get()
      const active = value.filter((user) => user.isActive)
      return { value: rank(active, query), ...age }
    },
    find: async (reference) => findIn((await list.get()).value, reference),
    findWithin: async (reference, ageMs) => findIn(await list.within(ageMs), reference),
  }
}

/** The first of these users as the contract names them, and whether they are all. */
export function offered(
  users: readonly DirectoryUser[],
  limit: number,
): { owners: Owner[]; complete: boolean } {
  const owners = users.slice(0, limit).map(({ id, name, email }) => ({ id, name, email }))
  return { owners, complete: users.length <= limit }
}

function findIn(users: readonly DirectoryUser[], reference: UserReference): DirectoryUser | null {
  const isById = 'id' in reference
  const wanted = (isById ? reference.id : reference.email).toLowerCase()
  return users.find((user) => (isById ? user.id : user.email).toLowerCase() === wanted) ?? null
}

function rank(users: readonly DirectoryUser[], query: string): readonly DirectoryUser[] {
  const words = searchWords(query).map((word) => searchable(word))
  const text = words.join(' ')
  const found = users.filter((user) => {
    const held = searchable(`${user.name} ${user.email}`)
    return words.every((word) => held.includes(word))
  })
  return [
    ...found.filter((user) => beginsWith(user, text)),
    ...found.filter((user) => !beginsWith(user, text)),
  ]
}

function beginsWith(user: DirectoryUser, text: string): boolean {
  return searchable(user.name).startsWith(text) || searchable(user.email).startsWith(text)
}
