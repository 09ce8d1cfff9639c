import { beforeEach, describe, expect, test } from 'vitest'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { newAttempt } from './record.ts'
import { key } from './test-booking.ts'
import { ask, mortal, newAsk, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import { type Fate, goesWell, lostAnswer, type TestUpstream } from './test-upstream.ts'

/** Which process works on which row: claims, leases, and rows of a process that stops or dies. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const longTurn: Fate = { ...goesWell, turnAfterMs: 60_000 }

/** Rows that no process works on, such as those of a process that stopped. */
async function leave(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.begin(newAttempt(newAsk(index), null))
  }
}

/** All rows, oldest first. */
async function rows(): Promise<Attempt[]> {
  const found: Attempt[] = []
  for await (const row of store.audit(0)) found.push(row)
  return found
}

async function ownedBy(owner: string): Promise<number> {
  return (await rows()).filter(({ leaseOwner }) => leaseOwner === owner).length
}

describe('a claim', () => {
  test('takes a row that nobody works on, within half a second, and the place in the queue is told', async () => {
    upstream.fates = [longTurn]
    await clock.advance(1000)
    await store.begin(newAttempt(ask(), null))
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'waiting', position: 1 })
    await clock.advance(500)
    expect(await store.find('', key)).toMatchObject({ leaseOwner: 'process-1' })
    expect(await desk.bookings.look('', key)).toMatchObject({
      kind: 'waiting',
      position: 3,
      aboutMs: 60_000,
    })
  })

  test('takes fifty rows at most, and the next one when one of them has ended', async () => {
    const isFull = Array.from({ length: 49 }, () => longTurn)
    upstream.fates = [{ ...goesWell, turnAfterMs: 4000 }, ...isFull, longTurn, longTurn]
    await leave(52)
    await clock.advance(3000)
    expect(await ownedBy('process-1')).toBe(50)
    expect((await rows()).filter(({ state }) => state === 'waiting')).toHaveLength(52)
    await clock.advance(2000)
    expect((await rows()).filter(({ state }) => state === 'booked')).toHaveLength(1)
    expect(await ownedBy('process-1')).toBe(50)
    expect(desk.logged.map(({ message }) => message)).toEqual(['booked'])
  })

  test('takes rows in addition to the requests that came to the process', async () => {
    upstream.fates = Array.from({ length: 56 }, () => longTurn)
    for (let index = 100; index < 155; index += 1) void desk.bookings.run(newAsk(index))
    await clock.advance(1000)
    await leave(1)
    await clock.advance(500)
    expect(await store.find('', newAsk(0).key)).toMatchObject({ leaseOwner: 'process-1' })
    const { key: own } = newAsk(154)
    expect(await desk.bookings.look('', own)).toMatchObject({ kind: 'waiting', position: 3 })
  })

  test('of all that a process may claim leaves it able to take requests', async () => {
    upstream.fates = Array.from({ length: 50 }, () => longTurn)
    await leave(50)
    await clock.advance(1000)
    const answer = await clock.settle(50, desk.bookings.run(ask()))
    expect(answer).toMatchObject({ kind: 'booked' })
  })
})

