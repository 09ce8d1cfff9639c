import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { key } from './test-booking.ts'
import { ask, booked, mortal, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, type Fate, goesWell, neverArrived, type TestUpstream } from './test-upstream.ts'

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const answerLost: Fate = { commitAfterMs: 0, answerAfterMs: 10_000, answer: failures.timedOut }
const notCreated = { kind: 'refused', code: 'not-created' }

/** Books with a fate that leaves it unconfirmed; the clock then stands at the moment of that answer or a little later. */
async function bookUnconfirmed(fate: Fate): Promise<void> {
  upstream.fates = [fate]
  const answer = desk.bookings.run(ask())
  const waitMs = (fate.answerAfterMs ?? 0) + 10
  expect(await clock.settle(waitMs, answer)).toMatchObject({ kind: 'unconfirmed' })
}

function alerts(): string[] {
  return desk.logged.flatMap(({ message }) => (message.startsWith('ALERT') ? [message] : []))
}

test('a booking with a lost answer is found soon and reported like any other', async () => {
  await bookUnconfirmed(answerLost)
  await clock.advance(2000)
  expect(await desk.bookings.look('', key)).toMatchObject({
    ...booked,
    isReplay: true,
    appointment: { subject: 'Demo', description: '', start: '2026-11-24T05:00:00.000Z' },
  })
  expect(await store.find('', key)).toMatchObject({ settledBy: 'reconciler', nextCheckAt: null })
  expect(await desk.bookings.run(ask())).toMatchObject({ ...booked, isReplay: true })
  expect(upstream.sent).toHaveLength(1)
})

