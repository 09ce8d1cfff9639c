import { describe, expect, test } from 'vitest'
import type { AttemptPlan } from '../booking/record.ts'
import type { Settings } from '../ports.ts'
import { field, inside, names, owner, policyOf, verdict } from './test-policy.ts'

/** Whose word counts for a right: what is sent to LeadSquared, and what LeadSquared says of it now. */

const unnamed = { exceptionType: '', exceptionMessage: '' }
const priya = 'priya@example.com'
const both = (sentAs: 'id' | 'email', id: string, email: string): AttemptPlan['owner'] => ({
  ...owner(id, email),
  sentAs,
})

describe('the value that is sent decides, and not what the desk knows beside it', () => {
  test.each<[Settings['policy'], string, AttemptPlan['owner'], string]>([
    ['self', "another id with the person's e-mail", both('id', 'u2', priya), 'not-allowed'],
    ['self', 'the own id with another e-mail', both('id', 'u1', 'o@example.com'), 'allowed'],
    ['self', 'the own e-mail with another id', both('email', 'u2', priya), 'allowed'],
    ['self', 'another e-mail with the own id', both('email', 'u1', 'o@example.com'), 'not-allowed'],
    [
      'group',
      "a stranger's id with a colleague's e-mail",
      both('id', 'u3', 'ravi@example.com'),
      'not-allowed',
    ],
    [
      'group',
      "a colleague's id with a stranger's e-mail",
      both('id', 'u2', 'olga@example.com'),
      'allowed',
    ],
    [
      'group',
      "a stranger's e-mail with a colleague's id",
      both('email', 'u2', 'olga@example.com'),
      'not-allowed',
    ],
    [
      'group',
      "a colleague's e-mail with a stranger's id",
      both('email', 'u3', 'ravi@example.com'),
      'allowed',
    ],
    [
      'group',
      'nobody at all',
      { sentAs: 'email', id: null, email: null, name: null },
      'not-allowed',
    ],
  ])('%s: %s', async (mode, _case, whom, expected) => {
    expect(await verdict(policyOf(mode).policy.check(priya, whom))).toBe(expected)
  })
})

test.each(['self', 'group'] as const)(
  '%s: where nobody is signed in, nobody is booked for',
  async (mode) => {
    const { policy } = policyOf(mode)
    for (const whom of [owner('u2'), owner(null, 'ravi@example.com'), owner(null, '')]) {
      expect(await verdict(policy.check('', whom))).toBe('not-allowed')
    }
    expect(await names(policy, '')).toEqual([])
  },
)

test('a user without an e-mail is nobody who is not signed in', async () => {
  const blank = { ID: 'u1', FirstName: 'Robot', EmailAddress: '', groups: [field] }
  const ravi = { ID: 'u2', FirstName: 'Ravi', EmailAddress: 'ravi@example.com', groups: [field] }
  for (const mode of ['self', 'group'] as const) {
    const { policy } = policyOf(mode, { people: [blank, ravi] })
    expect(await names(policy, '')).toEqual([])
    for (const whom of [owner('u1'), owner('u2')]) {
      expect(await verdict(policy.check('', whom))).toBe('not-allowed')
    }
  }
})

test('group: an id that nobody has is refused, and so is one whose user was just deleted', async () => {
  const { policy, users, account } = policyOf('group')
  expect(await verdict(policy.check(priya, owner('u9')))).toBe('not-allowed')
  await users.matching('')
  account.people = account.people.filter(({ ID }) => ID !== 'u2')
  expect(await verdict(policy.check(priya, owner('u2')))).toBe('not-allowed')
})

test('a person who has left may book for nobody but their own e-mail', async () => {
  const left = { ID: 'u1', FirstName: 'Priya', EmailAddress: priya, groups: [field], hasLeft: true }
  const ravi = { ID: 'u2', FirstName: 'Ravi', EmailAddress: 'ravi@example.com', groups: [field] }
  const { policy } = policyOf('group', { people: [left, ravi] })
  expect(await verdict(policy.check(priya, owner('u2')))).toBe('not-allowed')
  expect(await verdict(policy.check('ravi@example.com', owner('u1')))).toBe('allowed')
})

