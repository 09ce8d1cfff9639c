import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { key } from './test-booking.ts'
import { ask, mortal, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import { failures, type Fate, goesWell, neverArrived, type TestUpstream } from './test-upstream.ts'

/**
 * LeadSquared creates tasks later than the desk assumes, while the rep tries again under the same key. An alert must name each
 * task that no rep was told of, and no try may stay open forever.
 */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const windowMs = 120_000
const lastLookMs = 10 * 60_000
const refusedAtOnce: Fate = { answerAfterMs: 20, answer: failures.refused }
const notCreated = { kind: 'refused', code: 'not-created' }

/** A create without an answer, whose task is there after so long. */
function late(commitAfterMs: number): Fate {
  return { ...neverArrived, commitAfterMs }
}

/** One more try under the same key. */
async function press(fate: Fate, of: TestProcess = desk): Promise<void> {
  upstream.fates = [fate]
  await clock.settle(50, of.bookings.run(ask()))
}

function taskId(number: number): string {
  return `33333333-3333-4333-8333-00000000000${number}`
}

/** The tasks that the alerts in the audit trail name, and the messages of the log that nobody wants to see. */
async function alerts(...processes: TestProcess[]): Promise<string> {
  for (const { logged } of [desk, ...processes]) {
    const messages = logged.map(({ message }) => message)
    expect(messages).not.toContain('an attempt could not be worked on')
  }
  let told = ''
  for await (const { alert } of store.audit(0)) told += `${alert ?? ''}\n`
  return told
}

test('both tries are late: an alert names both tasks, and the rep is told of the second', async () => {
  await press(late(300_000))
  await clock.advance(windowMs + 2000)
  await press(late(200_000))
  await clock.advance(windowMs + 2000)
  expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
  await clock.advance(lastLookMs + 5000)
  const told = await alerts()
  expect(told).toContain(taskId(1))
  expect(told).toContain(taskId(2))
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('the task of the second try comes after the last look for the first', async () => {
  await press(late(300_000))
  await clock.advance(windowMs + 2000)
  await press(late(lastLookMs + 60_000))
  await clock.advance(lastLookMs)
  expect(await alerts()).toContain(taskId(1))
  await clock.advance(windowMs + 10_000)
  expect(await alerts()).toContain(taskId(2))
})

test('the second try took the late task of the first: an alert names the task of the second', async () => {
  await press(late(690_000))
  await clock.advance(685_000)
  await press(late(38_000))
  await clock.advance(15_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', taskId: taskId(1) })
  await clock.advance(lastLookMs)
  expect(await alerts()).toContain(taskId(2))
})

test('the second try was refused: the late task of the first is alerted, and a third try books its own', async () => {
  await press(late(300_000))
  await clock.advance(windowMs + 2000)
  await press(refusedAtOnce)
  await clock.advance(lastLookMs + 5000)
  expect(await alerts()).toContain(taskId(1))
  await press({ ...goesWell, answer: failures.broken })
  await clock.advance(5000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', taskId: taskId(3) })
  await alerts()
})

test('a third try without a task of its own ends as not created', async () => {
  await press(late(300_000))
  await clock.advance(windowMs + 2000)
  await press(refusedAtOnce)
  await clock.advance(lastLookMs + 5000)
  await press(neverArrived)
  await clock.advance(windowMs + 5000)
  expect(await desk.bookings.look('', key)).toMatchObject(notCreated)
  await clock.advance(lastLookMs + 5000)
  expect(await store.find('', key)).toMatchObject({ state: 'not-created', nextCheckAt: null })
  await alerts()
})

test('the rep withdrew it after it had left, and two processes share the store: one alert names the late task', async () => {
  const other = startProcess({ store, clock, upstream, name: 'process-2' })
  await press(late(300_000))
  expect(await clock.settle(4000, desk.bookings.withdraw('', key))).toMatchObject({
    kind: 'unconfirmed',
  })
  await clock.advance(windowMs + 2000)
  expect(await other.bookings.look('', key)).toMatchObject(notCreated)
  await clock.advance(lastLookMs)
  expect(await alerts(other)).toContain(taskId(1))
  const told = [...desk.logged, ...other.logged].filter(({ message }) =>
    message.startsWith('ALERT'),
  )
  expect(told).toHaveLength(1)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', taskId: taskId(1) })
  await clock.settle(30_000, other.stop())
})

test('the process dies during the last look: the next one alerts', async () => {
  const { store: view, kill } = mortal(store)
  await desk.stop()
  const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
  await press(late(300_000), dying)
  await clock.advance(windowMs + 2000)
  const read = upstream.leadSquared.retrieveAppointments
  upstream.leadSquared.retrieveAppointments = (...query) => {
    kill()
    return read(...query)
  }
  await clock.advance(lastLookMs)
  upstream.leadSquared.retrieveAppointments = read
  expect(await alerts()).not.toContain(taskId(1))
  const next = startProcess({ store, clock, upstream, name: 'next' })
  await clock.advance(30_000)
  expect(await alerts(next)).toContain(taskId(1))
  expect(await next.bookings.look('', key)).toMatchObject({ kind: 'booked', taskId: taskId(1) })
  await next.stop()
})
