import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { key } from './test-booking.ts'
import { ask, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, goesWell, type TestUpstream } from './test-upstream.ts'

/** What a request is told, or may still do, while another process or a slow LeadSquared works on the same row. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

test.each([
  ['booked', goesWell],
  ['refused', { answer: failures.refused }],
] as const)('a booking that is %s already cannot be withdrawn', async (kind, fate) => {
  upstream.fates = [fate]
  await clock.settle(50, desk.bookings.run(ask()))
  const before = await store.find('', key)
  expect(await clock.settle(50, desk.bookings.withdraw('', key))).toMatchObject({ kind })
  expect(await store.find('', key)).toMatchObject({
    state: kind,
    withdrawnAt: null,
    settledAt: before?.settledAt,
  })
})

test('a withdrawal is written also when the row changes at the same moment', async () => {
  let writes = 0
  const view: AttemptStore = {
    ...store,
    transition(...change) {
      writes += 1
      return writes === 1 ? Promise.resolve(null) : store.transition(...change)
    },
  }
  const other = startProcess({ store: view, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  void desk.bookings.run(ask())
  await clock.advance(50)
  const answer = await clock.settle(50, other.bookings.withdraw('', key))
  expect(answer).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  expect(await store.find('', key)).toMatchObject({ state: 'refused', settledBy: 'answer' })
  await other.stop()
})

test('a repeated request waits while the times that LeadSquared chose are read back', async () => {
  const { start: _start, end: _end, ...request } = ask().request
  const read = upstream.leadSquared.getTaskById
  upstream.leadSquared.getTaskById = async (...query) => {
    await clock.sleep(500)
    return read(...query)
  }
  void desk.bookings.run(ask({ request }))
  await clock.advance(200)
  expect(await store.find('', key)).toMatchObject({ state: 'booked' })
  expect(await clock.settle(600, desk.bookings.run(ask({ request })))).toMatchObject({
    kind: 'booked',
    isReplay: true,
    appointment: { start: '2026-11-23T09:00:00.000Z' },
  })
})

test('a booking that LeadSquared refused for its rate is told as waiting, although its next check takes long', async () => {
  let checks = 0
  const slow = startProcess({
    store,
    clock,
    upstream,
    name: 'slow',
    conflicts: {
      async check() {
        checks += 1
        if (checks === 2) await clock.sleep(20_000)
        return { means: 'clear', permit: undefined, isChecked: undefined }
      },
    },
  })
  upstream.fates = [{ answer: failures.rateLimited }]
  expect(await clock.settle(3100, slow.bookings.run(ask()))).toMatchObject({ kind: 'waiting' })
  await clock.advance(20_000)
  expect(await slow.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await slow.stop()
})
