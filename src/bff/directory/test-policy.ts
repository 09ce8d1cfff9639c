import type { Failure } from '#leadsquared/failure.ts'
import type { AttemptPlan } from '../booking/record.ts'
import { ProblemThrown } from '../http/problems.ts'
import { createMetrics } from '../operator/metrics.ts'
import type { Settings } from '../ports.ts'
import { testClock } from '../test-clock.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { createBookingPolicy } from './policy.ts'
import { createUserDirectory } from './user-directory.ts'
import { createUserGroups } from './user-groups.ts'

export const field = { Id: '66666666-6666-4666-8666-000000000001', Name: 'Field' }
export const inside = { Id: '66666666-6666-4666-8666-000000000002', Name: 'Inside' }
interface Person {
  ID: string
  FirstName: string
  EmailAddress: string
  groups: { Id: string; Name: string }[]
  hasLeft?: boolean
}
const people: Person[] = [
  { ID: 'u1', FirstName: 'Priya', EmailAddress: 'Priya@example.com', groups: [field] },
  { ID: 'u2', FirstName: 'Ravi', EmailAddress: 'ravi@example.com', groups: [field, inside] },
  { ID: 'u3', FirstName: 'Olga', EmailAddress: 'olga@example.com', groups: [inside] },
  { ID: 'u4', FirstName: 'Noor', EmailAddress: 'noor@example.com', groups: [] },
]

/** A booking policy over an account of a few people, which a test can change and send away. */
export function policyOf(
  policy: Settings['policy'],
  options: { listTellsGroups?: boolean; detailsFail?: boolean; people?: Person[] } = {},
) {
  const account: { people: Person[]; isAway: boolean; failure: Failure; pageMs: number } = {
    people: (options.people ?? people).map((one) => ({ ...one })),
    isAway: options.detailsFail ?? false,
    /** What LeadSquared answers while it is away. */
    failure: { kind: 'unreachable', said: 'away' },
    /** How long each page of a user takes. */
    pageMs: 0,
  }
  const away = () => ({ ok: false as const, failure: account.failure })
  const clock = testClock()
  const asked: string[] = []
  const withdrawn: string[] = []
  const listReads: number[] = []
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const leadSquared = {
    getUsers: async () => {
      listReads.push(clock.now())
      if (account.isAway && !options.detailsFail) return away()
      return {
        ok: true as const,
        value: account.people.map((one) => ({
          ...one,
          LastName: '',
          Role: '',
          StatusCode: one.hasLeft === true ? 1 : 0,
          MemberOfGroups: options.listTellsGroups ? one.groups.map(({ Name }) => Name) : null,
        })),
      }
    },
    getUserById: async (id: string, { signal }: { signal?: AbortSignal | undefined }) => {
      asked.push(id)
      if (account.pageMs > 0) await clock.sleep(account.pageMs, signal)
      if (signal?.aborted) withdrawn.push(id)
      const user = account.people.find(({ ID }) => ID === id)
      return account.isAway
        ? away()
        : {
            ok: true as const,
            value: (user ? [user] : []).map((one) => ({
              UserId: one.ID,
              FirstName: one.FirstName,
              LastName: '',
              EmailAddress: one.EmailAddress,
              Role: '',
              TimeZone: null,
              IsCheckedIn: null,
              TeamId: null,
              UserType: null,
              Groups: one.groups,
            })),
          }
    },
  }
  const users = createUserDirectory({ leadSquared, clock, log, metrics: createMetrics() })
  const made = createBookingPolicy({
    settings: { policy },
    users,
    groups: createUserGroups({ leadSquared, clock }),
    clock,
    log,
  })
  return { policy: made, users, clock, asked, withdrawn, listReads, account }
}

export function owner(id: string | null, email: string | null = null): AttemptPlan['owner'] {
  return { sentAs: id === null ? 'email' : 'id', id, email, name: null }
}

export async function verdict(check: Promise<void>): Promise<string> {
  return check.then(
    () => 'allowed',
    (error: unknown) => (error instanceof ProblemThrown ? error.code : String(error)),
  )
}

export async function names(policy: ReturnType<typeof policyOf>['policy'], person: string) {
  return (await policy.search(person, '', 50, { person })).value.owners.map(
    ({ name }: Pick<DirectoryUser, 'name'>) => name,
  )
}