describe('somebody who came a moment ago, and is in no list yet', () => {
  const newcomer = (groups: (typeof field)[], EmailAddress = 'new@example.com') => ({
    ID: 'u5',
    FirstName: 'Nils',
    EmailAddress,
    groups,
  })

  test.each<[Settings['policy'], ReturnType<typeof newcomer>, string]>([
    ['group', newcomer([field]), 'allowed'],
    ['group', newcomer([inside]), 'not-allowed'],
    ['group', newcomer([]), 'not-allowed'],
    ['self', newcomer([], 'PRIYA@example.com'), 'allowed'],
    ['self', newcomer([field]), 'not-allowed'],
    ['self', newcomer([], ''), 'not-allowed'],
  ])('%s: is judged by their own page', async (mode, person, expected) => {
    const { policy, account } = policyOf(mode)
    await verdict(policy.check(priya, owner('u2')))
    account.people.push(person)
    expect(await verdict(policy.check(priya, owner('u5')))).toBe(expected)
  })
})

describe('the answer', () => {
  test.each<[Settings['policy'], AttemptPlan['owner'], RegExp, RegExp]>([
    ['self', owner('u2'), /for yourself only/, /the owner with this id/],
    ['self', owner(null, 'o@example.com'), /for yourself only/, /the owner with this e-mail/],
    ['group', owner('u3'), /for members of your groups only/, /the owner with this id/],
    ['group', owner(null, 'olga@example.com'), /of your groups only/, /with this e-mail/],
  ])(
    '%s: a refusal says for whom one may book and what was wrong',
    async (mode, whom, detail, error) => {
      await expect(policyOf(mode).policy.check(priya, whom)).rejects.toMatchObject({
        code: 'not-allowed',
        facts: {
          detail: expect.stringMatching(detail),
          errors: [
            { pointer: '/owner', rule: 'not-an-option', detail: expect.stringMatching(error) },
          ],
        },
      })
    },
  )

  test.each(['self', 'group'] as const)(
    '%s: a right that cannot be checked now is asked for again soon, and keys that are refused are told at once',
    async (mode) => {
      const { policy, account } = policyOf(mode)
      account.isAway = true
      await expect(policy.check(priya, owner('u2'))).rejects.toMatchObject({
        code: 'rights-unknown',
        facts: { params: { retryAfterSeconds: 5 } },
      })
      account.failure = { kind: 'refused', status: 500, said: 'no', ...unnamed }
      await expect(policy.check(priya, owner('u2'))).rejects.toMatchObject({
        code: 'rights-unknown',
        facts: { params: { retryAfterSeconds: 10 } },
      })
      account.failure = { kind: 'bad-keys', said: 'no' }
      expect(await verdict(policy.check(priya, owner('u2')))).toBe('leadsquared-credentials')
    },
  )
})

describe.each(['anyone', 'self', 'group'] as const)(
  '%s: whether a calendar is the own one',
  (mode) => {
    test.each<[string, string, AttemptPlan['owner'], boolean]>([
      ['by e-mail in any letter case', priya, owner(null, 'PRIYA@example.com'), true],
      ['by id', priya, owner('u1'), true],
      ['not with the id of a colleague', priya, owner('u2'), false],
      ['not with another e-mail', priya, owner(null, 'ravi@example.com'), false],
      ['not where nobody is signed in', '', owner(null, ''), false],
    ])('%s', async (_case, person, whom, expected) => {
      expect(await policyOf(mode).policy.isOwn(person, whom)).toBe(expected)
    })

    test('is not assumed while LeadSquared is away', async () => {
      const { policy, account } = policyOf(mode)
      account.isAway = true
      expect(await policy.isOwn(priya, owner('u1'))).toBe(false)
      expect(await policy.isOwn(priya, owner(null, priya))).toBe(true)
    })
  },
)

describe('the list to choose from', () => {
  test('says whether it is whole, and how old it is while LeadSquared is away', async () => {
    for (const mode of ['anyone', 'self'] as const) {
      const { policy, account, clock } = policyOf(mode)
      const search = (limit: number) => policy.search(priya, 'example', limit, { person: priya })
      const total = mode === 'anyone' ? 4 : 1
      expect((await search(4)).value).toMatchObject({ complete: true })
      expect((await search(total - 1)).value).toMatchObject({ complete: false })
      expect((await search(total)).value.owners).toHaveLength(total)
      expect(await search(4)).not.toHaveProperty('staleSince', expect.any(Number))
      account.isAway = true
      await clock.advance(60 * 60_000)
      await search(4)
      await clock.advance(1)
      expect((await search(4)).staleSince).toEqual(expect.any(Number))
    }
  })
})
