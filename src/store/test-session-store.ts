import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from './sessions.ts'
import type { Stores } from './stores.ts'

function session(changes: Partial<Session> = {}): Session {
  return {
    id: 'session-1',
    person: '{"email":"priya@example.com"}',
    subject: 'subject-1',
    providerSession: 'provider-1',
    sealed: 'sealed',
    refreshAt: 2000,
    expiresAt: 9_999_999_999_999,
    ...changes,
  }
}

/** Tests for every engine. `open` opens an empty store, `reopen` opens the same store as another instance. */
export function testSessionStore(open: () => Promise<Stores>, reopen: () => Promise<Stores>): void {
  let stores: Stores
  beforeEach(async () => {
    stores = await open()
  })
  afterEach(() => stores.close())

  describe('sessions', () => {
    test('a session is found until it expires, by another instance too', async () => {
      await stores.sessions.create(session())
      const other = await reopen()
      expect(await other.sessions.find('session-1', 1000)).toEqual(session())
      await other.close()
      expect(await stores.sessions.find('session-1', 9_999_999_999_999)).toBeNull()
      expect(await stores.sessions.find('session-2', 1000)).toBeNull()
    })

    test('only one of many requests asks the provider, and its result is stored', async () => {
      await stores.sessions.create(session())
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => stores.sessions.claimRefresh('session-1', 2000, 5000)),
      )
      expect(claims.filter(Boolean)).toHaveLength(1)
      const kept = { person: '{}', sealed: 'again', refreshAt: 8000 }
      await stores.sessions.refreshed('session-1', kept)
      expect(await stores.sessions.find('session-1', 1000)).toEqual(session(kept))
      expect(await stores.sessions.claimRefresh('session-2', 2000, 5000)).toBe(false)
    })

    test('a session ends alone, with its provider session, or with its subject', async () => {
      const all = [
        session({ id: 'a', providerSession: 'p1' }),
        session({ id: 'b', providerSession: 'p1' }),
        session({ id: 'c', providerSession: 'p2' }),
        session({ id: 'd', providerSession: null, subject: null }),
      ]
      for (const one of all) await stores.sessions.create(one)
      await stores.sessions.remove('a')
      expect(await stores.sessions.removeOf({ providerSession: 'p1' })).toBe(1)
      expect(await stores.sessions.removeOf({ subject: 'subject-1' })).toBe(1)
      const left = await Promise.all(all.map(({ id }) => stores.sessions.find(id, 1000)))
      expect(left.map((found) => found?.id ?? null)).toEqual([null, null, null, 'd'])
    })
  })

  describe('tickets', () => {
    test('exactly one of fifty simultaneous requests takes it', async () => {
      expect(await stores.sessions.putTicket('t', 'payload', 5000)).toBe(true)
      const taken = await Promise.all(
        Array.from({ length: 50 }, () => stores.sessions.takeTicket('t', 1000)),
      )
      expect(taken.filter((one) => one !== null)).toEqual(['payload'])
    })

    test('exactly one of fifty simultaneous requests stores it', async () => {
      const put = await Promise.all(
        Array.from({ length: 50 }, () => stores.sessions.putTicket('t', '', 5000)),
      )
      expect(put.filter(Boolean)).toHaveLength(1)
    })

    test('an expired one cannot be taken', async () => {
      await stores.sessions.putTicket('t', 'payload', 5000)
      expect(await stores.sessions.takeTicket('t', 5000)).toBeNull()
    })
  })

  test('pruning removes only expired sessions and tickets', async () => {
    await stores.sessions.create(session({ id: 'old', expiresAt: 5000 }))
    await stores.sessions.create(session({ id: 'new', expiresAt: 5001 }))
    await stores.sessions.putTicket('old', '', 5000)
    await stores.sessions.putTicket('new', '', 5001)
    await stores.sessions.pruneExpired(5000)
    expect(await stores.sessions.find('old', 1)).toBeNull()
    expect(await stores.sessions.find('new', 1)).not.toBeNull()
    expect(await stores.sessions.putTicket('old', '', 6000)).toBe(true)
    expect(await stores.sessions.putTicket('new', '', 6000)).toBe(false)
  })
}
