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
  search(
    query: string,
    limit: number,
    isOffered?: (user: DirectoryUser) => boolean,
  ): Promise<Aged<{ owners: Owner[]; complete: boolean }>>
  /** Everybody who is active. */
  active(): Promise<readonly DirectoryUser[]>
  /** A user, active or not, by id or e-mail without letter case; null where the list has none. */
  find(reference: { id: string } | { email: string }): Promise<DirectoryUser | null>
}

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
    async search(query, limit, isOffered = () => true) {
      const { value, ...age } = await list.get()
      const found = rank(
        value.filter((user) => user.isActive && isOffered(user)),
        query,
      )
      const owners = found.slice(0, limit).map(({ id, name, email }) => ({ id, name, email }))
      return { value: { owners, complete: found.length <= limit }, ...age }
    },
    active: async () => (await list.get()).value.filter((user) => user.isActive),
    async find(reference) {
      const { value } = await list.get()
      const wanted = 'id' in reference ? reference.id.toLowerCase() : reference.email.toLowerCase()
      return (
        value.find((user) => ('id' in reference ? user.id : user.email).toLowerCase() === wanted) ??
        null
      )
    },
  }
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
