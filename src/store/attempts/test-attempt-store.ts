import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attemptStates, mayBecome } from './states.ts'
import { TaskTaken } from './attempts.ts'
import type { Stores } from '../stores.ts'
import { attempt, key, otherKey, testAttemptLists } from './test-attempt-lists.ts'

const id = { person: '', key, generation: 1 }

/** Tests for every engine. `open` opens an empty store, `reopen` opens the same store as another instance. */
export function testAttemptStore(open: () => Promise<Stores>, reopen: () => Promise<Stores>): void {
  let stores: Stores

  beforeEach(async () => {
    stores = await open()
  })
  afterEach(() => stores.close())

  describe('begin', () => {
    test('exactly one of fifty simultaneous requests begins', async () => {
      const begun = await Promise.all(
        Array.from({ length: 50 }, () => stores.attempts.begin(attempt())),
      )
      expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
      expect(new Set(begun.map((one) => one.attempt.generation))).toEqual(new Set([1]))
    })

    test('a key whose try ended without a task can be used again, only with the same body', async () => {
      await stores.attempts.begin(attempt())
      await stores.attempts.transition(id, ['waiting'], { state: 'refused' })
      expect(await stores.attempts.begin(attempt({ fingerprint: 'bbbb' }))).toMatchObject({
        kind: 'existing',
      })
      expect(await stores.attempts.begin(attempt())).toMatchObject({
        kind: 'begun',
        attempt: { generation: 2 },
      })
    })

    test.each(['waiting', 'sending', 'unconfirmed', 'booked'] as const)(
      'a try that is %s prevents another one',
      async (state) => {
        await stores.attempts.begin(attempt({ state }))
        expect(await stores.attempts.begin(attempt())).toMatchObject({
          kind: 'existing',
          attempt: { state },
        })
      },
    )

    test('the same key of two persons begins two attempts', async () => {
      await stores.attempts.begin(attempt({ person: 'a@example.com' }))
      expect(await stores.attempts.begin(attempt({ person: 'b@example.com' }))).toMatchObject({
        kind: 'begun',
      })
    })
  })

  describe('transition', () => {
    test('the second of two transitions changes nothing', async () => {
      await stores.attempts.begin(attempt({ state: 'sending' }))
      const both = await Promise.all([
        stores.attempts.transition(id, ['sending'], { state: 'booked', taskId: 't1' }),
        stores.attempts.transition(id, ['sending'], { state: 'unconfirmed' }),
      ])
      // The database decides which of the two connections comes first.
      const [winner, ...more] = both.filter((attempt) => attempt !== null)
      expect(more).toEqual([])
      expect(await stores.attempts.find(id.person, id.key)).toMatchObject({ state: winner?.state })
    })

    test('one task belongs to one attempt', async () => {
      await stores.attempts.begin(attempt({ state: 'sending' }))
      await stores.attempts.begin(attempt({ key: otherKey, state: 'sending' }))
      await stores.attempts.transition(id, ['sending'], { state: 'booked', taskId: 't1' })
      const second = stores.attempts.transition({ ...id, key: otherKey }, ['sending'], {
        state: 'booked',
        taskId: 't1',
      })
      await expect(second).rejects.toThrow(TaskTaken)
      expect([...(await stores.attempts.ownersOfTasks(['t1', 't2']))]).toMatchObject([['t1', id]])
    })

    test('only transitions in the table of states are possible', async () => {
      const wishes = fc.array(fc.constantFrom(...attemptStates), { maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(fc.uuid(), wishes, async (someKey, states) => {
          const own = { person: '', key: someKey, generation: 1 }
          await stores.attempts.begin(attempt({ key: someKey }))
          for (const state of states) {
            const before = await stores.attempts.find('', someKey)
            const change = stores.attempts.transition(own, attemptStates, { state }).then(
              (changed) => changed?.state,
              () => 'not allowed',
            )
            const isAllowed = before !== null && mayBecome(before.state, state)
            expect(await change).toBe(isAllowed ? state : 'not allowed')
          }
        }),
        { numRuns: 30 },
      )
    })
  })

  describe('claimDue', () => {
    const due = { state: 'unconfirmed', nextCheckAt: { fromNowMs: -1 } } as const

    test('a due attempt is taken once, and again when the lease ended', async () => {
      await stores.attempts.begin(attempt({ ...due, leaseUntil: null }))
      expect(await stores.attempts.claimDue('a', 5000, 10)).toHaveLength(1)
      expect(await stores.attempts.claimDue('b', 5000, 10)).toHaveLength(0)
      await stores.attempts.transition(id, ['unconfirmed'], { leaseUntil: { fromNowMs: 0 } })
      expect(await stores.attempts.claimDue('b', 5000, 10)).toMatchObject([{ leaseOwner: 'b' }])
    })

    test.each(['waiting', 'sending', 'unconfirmed'] as const)(
      'an attempt that a dead process left %s is taken over when its lease lapses, and not before',
      async (state) => {
        await stores.attempts.begin(attempt({ state }))
        expect(await stores.attempts.claimDue('b', 5000, 10)).toHaveLength(0)
        await stores.attempts.transition(id, [state], { leaseUntil: { fromNowMs: -1 } })
        expect(await stores.attempts.claimDue('b', 5000, 10)).toMatchObject([{ state }])
      },
    )

    test.each(['waiting', 'sending', 'unconfirmed'] as const)(
      'an attempt that is %s and has no lease is taken at once',
      async (state) => {
        await stores.attempts.begin(attempt({ state, leaseOwner: null, leaseUntil: null }))
        expect(await stores.attempts.claimDue('b', 5000, 10)).toMatchObject([{ state }])
      },
    )

    test('a postponed attempt is not taken before its time', async () => {
      const later = { nextCheckAt: { fromNowMs: 60_000 }, leaseUntil: null }
      await stores.attempts.begin(attempt(later))
      expect(await stores.attempts.claimDue('b', 5000, 10)).toEqual([])
    })

    test('a settled attempt is left alone', async () => {
      await stores.attempts.begin(attempt({ state: 'booked', taskId: 't1', leaseUntil: null }))
      expect(await stores.attempts.claimDue('b', 5000, 10)).toEqual([])
    })

    test('a renewal extends the leases of its owner, except for attempts that are being sent', async () => {
      const lapsed = { leaseUntil: { fromNowMs: -1 } }
      await stores.attempts.begin(attempt(lapsed))
      await stores.attempts.begin(attempt({ ...lapsed, key: otherKey, state: 'sending' }))
      await stores.attempts.begin(
        attempt({ ...lapsed, key: crypto.randomUUID(), leaseOwner: 'process-2' }),
      )
      await stores.attempts.renew('process-1', 5000)
      const claimed = await stores.attempts.claimDue('b', 5000, 10)
      expect(claimed.map(({ key: one }) => one)).not.toContain(key)
      expect(claimed).toHaveLength(2)
    })
  })

  test('times come from the clock of the store, and a row says when it was read', async () => {
    const { attempt: begun } = await stores.attempts.begin(
      attempt({ receivedAt: { fromNowMs: 0 }, leaseUntil: { fromNowMs: 5000 } }),
    )
    expect((begun.leaseUntil ?? 0) - begun.receivedAt).toBe(5000)
    const read = await stores.attempts.find('', key)
    expect(read?.readAt).toBeGreaterThanOrEqual(begun.receivedAt)
  })

  testAttemptLists(() => stores.attempts)

  test('ping proves that the store can be written', async () => {
    await expect(stores.attempts.ping()).resolves.toBeUndefined()
  })

  test('another instance sees acknowledged writes, and exactly one of the two begins', async () => {
    const other = await reopen()
    await stores.attempts.begin(attempt({ state: 'sending' }))
    expect(await other.attempts.find('', key)).toMatchObject({ state: 'sending' })
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? stores : other).attempts.begin(attempt({ key: otherKey })),
      ),
    )
    expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
    await other.close()
  })

  test('two instances never claim the same attempt', async () => {
    const other = await reopen()
    for (let index = 0; index < 20; index += 1) {
      const due = { key: crypto.randomUUID(), nextCheckAt: { fromNowMs: -index }, leaseUntil: null }
      await stores.attempts.begin(attempt({ ...due, state: 'unconfirmed' }))
    }
    const keys: string[] = []
    for (let round = 0; round < 10; round += 1) {
      const claims = await Promise.all(
        [stores, other, stores, other].map(({ attempts }, index) =>
          attempts.claimDue(`${round} ${index}`, 5000, 5),
        ),
      )
      keys.push(...claims.flat().map((one) => one.key))
    }
    expect(keys).toHaveLength(20)
    expect(new Set(keys).size).toBe(20)
    await other.close()
  })

  test('the audit trail is complete and in order over several pages', async () => {
    const many = Array.from({ length: 1003 }, (_, index) => Math.floor(index / 7))
    for (let index = 0; index < many.length; index += 50) {
      await Promise.all(
        many.slice(index, index + 50).map((receivedAt) => {
          const refused = { key: crypto.randomUUID(), receivedAt, state: 'refused' } as const
          return stores.attempts.begin(attempt(refused))
        }),
      )
    }
    const times: number[] = []
    for await (const one of stores.attempts.audit(1)) times.push(one.receivedAt)
    expect(times).toEqual(many.slice(7))
  }, 30_000)
}
