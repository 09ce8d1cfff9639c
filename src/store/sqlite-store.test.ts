import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attemptStates, mayBecome } from './attempt-states.ts'
import type { AttemptStore, NewAttempt } from './attempts.ts'
import { openSqliteStore } from './sqlite-store.ts'

const key = '8e03978e-40d5-43dd-bc93-6894a57f9324'
const otherKey = '8e03978e-40d5-43dd-bc93-6894a57f9325'

function attempt(changes: Partial<NewAttempt> = {}): NewAttempt {
  return {
    person: '',
    visitor: 'browser-1',
    key,
    reference: 'AD-7F3K9Q',
    fingerprint: 'aaaa',
    request: '{}',
    plan: '{}',
    state: 'received',
    taskId: null,
    outcome: null,
    said: null,
    receivedAt: 1000,
    sentAt: null,
    answeredAt: null,
    settledAt: null,
    settledBy: null,
    nextCheckAt: null,
    goodReads: 0,
    lastGoodReadAt: null,
    leaseOwner: 'process-1',
    leaseUntil: 60_000,
    alert: null,
    ...changes,
  }
}

const id = { person: '', key, generation: 1 }
let folder = ''
let store: AttemptStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-store-'))
  store = openSqliteStore(join(folder, 'desk.sqlite'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

describe('begin', () => {
  test('of fifty at the same time exactly one begins', async () => {
    const begun = await Promise.all(Array.from({ length: 50 }, () => store.begin(attempt())))
    expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
    expect(new Set(begun.map((one) => one.attempt.generation))).toEqual(new Set([1]))
  })

  test('a key whose try ended without a task begins afresh with the same body only', async () => {
    await store.begin(attempt())
    await store.transition(id, ['received'], { state: 'refused' })
    expect(await store.begin(attempt({ fingerprint: 'bbbb' }))).toMatchObject({ kind: 'existing' })
    expect(await store.begin(attempt())).toMatchObject({
      kind: 'begun',
      attempt: { generation: 2 },
    })
  })

  test.each(['received', 'waiting', 'sending', 'unconfirmed', 'booked'] as const)(
    'a try that is %s stands in the way of another',
    async (state) => {
      await store.begin(attempt({ state }))
      expect(await store.begin(attempt())).toMatchObject({ kind: 'existing', attempt: { state } })
    },
  )

  test('keys of two persons are two keys', async () => {
    await store.begin(attempt({ person: 'a@example.com' }))
    expect(await store.begin(attempt({ person: 'b@example.com' }))).toMatchObject({ kind: 'begun' })
  })
})

describe('transition', () => {
  test('who comes second changes nothing', async () => {
    await store.begin(attempt({ state: 'sending' }))
    const [first, second] = await Promise.all([
      store.transition(id, ['sending'], { state: 'booked', taskId: 't1' }),
      store.transition(id, ['sending'], { state: 'unconfirmed' }),
    ])
    expect(first?.state).toBe('booked')
    expect(second).toBeNull()
  })

  test('one task belongs to one attempt', async () => {
    await store.begin(attempt({ state: 'sending' }))
    await store.begin(attempt({ key: otherKey, state: 'sending' }))
    await store.transition(id, ['sending'], { state: 'booked', taskId: 't1' })
    const second = store.transition({ ...id, key: otherKey }, ['sending'], {
      state: 'booked',
      taskId: 't1',
    })
    await expect(second).rejects.toThrow(/UNIQUE/)
    expect(await store.ownersOfTasks(['t1', 't2'])).toEqual(new Map([['t1', key]]))
  })

  test('whatever is asked for, no attempt leaves the table of states', async () => {
    const wishes = fc.array(fc.constantFrom(...attemptStates), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.uuid(), wishes, async (someKey, states) => {
        const own = { person: '', key: someKey, generation: 1 }
        await store.begin(attempt({ key: someKey }))
        for (const state of states) {
          const before = await store.find('', someKey)
          const change = store.transition(own, attemptStates, { state }).then(
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
  test('a due attempt is taken once, and again when the lease ended', async () => {
    await store.begin(attempt({ state: 'unconfirmed', nextCheckAt: 500, leaseUntil: null }))
    expect(await store.claimDue(1000, 'a', 5000, 10)).toHaveLength(1)
    expect(await store.claimDue(1000, 'b', 5000, 10)).toHaveLength(0)
    expect(await store.claimDue(7000, 'b', 5000, 10)).toMatchObject([{ leaseOwner: 'b' }])
  })

  test('what a dead process left unfinished is taken over when its lease lapses', async () => {
    await store.begin(attempt({ state: 'sending', leaseUntil: 2000 }))
    expect(await store.claimDue(1999, 'b', 5000, 10)).toHaveLength(0)
    expect(await store.claimDue(2000, 'b', 5000, 10)).toMatchObject([{ state: 'sending' }])
  })

  test('a settled attempt is left alone', async () => {
    await store.begin(attempt({ state: 'booked', taskId: 't1', leaseUntil: null }))
    expect(await store.claimDue(99_999, 'b', 5000, 10)).toEqual([])
  })
})

describe('lists', () => {
  test('the last tries come newest first, one per key', async () => {
    await store.begin(attempt({ state: 'refused', receivedAt: 1 }))
    await store.begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 2 }))
    await store.begin(attempt({ key: otherKey, receivedAt: 3 }))
    await store.begin(attempt({ key: crypto.randomUUID(), visitor: 'browser-2', receivedAt: 4 }))
    const list = await store.listRecent({ visitor: 'browser-1' }, 10)
    expect(list.map((one) => [one.key, one.generation])).toEqual([
      [otherKey, 1],
      [key, 2],
    ])
  })

  test('an equal body counts unless it certainly made no task, is old, or has this key', async () => {
    const mine = { visitor: 'browser-1' }
    await store.begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 1000 }))
    expect(await store.findEqual(mine, 'aaaa', otherKey, 500)).toMatchObject({ key })
    expect(await store.findEqual(mine, 'aaaa', key, 500)).toBeNull()
    expect(await store.findEqual(mine, 'aaaa', otherKey, 1001)).toBeNull()
    expect(await store.findEqual({ visitor: 'browser-2' }, 'aaaa', otherKey, 500)).toBeNull()
  })

  test('the audit trail keeps every try, and pruning keeps what is not settled', async () => {
    await store.begin(attempt({ state: 'refused', receivedAt: 1 }))
    await store.begin(attempt({ state: 'booked', taskId: 't1', receivedAt: 2 }))
    await store.begin(
      attempt({ key: otherKey, state: 'unconfirmed', receivedAt: 3, nextCheckAt: 9 }),
    )
    expect(await keysOf(store)).toHaveLength(3)
    expect(await store.prune(1000)).toBe(2)
    expect(await keysOf(store)).toEqual([otherKey])
  })
})

test('what was acknowledged is there when the file is opened again', async () => {
  await store.begin(attempt({ state: 'sending' }))
  const second = openSqliteStore(join(folder, 'desk.sqlite'))
  expect(await second.find('', key)).toMatchObject({ state: 'sending', reference: 'AD-7F3K9Q' })
  await second.close()
})

async function keysOf(from: AttemptStore): Promise<string[]> {
  const keys: string[] = []
  for await (const one of from.audit(0)) keys.push(one.key)
  return keys
}

test('ping proves that the store can be written', async () => {
  await expect(store.ping()).resolves.toBeUndefined()
})
