import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { key, taskType } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, goesWell, type TestUpstream } from './test-upstream.ts'

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
  ['refused', failures.refused, 'leadsquared-refused'],
  ['bad keys', failures.badKeys, 'leadsquared-credentials'],
] as const)(
  '%s: refused at once, kept for the audit, and tried again with the same key',
  async (_, failure, code) => {
    upstream.fates = [{ answer: failure }]
    const answer = await clock.settle(50, desk.bookings.run(ask()))
    expect(answer).toMatchObject({ kind: 'refused', code })
    expect(JSON.stringify(answer)).not.toContain('what LeadSquared said')
    expect(await store.find('', key)).toMatchObject({
      state: 'refused',
      said: 'what LeadSquared said',
    })
    expect(JSON.stringify(desk.logged)).toContain('what LeadSquared said')
    expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
    expect(upstream.sent).toHaveLength(2)
  },
)

test.each([
  ['deleted', []],
  ['renamed', [taskType({ name: 'Meeting at noon' })]],
  ['replaced by one of the same name', [taskType({ id: '44444444-4444-4444-8444-000000000009' })]],
])('refused because its type was %s meanwhile: that is said', async (_, taskTypesNow) => {
  const changed = startProcess({ store, clock, upstream, taskTypesNow })
  upstream.fates = [{ answer: failures.refused }]
  expect(await clock.settle(50, changed.bookings.run(ask()))).toMatchObject({
    kind: 'refused',
    code: 'unknown-task-type',
    facts: { errors: [{ pointer: '/taskType' }] },
  })
  expect(await store.find('', key)).toMatchObject({ said: 'what LeadSquared said' })
  await changed.stop()
})

test('keys that are refused are told as such, also when the type is gone meanwhile', async () => {
  const changed = startProcess({ store, clock, upstream, taskTypesNow: [] })
  upstream.fates = [{ answer: failures.badKeys }]
  const answer = await clock.settle(50, changed.bookings.run(ask()))
  expect(answer).toMatchObject({ kind: 'refused', code: 'leadsquared-credentials' })
  await changed.stop()
})

test('a refusal stays a refusal when the list of types cannot be read', async () => {
  desk.deps.taskTypes.refresh = () => Promise.reject(new Error('LeadSquared is away'))
  upstream.fates = [{ answer: failures.refused }]
  const answer = await clock.settle(50, desk.bookings.run(ask()))
  expect(answer).toMatchObject({ kind: 'refused', code: 'leadsquared-refused' })
})

test.each(['timedOut', 'broken', 'unreadable'] as const)(
  '%s: unconfirmed, and the same key is not sent again',
  async (name) => {
    upstream.fates = [{ commitAfterMs: 0, answerAfterMs: 20, answer: failures[name] }]
    expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({
      kind: 'unconfirmed',
    })
    expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({
      kind: 'unconfirmed',
    })
    expect(upstream.sent).toHaveLength(1)
    expect(await store.find('', key)).toMatchObject({ said: 'what LeadSquared said' })
  },
)

test.each(['rateLimited', 'unreachable'] as const)(
  '%s: nothing was created, so it waits and is sent again',
  async (name) => {
    upstream.fates = [{ answer: failures[name] }, { answer: failures[name] }]
    expect(await clock.settle(3000, desk.bookings.run(ask()))).toMatchObject(
      name === 'rateLimited' ? { kind: 'booked' } : { kind: 'waiting', reason: 'unreachable' },
    )
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    expect(upstream.sent).toHaveLength(3)
    expect(upstream.tasks).toHaveLength(1)
  },
)

test('a booking is refused as unreachable when LeadSquared stays away longer than the time limit', async () => {
  upstream.fates = Array.from({ length: 100 }, () => ({ answer: failures.unreachable }))
  expect(await clock.settle(500, desk.bookings.run(ask()))).toMatchObject({ kind: 'waiting' })
  await clock.advance(125_000)
  expect(await desk.bookings.look('', key)).toMatchObject({
    kind: 'refused',
    code: 'leadsquared-unreachable',
  })
  expect(upstream.tasks).toEqual([])
})

