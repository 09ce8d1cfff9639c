import type { Owner } from '#contract/owner.ts'
import type { Aged } from './aged-list.ts'
import type { AttemptPlan } from '../booking/attempt-plan.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import type { UserDirectory } from './user-directory.ts'
import type { UserGroups } from './user-groups.ts'

/** For whom a person may book (`BOOKING_POLICY`). Persons are named by e-mail; empty where nobody signs in. */
export interface BookingPolicy {
  /** The directory's search, cut down to those for whom the person may book. */
  search(
    person: string,
    query: string,
    limit: number,
  ): Promise<Aged<{ owners: Owner[]; complete: boolean }>>
  /** Throws `not-allowed` where the person may not book for this owner, and the cause where that cannot be told. */
  check(person: string, owner: AttemptPlan['owner']): Promise<void>
}

interface PolicyDeps {
  settings: Pick<Settings, 'policy'>
  users: Pick<UserDirectory, 'search' | 'find' | 'active'>
  groups: UserGroups
  clock: Pick<Clock, 'sleep'>
  log: Log
}

/** Groups that are not known yet are asked for while the rep waits, but no longer than this; then the list is partial. */
const groupsPatienceMs = 1500
/** Users whose groups are asked for at the same time. */
const askedAtOnce = 4

/**
 * `self`: the owner's e-mail is the person's. `group`: moreover everybody who shares a LeadSquared group with the user
 * of the person's e-mail. It fails closed: whoever cannot be placed may not be booked for.
 */
export function createBookingPolicy(deps: PolicyDeps): BookingPolicy {
  const { users, groups } = deps
  switch (deps.settings.policy) {
    case 'anyone':
      return {
        search: (_person, query, limit) => users.search(query, limit),
        check: () => Promise.resolve(),
      }
    case 'self':
      return {
        search: (person, query, limit) =>
          users.search(query, limit, (user) => isSame(user.email, person)),
        async check(person, owner) {
          if (!(await isSelf(person, owner, users))) throw notAllowed(owner, 'yourself')
        },
      }
    case 'group':
      return {
        async search(person, query, limit) {
          const own = await groupsOfPerson(person, deps)
          const isWhole = await learnGroups(deps)
          const { value, ...age } = await users.search(
            query,
            limit,
            (user) => isSame(user.email, person) || overlaps(own, groups.known(user)),
          )
          return { ...age, value: { ...value, complete: value.complete && isWhole } }
        },
        async check(person, owner) {
          if (await isSelf(person, owner, users)) return
          const user = await userOf(owner, users)
          const own = await groupsOfPerson(person, deps)
          if (!user || !overlaps(own, await groups.of(user))) {
            throw notAllowed(owner, 'members of your groups')
          }
        },
      }
  }
}

async function isSelf(
  person: string,
  owner: AttemptPlan['owner'],
  users: PolicyDeps['users'],
): Promise<boolean> {
  if (person === '') return false
  if (owner.email !== null) return isSame(owner.email, person)
  const own = await users.find({ email: person })
  return own !== null && owner.id !== null && isSame(own.id, owner.id)
}

/** The owner as a user of the directory. One whom only LeadSquared's own look-up knows has an id and no more. */
async function userOf(
  owner: AttemptPlan['owner'],
  users: PolicyDeps['users'],
): Promise<Pick<DirectoryUser, 'id' | 'memberOfGroups'> | null> {
  if (owner.id !== null) {
    return (await users.find({ id: owner.id })) ?? { id: owner.id, memberOfGroups: null }
  }
  return owner.email === null ? null : users.find({ email: owner.email })
}

async function groupsOfPerson(person: string, deps: PolicyDeps): Promise<ReadonlySet<string>> {
  const user = person === '' ? null : await deps.users.find({ email: person })
  return user?.isActive ? deps.groups.of(user) : new Set()
}

/** Sees to it that everybody's groups are known; whether they are, once the patience has ended. */
async function learnGroups({ users, groups, clock, log }: PolicyDeps): Promise<boolean> {
  const unknown = (await users.active()).filter((user) => groups.known(user) === null)
  if (unknown.length === 0) return true
  const queue = unknown.values()
  const work = async () => {
    for (const user of queue) await groups.of(user)
  }
  const all = Promise.all(Array.from({ length: askedAtOnce }, work)).then(
    () => true,
    (error: unknown) => {
      log.warn({ cause: String(error) }, 'the groups of users could not be read')
      return false
    },
  )
  return Promise.race([all, clock.sleep(groupsPatienceMs).then(() => false)])
}

function overlaps(own: ReadonlySet<string>, other: ReadonlySet<string> | null): boolean {
  return other !== null && [...own].some((group) => other.has(group))
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function notAllowed(owner: AttemptPlan['owner'], whom: string): ProblemThrown {
  return new ProblemThrown('not-allowed', {
    detail: `You may book for ${whom} only (BOOKING_POLICY).`,
    errors: [
      {
        pointer: '/owner',
        rule: 'not-an-option',
        detail: `You may not book for ${owner.sentAs === 'id' ? 'the owner with this id' : 'the owner with this e-mail'}.`,
      },
    ],
  })
}
