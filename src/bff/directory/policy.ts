import type { Owner } from '#contract/owner.ts'
import type { Aged } from './aged-list.ts'
import type { AttemptPlan } from '../booking/record.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { Asker } from './lead-finder.ts'
import { searchGroup } from './group-search.ts'
import { retryAfter } from '../translate/failure.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { offered, type UserDirectory } from './user-directory.ts'
import { decidesForMs, lowerCase, type UserGroups } from './user-groups.ts'

/** For whom a person may book (`BOOKING_POLICY`). Persons are named by e-mail; empty where nobody signs in. */
export interface BookingPolicy {
  /**
   * The directory's search, cut down to those for whom the person may book. `complete: false` also where it is not known
   * of everybody who matches whether the person may. It offers; only `check` decides.
   */
  search(
    person: string,
    query: string,
    limit: number,
    asker: Asker,
  ): Promise<Aged<{ owners: Owner[]; complete: boolean }>>
  /**
   * Throws `not-allowed` where the person may not book for this owner, and `rights-unknown` where LeadSquared cannot be
   * asked and what is remembered is older than five minutes.
   */
  check(person: string, owner: AttemptPlan['owner']): Promise<void>
  /** Whether the owner is the person. False without sign-in, and where that cannot be told. */
  isOwn(person: string, owner: AttemptPlan['owner']): Promise<boolean>
}

interface PolicyDeps {
  settings: Pick<Settings, 'policy'>
  users: Pick<UserDirectory, 'matching' | 'find' | 'findWithin'>
  groups: UserGroups
  clock: Pick<Clock, 'sleep'>
  log: Log
}

/**
 * `self`: the owner's e-mail is the person's. `group`: moreover everybody who shares a LeadSquared group with the user
 * of the person's e-mail. It fails closed: nobody is booked for whose groups cannot be known.
 */
export function createBookingPolicy(deps: PolicyDeps): BookingPolicy {
  const { users } = deps
  const isOwn = (person: string, owner: AttemptPlan['owner']) =>
    isSelf(person, owner, deps).catch(() => false)
  switch (deps.settings.policy) {
    case 'anyone':
      return {
        async search(_person, query, limit) {
          const { value, ...age } = await users.matching(query)
          return { ...age, value: offered(value, limit) }
        },
        check: () => Promise.resolve(),
        isOwn,
      }
    case 'self':
      return {
        async search(person, query, limit) {
          const { value, ...age } = await users.matching(query)
          const own = value.filter((user) => isSame(user.email, person))
          return { ...age, value: offered(own, limit) }
        },
        check: (person, owner) =>
          decide(async () => {
            if (!(await isSelf(person, owner, deps))) throw notAllowed(owner, 'yourself')
          }),
        isOwn,
      }
    case 'group':
      return {
        search: (person, query, limit, asker) => searchGroup(person, query, limit, asker, deps),
        check: (person, owner) =>
          decide(async () => {
            if (await isSelf(person, owner, deps)) return
            if (!(await shareGroup(person, owner, deps))) {
              throw notAllowed(owner, 'members of your groups')
            }
          }),
        isOwn,
      }
  }
}

/** A failed look-up is not a refusal: the problem says that the right is unknown at the moment. */
async function decide(judge: () => Promise<void>): Promise<void> {
  try {
    await judge()
  } catch (error) {
    if (!(error instanceof ProblemThrown) || error.code === 'not-allowed') throw error
    // The operator has to act; waiting does not help the rep.
    if (error.code === 'leadsquared-credentials') throw error
    throw new ProblemThrown(
      'rights-unknown',
      { ...retryAfter(askAgainMs), ...error.facts },
      error.cause ?? error,
    )
  }
}

const askAgainMs = 10_000

/** Whether the booking goes to the person's own calendar, by the e-mail that is sent or the user of the id. */
async function isSelf(
  person: string,
  owner: AttemptPlan['owner'],
  { users, groups }: PolicyDeps,
): Promise<boolean> {
  if (person === '') return false
  if (owner.sentAs === 'email' || owner.id === null) {
    return owner.email !== null && isSame(owner.email, person)
  }
  const user = await users.findWithin({ id: owner.id }, decidesForMs)
  // Somebody who came a moment ago is not in the list yet.
  const email = user?.email ?? (await groups.decisive(owner.id))?.email ?? ''
  return isSame(email, person)
}

async function shareGroup(
  person: string,
  owner: AttemptPlan['owner'],
  deps: PolicyDeps,
): Promise<boolean> {
  if (person === '') return false
  const { users } = deps
  const me = await users.findWithin({ email: person }, decidesForMs)
  if (!me?.isActive) return false
  // Compare the value that is sent, because LeadSquared uses that and not our copy.
  const byId = owner.id === null ? null : { id: owner.id }
  const reference = owner.sentAs === 'email' && owner.email ? { email: owner.email } : byId
  if (reference === null) return false
  const other = await users.findWithin(reference, decidesForMs)
  const own = await decisiveGroups(me, deps)
  if (other) return overlaps(own, await decisiveGroups(other, deps))
  if (owner.id === null) return false
  return overlaps(own, (await deps.groups.decisive(owner.id))?.groups ?? null)
}

/** The user comes from a list that is young enough to decide. */
async function decisiveGroups(
  { id, memberOfGroups }: DirectoryUser,
  { groups }: PolicyDeps,
): Promise<ReadonlySet<string>> {
  if (memberOfGroups !== null) return lowerCase(memberOfGroups)
  return (await groups.decisive(id))?.groups ?? new Set()
}

/** Whether two people have a group in common; null: it is not known. */
export function overlaps(own: ReadonlySet<string>, other: ReadonlySet<string> | null): boolean {
  return other !== null && [...own].some((group) => other.has(group))
}

/** E-mails are compared without letter case. */
export function isSame(a: string, b: string): boolean {
  return a !== '' && a.toLowerCase() === b.toLowerCase()
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
