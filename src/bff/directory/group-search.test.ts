import { describe, expect, test } from 'vitest'
import { field, inside, policyOf } from './test-policy.ts'

describe('an account of 6,000 users whose list names no groups', () => {
  const everybody = Array.from({ length: 6000 }, (_, index) => ({
    ID: `u${index}`,
    FirstName: `User ${String(index).padStart(4, '0')}`,
    EmailAddress: `user${index}@example.com`,
    groups: index % 100 === 0 ? [field] : [inside],
  }))
  const me = 'user0@example.com'

  test('one search costs 25 calls at most, and says that it does not know all', async () => {
    const { policy, asked } = policyOf('group', { people: everybody })
    const { value } = await policy.search(me, '', 20, { person: me })
    expect(asked.length).toBeLessThanOrEqual(25)
    expect(value).toMatchObject({ complete: false, owners: [{ id: 'u0' }] })
  })

  test('the next search continues where the first one ended, and a query with few matches is known at once', async () => {
    const { policy, asked } = policyOf('group', { people: everybody })
    for (let turn = 0; turn < 5; turn += 1) await policy.search(me, '', 20, { person: me })
    expect(new Set(asked).size).toBe(asked.length)
    expect((await policy.search(me, 'user5900', 20, { person: me })).value).toEqual({
      complete: true,
      owners: [{ id: 'u5900', name: 'User 5900', email: 'user5900@example.com' }],
    })
    expect(
      (await policy.search(me, '', 20, { person: me })).value.owners.map(({ id }) => id),
    ).toEqual(['u0', 'u100', 'u5900'])
  })

  test('slow answers do not keep the caller waiting, and a caller that cancels stops the calls', async () => {
    const { policy, asked, withdrawn, account, clock } = policyOf('group', { people: everybody })
    await policy.search(me, 'user0@', 20, { person: me })
    account.pageMs = 10_000
    const begun = clock.now()
    const slow = policy.search(me, '', 20, { person: me })
    await clock.settle(1500, slow)
    expect(clock.now() - begun).toBe(1500)
    await clock.advance(20_000)
    // Four were under way when the patience ended, and no other was begun.
    expect(asked.length).toBe(5)

    const asker = new AbortController()
    const left = policy.search(me, 'user3', 20, { person: me, signal: asker.signal })
    await clock.advance(100)
    asker.abort()
    await clock.settle(
      2000,
      left.catch(() => null),
    )
    expect(withdrawn.length).toBe(4)
    expect(asked.length).toBe(9)
  })

  test('while LeadSquared is away a search says that it does not know all', async () => {
    const { policy, account, clock } = policyOf('group', { people: everybody })
    await policy.search(me, 'user0@', 20, { person: me })
    account.isAway = true
    const { value } = await clock.settle(2000, policy.search(me, '', 20, { person: me }))
    expect(value).toMatchObject({ complete: false, owners: [{ id: 'u0' }] })
  })
})
