import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { BookingAnswer } from './booking-answer.ts'
import { key } from './test-booking.ts'
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

test('a booking is sent once and its outcome is kept', async () => {
  expect(await clock.settle(50, desk.bookings.book(ask(clock)))).toMatchObject(booked)
  expect(await store.find('', key)).toMatchObject({
    state: 'booked',
    taskId: booked.taskId,
    settledBy: 'answer',
    visitor: 'visitor-1',
    leaseOwner: null,
  })
  expect(upstream.sent).toHaveLength(1)
})

test('it costs one call to LeadSquared and two durable writes', async () => {
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
  upstream.onCreate = () => expect(writes).toEqual(['begin sending'])
  expect(await clock.settle(50, other.bookings.book(ask(clock)))).toMatchObject(booked)
  expect(writes).toEqual(['begin sending', 'to booked'])
  expect(upstream.lookUps).toEqual([])
  await other.stop()
})

test('the record says `sending` before the first byte leaves', async () => {
  const states: unknown[] = []
  upstream.onCreate = () => {
    void store.find('', key).then((attempt) => states.push(attempt?.state))
  }
  await clock.settle(50, desk.bookings.book(ask(clock)))
  expect(states).toEqual(['sending'])
})

test('a double click is one booking, and both are told the same', async () => {
  const both = [desk.bookings.book(ask(clock)), desk.bookings.book(ask(clock))]
  const answers = await clock.settle(50, Promise.all(both))
  expect(answers).toMatchObject([booked, booked])
  expect(upstream.sent).toHaveLength(1)
})

test('two processes with one store book once, and who comes second is told the same', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 300 }]
  const both = [desk.bookings.book(ask(clock)), other.bookings.book(ask(clock))]
  const [first, second] = await clock.settle(2000, Promise.all(both))
  expect(first).toMatchObject({ kind: 'booked' })
  // It began at the same moment and lost; what it may say is that the other one is at work.
  expect(['booked', 'unconfirmed', 'turned-away']).toContain(second?.kind)
  expect(await clock.settle(500, other.bookings.book(ask(clock)))).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
  await other.stop()
})

test('who comes while another process is sending waits for its outcome', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 1000 }]
  const first = desk.bookings.book(ask(clock))
  await clock.advance(100)
  const second = other.bookings.book(ask(clock))
  expect(await clock.settle(1500, second)).toMatchObject({ kind: 'booked', isReplay: true })
  expect(await first).toMatchObject(booked)
  await other.stop()
})

test('who comes while another process sends for long is told that it is in progress', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  upstream.fates = [{ ...goesWell, answerAfterMs: 8000 }]
  const first = desk.bookings.book(ask(clock))
  await clock.advance(100)
  expect(await clock.settle(2500, other.bookings.book(ask(clock)))).toMatchObject({
    kind: 'turned-away',
    code: 'in-progress',
  })
  expect(await clock.settle(8000, first)).toMatchObject(booked)
  await other.stop()
})

test('the same key later is the same outcome, in this process and in the next', async () => {
  const first = await clock.settle(50, desk.bookings.book(ask(clock)))
  const again = await clock.settle(50, desk.bookings.book(ask(clock)))
  expect(again).toEqual({ ...first, isReplay: true })
  const next = startProcess({ store, clock, upstream, name: 'process-2' })
  expect(await clock.settle(50, next.bookings.book(ask(clock)))).toEqual({
    ...first,
    isReplay: true,
  })
  expect(upstream.sent).toHaveLength(1)
  await next.stop()
})

test('the same key with another body is turned away, while it runs and afterwards', async () => {
  const other = { request: { ...ask(clock).request, subject: 'Other' }, fingerprint: 'other' }
  const first = desk.bookings.book(ask(clock))
  expect(await desk.bookings.book(ask(clock, other))).toMatchObject({ code: 'key-reused' })
  await clock.settle(50, first)
  expect(await clock.settle(50, desk.bookings.book(ask(clock, other)))).toMatchObject({
    code: 'key-reused',
  })
  expect(upstream.sent).toHaveLength(1)
})

test('the same key of two persons is two bookings', async () => {
  const a = desk.bookings.book(ask(clock, { person: 'a@example.com' }))
  const b = desk.bookings.book(ask(clock, { person: 'b@example.com' }))
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
  await clock.settle(400, desk.bookings.book(ask(clock)))
  await clock.settle(10, desk.stop())
  expect(upstream.sent).toEqual([])
  const next = startProcess({ store, clock, upstream, name: 'process-2' })
  await clock.advance(2000)
  expect(await next.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await next.stop()
})

test('a process that stops lets what was sent come to its end', async () => {
  upstream.fates = [{ ...goesWell, answerAfterMs: 2000 }]
  const answer = desk.bookings.book(ask(clock))
  await clock.advance(100)
  await clock.settle(3000, desk.stop())
  expect(await answer).toMatchObject(booked)
})

test('a process that stops tries what could not be sent no more, and leaves it to the next one', async () => {
  upstream.fates = [{ answerAfterMs: 500, answer: failures.unreachable }]
  const answer = desk.bookings.book(ask(clock))
  await clock.advance(100)
  await clock.settle(500, desk.stop())
  expect(await answer).toMatchObject({ kind: 'waiting' })
  expect(await store.find('', key)).toMatchObject({ state: 'waiting', leaseOwner: null })
  expect(upstream.sent).toHaveLength(1)
})

const broken = () => Promise.reject(new Error('disk full'))

test('while the record cannot be read, nobody is told that nothing was booked', async () => {
  const other = startProcess({ store: { ...store, find: broken }, clock, upstream })
  const answer: BookingAnswer = await clock.settle(50, other.bookings.book(ask(clock)))
  expect(answer).toMatchObject({ kind: 'turned-away', code: 'internal' })
  expect(upstream.sent).toEqual([])
  await other.stop()
})

test('while the record cannot be written, nothing is sent', async () => {
  const other = startProcess({ store: { ...store, begin: broken }, clock, upstream })
  expect(await clock.settle(50, other.bookings.book(ask(clock)))).toMatchObject({
    kind: 'refused',
    code: 'internal',
  })
  expect(upstream.sent).toEqual([])
  await other.stop()
})

test('an outcome that cannot be written is not told as certain', async () => {
  const other = startProcess({ store: { ...store, transition: broken }, clock, upstream })
  expect(await clock.settle(50, other.bookings.book(ask(clock)))).toMatchObject({
    kind: 'unconfirmed',
  })
  expect(other.logged.map(({ message }) => message)).toContain('a booking could not be kept')
  await other.stop()
})