describe('a lease', () => {
  test('is renewed while a booking waits long, so that no other process begins it', async () => {
    const other = startProcess({ store, clock, upstream, name: 'process-2' })
    upstream.fates = [longTurn]
    void desk.bookings.run(ask())
    for (let passedMs = 0; passedMs < 55_000; passedMs += 5000) {
      await clock.advance(5000)
      const row = await store.find('', key)
      expect(row).toMatchObject({ state: 'waiting', leaseOwner: 'process-1' })
      expect((row?.leaseUntil ?? 0) - clock.now()).toBeGreaterThan(5000)
    }
    expect(other.worker.stageOf({ person: '', key, generation: 1 })).toBeNull()
    await clock.advance(10_000)
    expect(await other.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    expect(upstream.sent).toHaveLength(1)
    await other.stop()
  })

  test('is written every few seconds, and not at all by a process without work', async () => {
    let writes = 0
    const view: AttemptStore = {
      ...store,
      renew: (...lease) => ((writes += 1), store.renew(...lease)),
    }
    const other = startProcess({ store: view, clock, upstream, name: 'process-2' })
    await clock.advance(30_000)
    expect(writes).toBe(0)
    upstream.fates = [longTurn]
    void other.bookings.run(ask())
    await clock.advance(30_000)
    expect(writes).toBeGreaterThanOrEqual(5)
    expect(writes).toBeLessThanOrEqual(7)
    await other.stop()
  })

  test('of a dead process ends after fifteen seconds, and then another process works on the row', async () => {
    const { store: view, kill } = mortal(store)
    const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
    upstream.fates = [longTurn]
    void dying.bookings.run(ask())
    await clock.advance(100)
    kill()
    await clock.advance(14_800)
    expect(await store.find('', key)).toMatchObject({ leaseOwner: 'dead' })
    await clock.advance(1000)
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    expect(upstream.sent).toHaveLength(1)
  })

  test('that ended although its process lives is claimed by it again, and the work goes on only once', async () => {
    const view: AttemptStore = { ...store, renew: () => Promise.resolve() }
    await desk.stop()
    const slow = startProcess({ store: view, clock, upstream, name: 'slow' })
    const read = upstream.leadSquared.retrieveAppointments
    let begun = 0
    upstream.leadSquared.retrieveAppointments = async (...query) => {
      begun += 1
      await clock.sleep(45_000)
      return read(...query)
    }
    upstream.fates = [lostAnswer]
    await clock.settle(50, slow.bookings.run(ask()))
    await clock.advance(50_000)
    expect(begun).toBe(1)
    expect(await slow.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    await slow.stop()
  })
})

describe('a process that stops', () => {
  test('does not begin a row that it was claiming at that moment, and another process takes it', async () => {
    const view: AttemptStore = {
      ...store,
      async claimDue(...query) {
        const due = await store.claimDue(...query)
        await clock.sleep(300)
        return due
      },
    }
    await desk.stop()
    await store.begin(newAttempt(ask(), null))
    const stopping = startProcess({ store: view, clock, upstream, name: 'stopping' })
    upstream.fates = [longTurn]
    await clock.advance(100)
    expect(await store.find('', key)).toMatchObject({ leaseOwner: 'stopping' })
    const stopped = stopping.stop().then(() => clock.now())
    const askedAt = clock.now()
    expect((await clock.settle(5000, stopped)) - askedAt).toBeLessThan(1000)
    expect(await store.find('', key)).toMatchObject({ state: 'waiting', leaseOwner: null })
    expect(upstream.lookUps).toEqual([])
  })

  test('leaves a request that comes now to another process', async () => {
    const stopped = desk.stop()
    const answer = desk.bookings.run(ask())
    await clock.advance(400)
    await stopped
    expect(await store.find('', key)).toMatchObject({ state: 'waiting', leaseOwner: null })
    expect(await answer).toMatchObject({ kind: 'waiting' })
    expect(upstream.sent).toEqual([])
    const next = startProcess({ store, clock, upstream, name: 'process-2' })
    await clock.advance(600)
    expect(await next.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    await next.stop()
  })

  test('leaves a request free for another process also if it exits before it has looked at it', async () => {
    const { store: mortalView, kill } = mortal(store)
    const view: AttemptStore = {
      ...mortalView,
      async begin(attempt) {
        const begun = await store.begin(attempt)
        kill()
        return begun
      },
    }
    const stopping = startProcess({ store: view, clock, upstream, name: 'stopping' })
    await clock.settle(100, stopping.stop())
    void stopping.bookings.run(ask())
    await clock.advance(1000)
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  })

  test('has stopped only when the answer to a call that was sent is recorded', async () => {
    upstream.fates = [{ ...goesWell, answerAfterMs: 4000 }]
    const sentAt = clock.now()
    void desk.bookings.run(ask())
    await clock.advance(100)
    const stopped = desk.stop().then(async () => ({
      afterMs: clock.now() - sentAt,
      row: await store.find('', key),
    }))
    expect(await clock.settle(6000, stopped)).toMatchObject({
      afterMs: 4000,
      row: { state: 'booked' },
    })
  })
})
