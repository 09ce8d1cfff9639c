import { describe, expect, test } from 'vitest'
import type { AttemptStore, NewAttempt } from './attempts.ts'
import { attemptStates } from './states.ts'

export const key = '8e03978e-40d5-43dd-bc93-6894a57f9324'
export const otherKey = '8e03978e-40d5-43dd-bc93-6894a57f9325'

/** A new attempt with invented values, except for the given ones. */
export function attempt(changes: Partial<NewAttempt> = {}): NewAttempt {
  return {
    person: '',
    visitor: 'browser-1',
    key,
    reference: 'AD-7F3K9Q',
    kind: 'book',
    fingerprint: 'aaaa',
    request: '{}',
    plan: 'null',
    state: 'waiting',
    taskId: null,
    outcome: null,
    said: null,
    receivedAt: 1000,
    sentAt: null,
    answeredAt: null,
    settledAt: null,
    settledBy: null,
    withdrawnAt: null,
    nextCheckAt: null,
    goodReads: 0,
    lastGoodReadAt: null,
    leaseOwner: 'process-1',
    leaseUntil: { fromNowMs: 60_000 },
    alert: null,
    ...changes,
  }
}

/** Tests of the lists of attempts, for every engine. */
export function testAttemptLists(attempts: () => AttemptStore): void {
  describe('lists', () => {
    test('the last tries come newest first, one per key', async () => {
      await attempts().begin(attempt({ state: 'refused', receivedAt: 1 }))
      await attempts().begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 2 }))
      await attempts().begin(attempt({ key: otherKey, receivedAt: 3 }))
      await attempts().begin(
        attempt({ key: crypto.randomUUID(), visitor: 'browser-2', receivedAt: 4 }),
      )
      const list = await attempts().listRecent({ visitor: 'browser-1' }, 10)
      expect(list.map((one) => [one.key, one.generation])).toEqual([
        [otherKey, 1],
        [key, 2],
      ])
    })

    test('a browser without sign-in gets nothing that a person booked with it', async () => {
      const signedIn = { person: 'priya@example.com', visitor: 'browser-1' }
      await attempts().begin(attempt({ ...signedIn, state: 'booked', taskId: 't1' }))
      const mine = { visitor: 'browser-1' }
      const equal = { fingerprint: 'aaaa', key: otherKey, receivedAt: 2000 }
      expect(await attempts().listRecent(mine, 10)).toEqual([])
      expect(await attempts().findEqual(mine, equal, 500)).toBeNull()
      const { person } = signedIn
      expect(await attempts().listRecent({ person }, 10)).toMatchObject([{ key }])
      expect(await attempts().findEqual({ person }, equal, 500)).toMatchObject({ key })
    })

    test('only tries that were sent and have no result are listed', async () => {
      for (const state of attemptStates) {
        await attempts().begin(attempt({ key: crypto.randomUUID(), state }))
      }
      const listed = await attempts().listSent()
      expect(listed.map(({ state }) => state).toSorted()).toEqual(['sending', 'unconfirmed'])
    })

    test('an equal body counts unless it certainly made no task, is old, later, or has this key', async () => {
      const mine = { visitor: 'browser-1' }
      await attempts().begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 1000 }))
      const equal = { fingerprint: 'aaaa', key: otherKey, receivedAt: 2000 }
      expect(await attempts().findEqual(mine, equal, 500)).toMatchObject({ key })
      expect(await attempts().findEqual(mine, { ...equal, key }, 500)).toBeNull()
      expect(await attempts().findEqual(mine, { ...equal, fingerprint: 'bbbb' }, 500)).toBeNull()
      expect(await attempts().findEqual(mine, equal, 1001)).toBeNull()
      expect(await attempts().findEqual(mine, { ...equal, receivedAt: 999 }, 500)).toBeNull()
      expect(await attempts().findEqual({ visitor: 'browser-2' }, equal, 500)).toBeNull()
    })

    test('exactly one of two equal bodies from the same moment counts as earlier', async () => {
      const mine = { visitor: 'browser-1' }
      await attempts().begin(attempt())
      await attempts().begin(attempt({ key: otherKey }))
      const one = { fingerprint: 'aaaa', receivedAt: 1000 }
      expect(await attempts().findEqual(mine, { ...one, key }, 500)).toBeNull()
      const earlier = await attempts().findEqual(mine, { ...one, key: otherKey }, 500)
      expect(earlier).toMatchObject({ key })
    })

    test('the audit trail keeps every try, and pruning keeps unsettled tries', async () => {
      await attempts().begin(attempt({ state: 'refused', receivedAt: 1 }))
      await attempts().begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 2 }))
      await attempts().begin(
        attempt({ key: otherKey, state: 'unconfirmed', receivedAt: 3, nextCheckAt: 9 }),
      )
      expect(await keysOf(attempts())).toHaveLength(3)
      expect(await attempts().prune(1000)).toBe(2)
      expect(await keysOf(attempts())).toEqual([otherKey])
    })
  })
}

async function keysOf(from: AttemptStore): Promise<string[]> {
  const keys: string[] = []
  for await (const one of from.audit(0)) keys.push(one.key)
  return keys
}
