import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { key } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, goesWell, type TestUpstream } from './test-upstream.ts'

/** Two processes get the same key: the correct answer of one depends on the work of the other. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let here: TestProcess
let there: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk: here } = world)
  there = startProcess({ store, clock, upstream, name: 'process-2' })
  return async () => {
    await clock.settle(30_000, there.stop())
    await world.close()
  }
})

test('another process sees a waiting booking, withdraws it, and the first process reports this', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 60_000 }]
  const waiting = here.bookings.run(ask())
  await clock.advance(1)
  expect(await clock.settle(400, there.bookings.run(ask()))).toMatchObject({ kind: 'waiting' })
  await waiting
  const withdrawn = { kind: 'refused', code: 'withdrawn' }
  expect(await clock.settle(50, there.bookings.withdraw('', key))).toMatchObject(withdrawn)
  await clock.advance(60_000)
  expect(await here.bookings.look('', key)).toMatchObject(withdrawn)
  expect(upstream.sent).toEqual([])
})

test('a booking that waits in another process can be withdrawn in this one', async () => {
  upstream.fates = [
    { ...goesWell, turnAfterMs: 60_000 },
    { ...goesWell, turnAfterMs: 60_000 },
  ]
  const both = [here.bookings.run(ask()), there.bookings.run(ask())]
  await clock.advance(1)
  await clock.settle(1000, here.bookings.withdraw('', key))
  await clock.advance(120_000)
  await Promise.all(both)
  expect(await here.bookings.look('', key)).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  expect(upstream.sent).toEqual([])
})

test('simultaneous equal requests share a refusal, and a later one starts a new try', async () => {
  upstream.fates = [{ answerAfterMs: 20, answer: failures.refused }]
  const both = [here.bookings.run(ask()), there.bookings.run(ask())]
  await clock.advance(1000)
  const refused = { kind: 'refused', code: 'leadsquared-refused' }
  expect(await Promise.all(both)).toMatchObject([refused, refused])
  expect(upstream.sent).toHaveLength(1)
  expect(await clock.settle(50, here.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
})

test('the slower of two bodies under one key hears that the key is used', async () => {
  const other = ask({
    request: { ...ask().request, subject: 'Another' },
    fingerprint: 'another',
  })
  const both = [here.bookings.run(ask()), there.bookings.run(other)]
  await clock.advance(1000)
  expect(await Promise.all(both)).toMatchObject([booked, { code: 'key-reused' }])
  expect(upstream.sent).toHaveLength(1)
})

test.each([100_000, -100_000])(
  'a process whose clock is wrong by %i ms judges absence and leases by the clock of the store',
  async (wrongMs) => {
    const wrong = { now: () => clock.now() + wrongMs, sleep: clock.sleep.bind(clock) }
    await clock.settle(30_000, Promise.all([here.stop(), there.stop()]))
    const first = startProcess({ store, clock: wrong, upstream, name: 'wrong' })
    const second = startProcess({ store, clock, upstream, name: 'right' })
    upstream.fates = [{ commitAfterMs: 110_000, answerAfterMs: 20, answer: failures.broken }]
    expect(await clock.settle(50, first.bookings.run(ask()))).toMatchObject({
      kind: 'unconfirmed',
    })
    await clock.advance(100_000)
    expect(await second.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
    await clock.advance(60_000)
    expect(await first.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    expect(upstream.sent).toHaveLength(1)
    await clock.settle(30_000, Promise.all([first.stop(), second.stop()]))
  },
)

type Write = (changes?: { taskId?: string }) => ReturnType<AttemptStore['transition']>

/** A view of the store in which `firstWrite` decides how the first write of `booked` goes. */
function onceBooked(firstWrite: (write: Write) => ReturnType<Write>): AttemptStore {
  let isFirst = true
  return {
    ...store,
    transition: (id, from, patch) => {
      const write: Write = (changes = {}) => store.transition(id, from, { ...patch, ...changes })
      if (!isFirst || patch.state !== 'booked') return write()
      isFirst = false
      return firstWrite(write)
    },
  }
}

test.each([
  {
    what: 'the database took the write and its answer was lost',
    firstWrite: async (write: Write) => {
      await write()
      throw new StoreUnavailable('The connection broke.')
    },
    alerts: [],
  },
  {
    what: 'another process found the task while this one was frozen',
    firstWrite: async (write: Write) => {
      await write()
      return write()
    },
    alerts: [],
  },
  {
    what: 'another process gave it another task',
    firstWrite: async (write: Write) => {
      await write({ taskId: '99999999-9999-4999-8999-999999999999' })
      return write()
    },
    alerts: ['ALERT: booked, but the record has another end for it'],
  },
])(
  'an operator is alerted only if the record has another end: $what',
  async ({ firstWrite, alerts }) => {
    const third = startProcess({
      store: onceBooked(firstWrite),
      clock,
      upstream,
      name: 'process-3',
    })
    const told = third.bookings.run(ask())
    await clock.advance(2000)
    await told
    const logged = third.logged.map(({ message }) => message)
    expect(logged.filter((message) => message.startsWith('ALERT'))).toEqual(alerts)
    expect(logged.includes('booked')).toBe(alerts.length === 0)
    expect(await store.find('', key)).toMatchObject({ state: 'booked' })
    await clock.settle(30_000, third.stop())
  },
)
