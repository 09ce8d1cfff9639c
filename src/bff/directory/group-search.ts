import type { Owner } from '#contract/owner.ts'
import type { Aged } from './aged-list.ts'
import type { Clock, Log } from '../ports.ts'
import type { Asker } from './lead-finder.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { offered, type UserDirectory } from './user-directory.ts'
import type { UserGroups } from './user-groups.ts'

/** How long a rep waits for groups that are not known yet; then the list is partial. */
const patienceMs = 1500
/**
 * Users whose groups one search asks for. A large account that does not name groups in its list has thousands; a rep
 * types two letters more, and the next search goes on with those that are not known yet.
 */
export const mostLookUps = 24
/** Users whose groups one search asks for at the same time. */
const atOnce = 4

interface GroupSearchDeps {
  users: Pick<UserDirectory, 'matching' | 'find'>
  groups: UserGroups
  clock: Pick<Clock, 'sleep'>
  log: Log
}

/** The users who match a query and share a group with the person, as far as that is known or can be learnt quickly. */
export async function searchGroup(
  person: string,
  query: string,
  limit: number,
  asker: Asker,
  deps: GroupSearchDeps,
): Promise<Aged<{ owners: Owner[]; complete: boolean }>> {
  const { users, groups } = deps
  const { value: found, ...age } = await users.matching(query)
  const me = person === '' ? null : await users.find({ email: person })
  if (!me?.isActive) return { ...age, value: offered([], limit) }
  const own = await groups.learn(me, asker)

  /** The users to offer, in order, and the users before the end of the list with unknown groups. */
  function look(): { mine: DirectoryUser[]; unknown: DirectoryUser[] } {
    const mine: DirectoryUser[] = []
    const unknown: DirectoryUser[] = []
    for (const user of found) {
      if (mine.length > limit) break
      const theirs = groups.known(user)
      if (user.id === me?.id) mine.push(user)
      else if (theirs === null) unknown.push(user)
      else if ([...own].some((group) => theirs.has(group))) mine.push(user)
    }
    return { mine, unknown }
  }

  if (own.size > 0) await learn(look().unknown.slice(0, mostLookUps), asker, deps)
  const { mine, unknown } =
    own.size > 0 ? look() : { mine: found.filter(({ id }) => id === me.id), unknown: [] }
  const value = offered(mine, limit)
  return { ...age, value: { ...value, complete: value.complete && unknown.length === 0 } }
}

/** Asks for the groups of these users until all are known, the time is over, the caller cancels, or LeadSquared fails. */
async function learn(
  wanted: readonly DirectoryUser[],
  asker: Asker,
  { groups, clock, log }: GroupSearchDeps,
): Promise<void> {
  if (wanted.length === 0) return
  const queue = wanted.values()
  let isOver = false
  const work = async () => {
    for (const user of queue) {
      if (isOver || asker.signal?.aborted) return
      await groups.learn(user, asker)
    }
  }
  const all = Promise.all(Array.from({ length: atOnce }, work)).catch((error: unknown) => {
    isOver = true
    if (asker.signal?.aborted) return
    log.warn({ cause: String(error) }, 'the groups of users could not be read')
  })
  const ended = new AbortController()
  await Promise.race([all, clock.sleep(patienceMs, ended.signal)])
  ended.abort('over')
  isOver = true
}