test('a booking that must wait for a turn is stored, reported within 400 ms, and booked without another request', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  const answer = await clock.settle(400, desk.bookings.run(ask()))
  expect(answer).toEqual({ kind: 'waiting', position: 3, aboutMs: 5000, reason: 'busy' })
  expect(await store.find('', key)).toMatchObject({ state: 'waiting' })
  const joined = await clock.settle(400, desk.bookings.run(ask()))
  expect(joined).toMatchObject({ kind: 'waiting' })
  await clock.advance(5000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
})

test('a short wait is not reported', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 200 }]
  expect(await clock.settle(240, desk.bookings.run(ask()))).toMatchObject(booked)
})

test('after its time limit a booking is refused as busy, and nothing was sent', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 500_000 }]
  await clock.settle(400, desk.bookings.run(ask()))
  await clock.advance(120_000)
  expect(await desk.bookings.look('', key)).toMatchObject({
    kind: 'refused',
    code: 'leadsquared-busy',
    facts: { params: { retryAfterSeconds: 5 } },
  })
  expect(upstream.sent).toEqual([])
})

test('a waiting booking can be withdrawn, and then the same key can book again', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  await clock.settle(400, desk.bookings.run(ask()))
  const withdrawn = { kind: 'refused', code: 'withdrawn' }
  expect(await clock.settle(10, desk.bookings.withdraw('', key))).toMatchObject(withdrawn)
  await clock.advance(10_000)
  expect(await desk.bookings.look('', key)).toMatchObject(withdrawn)
  expect(upstream.sent).toEqual([])
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
})

test('another process can withdraw it too, and then the waiting process does not send it', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 3000 }]
  await clock.settle(400, desk.bookings.run(ask()))
  expect(await clock.settle(10, other.bookings.withdraw('', key))).toMatchObject({
    code: 'withdrawn',
  })
  await clock.advance(10_000)
  expect(upstream.sent).toEqual([])
  await other.stop()
})

test.each([
  ['stop', (process: TestProcess) => process.stop()],
  ['withdrawal', (process: TestProcess) => process.bookings.withdraw('', key)],
])('a %s while it is being noted as sent comes too late: it is sent', async (_, interfere) => {
  let interference: Promise<unknown> = Promise.resolve()
  const watched: AttemptStore = {
    ...store,
    transition: (id, from, patch) => {
      if (patch.state === 'sending') interference = interfere(other)
      return store.transition(id, from, patch)
    },
  }
  const other = startProcess({ store: watched, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  await clock.settle(400, other.bookings.run(ask()))
  await clock.advance(10_000)
  await interference
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
  await other.stop()
})

test('a waiting booking whose turn comes while the store is away is booked when it is back', async () => {
  let isAway = false
  const fragile: AttemptStore = {
    ...store,
    transition: (...change) =>
      isAway ? Promise.reject(new Error('the database is away')) : store.transition(...change),
  }
  const other = startProcess({ store: fragile, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 4000 }]
  await clock.settle(400, other.bookings.run(ask()))
  isAway = true
  await clock.advance(10_000)
  isAway = false
  await clock.advance(30_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.tasks).toHaveLength(1)
  await other.stop()
})

test('a sent booking cannot be withdrawn', async () => {
  const answer = desk.bookings.run(ask())
  await clock.advance(10)
  const withdrawal = desk.bookings.withdraw('', key)
  expect(await clock.settle(50, withdrawal)).toMatchObject({ kind: 'booked' })
  expect(await answer).toMatchObject(booked)
  expect(await desk.bookings.withdraw('', '7d444840-9dc0-41d1-b245-5ffdce74fad3')).toBeNull()
})

test('while a booking is being sent, every request sees it as unconfirmed', async () => {
  upstream.fates = [{ ...goesWell, answerAfterMs: 5000 }]
  const answer = desk.bookings.run(ask())
  await clock.advance(1000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  expect(await clock.settle(5000, answer)).toMatchObject(booked)
})