test('a task that commits late in the window is found when it is there', async () => {
  await bookUnconfirmed({ ...neverArrived, commitAfterMs: 35_000 })
  await clock.advance(33_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  await clock.advance(30_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('absence counts only at the end of the window, and then the key may be tried again', async () => {
  await bookUnconfirmed(neverArrived)
  await clock.advance(119_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({
    kind: 'unconfirmed',
  })
  await clock.advance(2000)
  expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
  const told = desk.logged.find(({ message }) => message === 'refused: it was not created')
  expect(told?.event).toMatchObject({ attempt: key })
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(2)
})

test('a calendar that was not read completely does not prove absence, but a task found in it counts', async () => {
  await bookUnconfirmed({ ...neverArrived, commitAfterMs: 150_000 })
  upstream.calendarsAreWhole = false
  await clock.advance(140_000)
  expect(await store.find('', key)).toMatchObject({ state: 'unconfirmed', goodReads: 0 })
  await clock.advance(60_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('failed reads do not prove absence', async () => {
  await bookUnconfirmed(neverArrived)
  upstream.readsFail = failures.timedOut
  await clock.advance(300_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  expect(await store.find('', key)).toMatchObject({ goodReads: 0 })
  upstream.readsFail = null
  // The first good read alone proves nothing; the second one does.
  await clock.advance(31_000)
  expect(await store.find('', key)).toMatchObject({ state: 'unconfirmed', goodReads: 1 })
  await clock.advance(31_000)
  expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
})

test.each([0, 90_000])(
  'where reads fail from %i ms on until absence counts, absence is told within five seconds of it',
  async (failFromMs) => {
    await bookUnconfirmed(neverArrived)
    await clock.advance(failFromMs)
    upstream.readsFail = failures.timedOut
    await clock.advance(120_500 - failFromMs)
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
    upstream.readsFail = null
    await clock.advance(4500)
    expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
  },
)

test('found twice: booked, and an alert names both', async () => {
  await bookUnconfirmed(answerLost)
  const [task] = upstream.tasks
  if (task) upstream.tasks.push({ ...task, UserTaskId: '33333333-3333-4333-8333-000000000009' })
  await clock.advance(2000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect((await store.find('', key))?.alert).toMatch(/000000000001.*000000000009/)
  expect(alerts()).toEqual(['ALERT: booked twice'])
  const told = desk.logged.find(({ message }) => message === 'ALERT: booked twice')
  expect(told?.event).toMatchObject({
    attempt: key,
    taskIds: [booked.taskId, '33333333-3333-4333-8333-000000000009'],
    alert: true,
  })
})

test('a task that another attempt owns is never taken, even if it is equal and unmarked', async () => {
  const unmarked = startProcess({ store, clock, upstream, settings: { marker: 'off' } })
  await clock.settle(50, unmarked.bookings.run(ask()))
  const second = ask({ key: '7d444840-9dc0-41d1-b245-5ffdce74fad3' })
  upstream.fates = [neverArrived]
  await clock.settle(50, unmarked.bookings.run(second))
  await clock.advance(130_000)
  expect(await unmarked.bookings.look('', second.key)).toMatchObject(notCreated)
  await unmarked.stop()
})

test('without a marker the task is found by what was sent', async () => {
  const unmarked = startProcess({ store, clock, upstream, settings: { marker: 'off' } })
  upstream.fates = [answerLost]
  await clock.settle(10_010, unmarked.bookings.run(ask()))
  await clock.advance(2000)
  expect(await unmarked.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await unmarked.stop()
})

test('without a fixed time the task is looked for today', async () => {
  const { start: _start, end: _end, ...request } = ask().request
  upstream.fates = [answerLost]
  await clock.settle(10_010, desk.bookings.run(ask({ request })))
  await clock.advance(2000)
  expect(await desk.bookings.look('', key)).toMatchObject({
    kind: 'booked',
    appointment: { start: '2026-11-23T09:00:00.000Z' },
  })
})

test('a task that is created after "not created" was told raises an alert with its id, and is told from then on', async () => {
  await bookUnconfirmed({ ...neverArrived, commitAfterMs: 200_000 })
  await clock.advance(130_000)
  expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
  await clock.advance(10 * 60_000)
  expect(alerts()).toEqual(['ALERT: a task was created too late'])
  expect((await store.find('', key))?.alert).toContain(booked.taskId)
  const toldNow = { ...booked, isReplay: true }
  expect(await desk.bookings.look('', key)).toMatchObject(toldNow)
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject(toldNow)
  expect(upstream.sent).toHaveLength(1)
})

test('the alert also names the task of the second try', async () => {
  await bookUnconfirmed({ ...neverArrived, commitAfterMs: 200_000 })
  await clock.advance(130_000)
  expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject({ kind: 'booked' })
  await clock.advance(10 * 60_000)
  const told = desk.logged.find(({ message }) => message.startsWith('ALERT'))
  expect(JSON.stringify(told)).toMatch(/000000000001.*000000000002/)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('after a last look that finds nothing there is nothing left to do', async () => {
  await bookUnconfirmed(neverArrived)
  await clock.advance(15 * 60_000)
  expect(await store.find('', key)).toMatchObject({ state: 'not-created', nextCheckAt: null })
  expect(alerts()).toEqual([])
})

test('a booking that a dead process was sending is settled by the next one', async () => {
  const { store: view, kill } = mortal(store)
  const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
  upstream.onCreate = kill
  void dying.bookings.run(ask())
  await clock.advance(100)
  expect(await store.find('', key)).toMatchObject({ state: 'sending', leaseOwner: 'dead' })
  await clock.advance(20_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
})

test('two reconcilers settle an attempt once', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  await bookUnconfirmed(answerLost)
  await clock.advance(5000)
  expect(upstream.calendarReads).toBe(1)
  await other.stop()
})

test('while a look waits long for its turn, no other process begins it', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  const read = upstream.leadSquared.retrieveAppointments
  upstream.leadSquared.retrieveAppointments = async (...query) => {
    await clock.sleep(45_000)
    return read(...query)
  }
  await bookUnconfirmed(answerLost)
  await clock.advance(50_000)
  expect(upstream.calendarReads).toBe(1)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await other.stop()
})

test('what was told to wait by a look alone is booked by the next process too', async () => {
  const { store: view, kill } = mortal(store)
  const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  void dying.bookings.run(ask())
  await clock.advance(50)
  expect(await dying.bookings.look('', key)).toMatchObject({ kind: 'waiting' })
  kill()
  await clock.advance(20_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('a waiting attempt whose process died is booked by the next one', async () => {
  const { store: view, kill } = mortal(store)
  const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  const answer = dying.bookings.run(ask())
  expect(await clock.settle(400, answer)).toMatchObject({ kind: 'waiting' })
  kill()
  await clock.advance(20_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
})
