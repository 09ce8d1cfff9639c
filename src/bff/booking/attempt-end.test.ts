import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { endWithout } from './attempt-end.ts'
import { newAttempt } from './attempt-record.ts'
import { createRun } from './attempt-run.ts'
import { key } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, goesWell, type TestUpstream } from './test-upstream.ts'

/** Two processes hold the same key: what the one may say of it depends on what the other did. */

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

test('what is withdrawn here while it was booked there is told as booked', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 60_000 }]
  const waiting = here.bookings.book(ask(clock))
  await clock.advance(1)
  expect(await clock.settle(50, there.bookings.book(ask(clock)))).toMatchObject(booked)
  const told = clock.settle(50, here.bookings.withdraw('', key))
  expect(await told).toMatchObject({ kind: 'booked', taskId: booked.taskId })
  expect(await waiting).toMatchObject({ kind: 'booked', taskId: booked.taskId })
})

test('what only waits there can be withdrawn here', async () => {
  upstream.fates = [
    { ...goesWell, turnAfterMs: 60_000 },
    { ...goesWell, turnAfterMs: 60_000 },
  ]
  const both = [here.bookings.book(ask(clock)), there.bookings.book(ask(clock))]
  await clock.advance(1)
  await clock.settle(1000, here.bookings.withdraw('', key))
  await clock.advance(120_000)
  await Promise.all(both)
  expect(await here.bookings.look('', key)).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  expect(upstream.sent).toEqual([])
})

test('equal requests of one moment share a refusal, and a later one is tried afresh', async () => {
  upstream.fates = [{ answerAfterMs: 20, answer: failures.refused }]
  const both = [here.bookings.book(ask(clock)), there.bookings.book(ask(clock))]
  await clock.advance(1000)
  const refused = { kind: 'refused', code: 'leadsquared-refused' }
  expect(await Promise.all(both)).toMatchObject([refused, refused])
  expect(upstream.sent).toHaveLength(1)
  expect(await clock.settle(50, here.bookings.book(ask(clock)))).toMatchObject({ kind: 'booked' })
})

test('of two bodies under one key the slower one is told that the key is taken', async () => {
  const other = ask(clock, {
    request: { ...ask(clock).request, subject: 'Another' },
    fingerprint: 'another',
  })
  const both = [here.bookings.book(ask(clock)), there.bookings.book(other)]
  await clock.advance(1000)
  expect(await Promise.all(both)).toMatchObject([booked, { code: 'key-reused' }])
  expect(upstream.sent).toHaveLength(1)
})

test.each([
  ['sending', 'withdrawn', 'unconfirmed'],
  ['sending', 'leadsquared-unreachable', 'unconfirmed'],
  ['waiting', 'withdrawn', 'refused'],
] as const)(
  'what is %s there when the promise to wait is written here, and then %s, is %s',
  async (state, code, kind) => {
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const deps = { attempts: store, clock, log, leaseOwner: 'process-3', timeoutMs: 10_000 }
    const run = createRun(ask(clock), null, deps)
    const lease = { leaseOwner: 'process-4', leaseUntil: clock.now() + 15_000 }
    await store.begin(newAttempt(ask(clock), state, null, lease, clock.now()))
    expect(await run.keepWaiting()).toBe(false)
    const told = await endWithout(run, code, {}, { attempts: store, clock, log })
    expect(told).toMatchObject({ kind })
    expect(await store.find('', key)).toMatchObject({ state: kind === 'refused' ? kind : state })
  },
)
