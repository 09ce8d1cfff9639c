import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { key } from './test-booking.ts'
import { ask, booked, mortal, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
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

test('a booking is sent once and its outcome is kept', async () => {
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject(booked)
  expect(await store.find('', key)).toMatchObject({
    state: 'booked',
    taskId: booked.taskId,
    settledBy: 'answer',
    visitor: 'visitor-1',
    leaseOwner: null,
  })
  expect(upstream.sent).toHaveLength(1)
})

test('it costs one call to LeadSquared and three durable writes', async () => {
  const writes: string[] = []
  const counted: AttemptStore = {
    ...store,
    begin: (attempt) => (writes.push(`begin ${attempt.state}`), store.begin(attempt)),
    transition: (id, from, patch) => (
      writes.push(`to ${patch.state}`),
      store.transition(id, from, patch)
    ),
  }
  const other = startProcess({ store: counted, clock, upstream, name: 'process-2' })
  upstream.onCreate = () => expect(writes).toEqual(['begin waiting', 'to sending'])
  expect(await clock.settle(50, other.bookings.run(ask()))).toMatchObject(booked)
  expect(writes).toEqual(['begin waiting', 'to sending', 'to booked'])
  expect(upstream.lookUps).toEqual([])
  await other.stop()
})

test('the record says `sending` before the first byte leaves', async () => {
  const states: unknown[] = []
  upstream.onCreate = () => {
    void store.find('', key).then((attempt) => states.push(attempt?.state))
  }
  await clock.settle(50, desk.bookings.run(ask()))
  expect(states).toEqual(['sending'])
})

test('a double click makes one booking, and both requests get the same answer', async () => {
  const both = [desk.bookings.run(ask()), desk.bookings.run(ask())]
  const answers = await clock.settle(50, Promise.all(both))
  expect(answers).toMatchObject([booked, booked])
  expect(upstream.sent).toHaveLength(1)
})

test('two processes with one store book once, and the second request gets the same answer', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 300 }]
  const both = [desk.bookings.run(ask()), other.bookings.run(ask())]
  const [first, second] = await clock.settle(2000, Promise.all(both))
  expect(first).toMatchObject({ kind: 'booked' })
  // The losing request began at the same moment. It may only say that the other one is running.
  expect(['booked', 'unconfirmed', 'turned-away']).toContain(second?.kind)
  expect(await clock.settle(500, other.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
  await other.stop()
})

test('a request that comes while another process is sending waits for its outcome', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 1000 }]
  const first = desk.bookings.run(ask())
  await clock.advance(100)
  const second = other.bookings.run(ask())
  expect(await clock.settle(1500, second)).toMatchObject({ kind: 'booked', isReplay: true })
  expect(await first).toMatchObject(booked)
  await other.stop()
})

test('a request that comes while another process needs long for sending gets "in progress"', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 8000 }]
  const first = desk.bookings.run(ask())
  await clock.advance(100)
  expect(await clock.settle(2500, other.bookings.run(ask()))).toMatchObject({
    kind: 'turned-away',
    code: 'in-progress',
  })
  expect(await clock.settle(8000, first)).toMatchObject(booked)
  await other.stop()
})

test('the same key gets the same outcome later, in this process and in the next', async () => {
  const first = await clock.settle(50, desk.bookings.run(ask()))
  const again = await clock.settle(50, desk.bookings.run(ask()))
  expect(again).toEqual({ ...first, isReplay: true })
  const next = startProcess({ store, clock, upstream, name: 'process-2' })
  expect(await clock.settle(50, next.bookings.run(ask()))).toEqual({
    ...first,
    isReplay: true,
  })
  expect(upstream.sent).toHaveLength(1)
  await next.stop()
})

test('the same key with another body is refused, while the booking runs and afterwards', async () => {
  const other = { request: { ...ask().request, subject: 'Other' }, fingerprint: 'other' }
  const first = desk.bookings.run(ask())
  expect(await desk.bookings.run(ask(other))).toMatchObject({ code: 'key-reused' })
  await clock.settle(50, first)
  expect(await clock.settle(50, desk.bookings.run(ask(other)))).toMatchObject({
    code: 'key-reused',
  })
  expect(upstream.sent).toHaveLength(1)
})

test('the same key of two persons makes two bookings', async () => {
  const a = desk.bookings.run(ask({ person: 'a@example.com' }))
  const b = desk.bookings.run(ask({ person: 'b@example.com' }))
  expect(await clock.settle(50, Promise.all([a, b]))).toMatchObject([
    { kind: 'booked' },
    { kind: 'booked' },
  ])
  const references = upstream.sent.map((body) => body.Description)
  expect(references[0]).toContain('Booked by a@example.com with Appointment Desk, ref AD-')
  expect(new Set(references).size).toBe(2)
})

test('a process that stops leaves a waiting booking to the next one', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 20_000 }]
  await clock.settle(400, desk.bookings.run(ask()))
  await clock.settle(10, desk.stop())
  expect(upstream.sent).toEqual([])
  const next = startProcess({ store, clock, upstream, name: 'process-2' })
  await clock.advance(2000)
  expect(await next.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await next.stop()
})

test('a process that stops waits for the answer to a sent booking', async () => {
  upstream.fates = [{ ...goesWell, answerAfterMs: 2000 }]
  const answer = desk.bookings.run(ask())
  await clock.advance(100)
  await clock.settle(3000, desk.stop())
  expect(await answer).toMatchObject(booked)
})

