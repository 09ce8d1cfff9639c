import { describe, expect, test } from 'vitest'
import type { AttemptPlan } from '../booking/attempt-plan.ts'
import { createBookingPolicy } from './policy.ts'
import type { Settings } from '../ports.ts'
import { ProblemThrown } from '../http/problems.ts'
import { testClock } from '../test-clock.ts'
import type { DirectoryUser } from '../translate/owners.ts'
import { createMetrics } from '../operator/metrics.ts'
import { createUserDirectory } from './user-directory.ts'
import { createUserGroups } from './user-groups.ts'

const field = { Id: '66666666-6666-4666-8666-000000000001', Name: 'Field' }
const inside = { Id: '66666666-6666-4666-8666-000000000002', Name: 'Inside' }
const people = [
  { ID: 'u1', FirstName: 'Priya', EmailAddress: 'Priya@example.com', groups: [field] },
  { ID: 'u2', FirstName: 'Ravi', EmailAddress: 'ravi@example.com', groups: [field, inside] },
  { ID: 'u3', FirstName: 'Olga', EmailAddress: 'olga@example.com', groups: [inside] },
  { ID: 'u4', FirstName: 'Noor', EmailAddress: 'noor@example.com', groups: [] },
]

function policyOf(
  policy: Settings['policy'],
  options: { listTellsGroups?: boolean; detailsFail?: boolean } = {},
) {
  const clock = testClock()
  const asked: string[] = []
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const leadSquared = {
    getUsers: () =>
      Promise.resolve({
        ok: true as const,
        value: people.map((one) => ({
          ...one,
          LastName: '',
          Role: '',
          StatusCode: 0,
          MemberOfGroups: options.listTellsGroups ? one.groups.map(({ Name }) => Name) : null,
        })),
      }),
    getUserById: (id: string) => {
      asked.push(id)
      const user = people.find(({ ID }) => ID === id)
      return Promise.resolve(
        options.detailsFail
          ? { ok: false as const, failure: { kind: 'unreachable' as const, said: 'away' } }
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
            },
      )
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
  return { policy: made, users, clock, asked }
}

function owner(id: string | null, email: string | null = null): AttemptPlan['owner'] {
  return { sentAs: id === null ? 'email' : 'id', id, email, name: null }
}

async function verdict(check: Promise<void>): Promise<string> {
  return check.then(
    () => 'allowed',
    (error: unknown) => (error instanceof ProblemThrown ? error.code : String(error)),
  )
}

async function names(policy: ReturnType<typeof policyOf>['policy'], person: string) {
  return (await policy.search(person, '', 50)).value.owners.map(
    ({ name }: Pick<DirectoryUser, 'name'>) => name,
  )
}

describe('anyone', () => {
  test('everybody may be booked for, also without sign-in', async () => {
    const { policy } = policyOf('anyone')
    expect(await verdict(policy.check('', owner('u3')))).toBe('allowed')
    expect(await names(policy, '')).toEqual(['Noor', 'Olga', 'Priya', 'Ravi'])
  })
})

describe('self', () => {
  test.each<[string, AttemptPlan['owner'], string]>([
    ['the own e-mail', owner(null, 'PRIYA@example.com'), 'allowed'],
    ['the own id', owner('u1', 'Priya@example.com'), 'allowed'],
    ['the own id without an e-mail', owner('u1'), 'allowed'],
    ['another e-mail', owner(null, 'ravi@example.com'), 'not-allowed'],
    ['another id', owner('u2', 'ravi@example.com'), 'not-allowed'],
    ['an id that nobody knows', owner('u9'), 'not-allowed'],
  ])('%s', async (_case, whom, expected) => {
    const { policy } = policyOf('self')
    expect(await verdict(policy.check('priya@example.com', whom))).toBe(expected)
  })

  test('nobody is nobody', async () => {
    const { policy } = policyOf('self')
    expect(await verdict(policy.check('', owner(null, '')))).toBe('not-allowed')
  })

  test('the list holds the person alone', async () => {
    expect(await names(policyOf('self').policy, 'priya@example.com')).toEqual(['Priya'])
  })

  test('the refusal points at the owner', async () => {
    const refused = policyOf('self').policy.check('priya@example.com', owner('u2'))
    await expect(refused).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/owner', rule: 'not-an-option' }] },
    })
  })
})

describe.each([true, false])('group, where the list tells groups: %s', (listTellsGroups) => {
  test.each([
    ['a colleague of the group', owner('u2'), 'allowed'],
    ['the person', owner(null, 'priya@example.com'), 'allowed'],
    ['somebody of another group', owner('u3'), 'not-allowed'],
    ['somebody without a group', owner('u4'), 'not-allowed'],
    ['a colleague by e-mail', owner(null, 'ravi@example.com'), 'allowed'],
    ['an e-mail that nobody knows', owner(null, 'who@example.com'), 'not-allowed'],
  ])('%s', async (_case, whom, expected) => {
    const { policy } = policyOf('group', { listTellsGroups })
    expect(await verdict(policy.check('priya@example.com', whom))).toBe(expected)
  })

  test('two people without a group have none in common', async () => {
    const { policy } = policyOf('group', { listTellsGroups })
    expect(await verdict(policy.check('noor@example.com', owner('u3')))).toBe('not-allowed')
  })

  test('somebody whom LeadSquared does not know may book for nobody', async () => {
    const { policy } = policyOf('group', { listTellsGroups })
    expect(await verdict(policy.check('guest@example.com', owner('u2')))).toBe('not-allowed')
    expect(await names(policy, 'guest@example.com')).toEqual([])
  })

  test('the list holds the members of the groups', async () => {
    const { policy } = policyOf('group', { listTellsGroups })
    expect(await names(policy, 'priya@example.com')).toEqual(['Priya', 'Ravi'])
  })
})

test('groups that cannot be read permit nothing', async () => {
  const { policy } = policyOf('group', { detailsFail: true })
  const refused = policy.check('priya@example.com', owner('u2'))
  expect(await verdict(refused)).toBe('leadsquared-unreachable')
})

test('a colleague who left the group is refused once five minutes are over', async () => {
  const { policy, clock, asked } = policyOf('group')
  await policy.check('priya@example.com', owner('u2'))
  await policy.check('priya@example.com', owner('u2'))
  expect(asked).toEqual(['u1', 'u2'])
  await clock.settle(6 * 60_000, clock.sleep(6 * 60_000))
  await policy.check('priya@example.com', owner('u2'))
  expect(asked).toEqual(['u1', 'u2', 'u1', 'u2'])
})
