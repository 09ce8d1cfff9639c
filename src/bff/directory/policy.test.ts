import { describe, expect, test } from 'vitest'
import type { AttemptPlan } from '../booking/record.ts'
import { inside, names, owner, policyOf, verdict } from './test-policy.ts'

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

  test('a person without an e-mail does not match an owner without one', async () => {
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

  test('a person who is not in LeadSquared may book for nobody', async () => {
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
  expect(await verdict(refused)).toBe('rights-unknown')
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

describe.each([true, false])(
  'a right is five minutes old at most, where the list tells groups: %s',
  (listTellsGroups) => {
    const minute = 60_000

    async function after(made: ReturnType<typeof policyOf>, ms: number) {
      await made.clock.settle(ms, made.clock.sleep(ms))
    }

    test.each([6, 14, 16, 60, 600])(
      'somebody who left a group is refused %i minutes later',
      async (minutes) => {
        const made = policyOf('group', { listTellsGroups })
        expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('allowed')
        for (const one of made.account.people) if (one.ID === 'u1') one.groups = [inside]
        await after(made, minutes * minute)
        expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('allowed')
        for (const one of made.account.people) if (one.ID === 'u1') one.groups = []
        await after(made, minutes * minute)
        // The list of names is shown from memory meanwhile, which must not decide.
        await names(made.policy, 'priya@example.com')
        expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe(
          'not-allowed',
        )
      },
    )

    test('an owner who left the group is refused, and so is a person who is no longer active', async () => {
      const made = policyOf('group', { listTellsGroups })
      expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('allowed')
      for (const one of made.account.people) if (one.ID === 'u2') one.groups = [inside]
      await after(made, 6 * minute)
      expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('not-allowed')
      made.account.people = made.account.people.filter(({ ID }) => ID !== 'u3')
      await after(made, 6 * minute)
      expect(await verdict(made.policy.check('olga@example.com', owner('u2')))).toBe('not-allowed')
    })

    test('while LeadSquared is away the answer is "not now", and never an old yes or a wrong no', async () => {
      const made = policyOf('group', { listTellsGroups })
      await made.policy.check('priya@example.com', owner('u2'))
      made.account.isAway = true
      await after(made, 4 * minute)
      expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('allowed')
      for (const minutes of [2, 60, 600]) {
        await after(made, minutes * minute)
        for (const whom of [owner('u2'), owner('u3'), owner(null, 'ravi@example.com')]) {
          expect(await verdict(made.policy.check('priya@example.com', whom))).toBe('rights-unknown')
        }
      }
      // The person's own e-mail needs no look-up.
      const own = owner(null, 'priya@example.com')
      expect(await verdict(made.policy.check('priya@example.com', own))).toBe('allowed')
      made.account.isAway = false
      expect(await verdict(made.policy.check('priya@example.com', owner('u2')))).toBe('allowed')
    })
  },
)

test('self: an id counts by the e-mail that it has now', async () => {
  const { policy, account, clock } = policyOf('self')
  const mine = owner('u1', 'Priya@example.com')
  expect(await verdict(policy.check('priya@example.com', mine))).toBe('allowed')
  for (const one of account.people) if (one.ID === 'u1') one.EmailAddress = 'else@example.com'
  await clock.settle(6 * 60_000, clock.sleep(6 * 60_000))
  expect(await verdict(policy.check('priya@example.com', mine))).toBe('not-allowed')
  account.isAway = true
  await clock.settle(6 * 60_000, clock.sleep(6 * 60_000))
  expect(await verdict(policy.check('priya@example.com', mine))).toBe('rights-unknown')
})