test('a process that stops does not retry a booking that could not be sent, and leaves it to the next one', async () => {
  upstream.fates = [{ answerAfterMs: 500, answer: failures.unreachable }]
  const answer = desk.bookings.run(ask())
  await clock.advance(100)
  await clock.settle(500, desk.stop())
  expect(await answer).toMatchObject({ kind: 'waiting' })
  expect(await store.find('', key)).toMatchObject({ state: 'waiting', leaseOwner: null })
  expect(upstream.sent).toHaveLength(1)
})

const broken = () => Promise.reject(new StoreUnavailable('disk full'))

test('while the row cannot be read, no answer says that nothing was booked, and nothing is sent', async () => {
  const other = startProcess({ store: { ...store, find: broken }, clock, upstream })
  const answer = other.bookings.run(ask()).catch((error: unknown) => error)
  expect(await clock.settle(50, answer)).toBeInstanceOf(StoreUnavailable)
  expect(upstream.sent).toEqual([])
  await clock.settle(20_000, other.stop())
})

test('while the row cannot be written, nothing is sent and nothing is said about the booking', async () => {
  const other = startProcess({ store: { ...store, begin: broken }, clock, upstream })
  const answer = other.bookings.run(ask()).catch((error: unknown) => error)
  expect(await clock.settle(50, answer)).toBeInstanceOf(StoreUnavailable)
  expect(upstream.sent).toEqual([])
  await other.stop()
})

test('an outcome that cannot be written is not reported as certain', async () => {
  const transition: AttemptStore['transition'] = (id, from, patch) =>
    patch.state === 'booked' ? broken() : store.transition(id, from, patch)
  const other = startProcess({ store: { ...store, transition }, clock, upstream })
  const answer = other.bookings.run(ask())
  expect(await clock.settle(15_000, answer)).toMatchObject({ kind: 'unconfirmed' })
  expect(other.logged.map(({ message }) => message)).toContain('a booking could not be kept')
  await other.stop()
})

test('an outcome that can be written a moment later is reported then', async () => {
  let isAway = true
  const transition: AttemptStore['transition'] = (id, from, patch) =>
    patch.state === 'booked' && isAway ? broken() : store.transition(id, from, patch)
  const other = startProcess({ store: { ...store, transition }, clock, upstream })
  const answer = other.bookings.run(ask())
  await clock.advance(3000)
  isAway = false
  expect(await clock.settle(1000, answer)).toMatchObject(booked)
  await other.stop()
})

test('a booking that was planned when its process died is booked by the next one', async () => {
  const { store: view, kill } = mortal(store)
  const dying = startProcess({ store: view, clock, upstream, policy: { check: never } })
  void dying.bookings.run(ask())
  await clock.advance(100)
  kill()
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'waiting' })
  await clock.advance(20_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
})

const never = () => new Promise<never>(() => undefined)

test('slow look-ups are reported as waiting after three seconds, and continue', async () => {
  const slow = startProcess({ store, clock, upstream, policy: { check: () => clock.sleep(9000) } })
  expect(await clock.settle(3000, slow.bookings.run(ask()))).toMatchObject({ kind: 'waiting' })
  await clock.advance(7000)
  expect(await slow.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await slow.stop()
})

test('a booking that is withdrawn while its connection is being made is never sent', async () => {
  upstream.fates = [{ ...goesWell, connectsAfterMs: 60_000 }]
  const answer = desk.bookings.run(ask())
  await clock.advance(2000)
  const withdrawal = clock.settle(100, desk.bookings.withdraw('', key))
  expect(await withdrawal).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  expect(await answer).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  await clock.advance(120_000)
  expect(upstream.sent).toEqual([])
})

test('a booking that another process withdraws while its connection is being made is not sent', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ connectsAfterMs: 5000, answer: failures.unreachable }]
  void desk.bookings.run(ask())
  await clock.advance(2000)
  const withdrawal = other.bookings.withdraw('', key)
  // Only the sending process knows whether the call was sent.
  expect(await clock.settle(3000, withdrawal)).toMatchObject({ kind: 'unconfirmed' })
  await clock.advance(60_000)
  expect(await other.bookings.look('', key)).toMatchObject({ code: 'withdrawn' })
  expect(upstream.tasks).toEqual([])
  await other.stop()
})

test.each([
  ['while it wrote that it sends', 'write'],
  ['while it made a connection', 'connection'],
] as const)('a process that was frozen %s does not send when it wakes', async (_, where) => {
  const frozenMs = 10 * 60_000
  const transition: AttemptStore['transition'] = async (id, from, patch) => {
    const row = await store.transition(id, from, patch)
    if (patch.state === 'sending' && where === 'write') await clock.sleep(frozenMs)
    return row
  }
  const view: AttemptStore = { ...store, transition, renew: () => Promise.resolve() }
  const frozen = startProcess({ store: view, clock, upstream, name: 'frozen' })
  if (where === 'connection') upstream.fates = [{ ...goesWell, connectsAfterMs: frozenMs }]
  void frozen.bookings.run(ask())
  await clock.advance(200_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ code: 'not-created' })
  await clock.advance(frozenMs)
  expect(upstream.sent).toEqual([])
  await frozen.stop()
})
