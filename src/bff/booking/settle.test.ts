import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import type { TestClock } from '../test-clock.ts'
import { keepTrying } from './settle.ts'
import { key } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import {
  failures,
  type Fate,
  goesWell,
  lostAnswer,
  neverArrived,
  type TestUpstream,
} from './test-upstream.ts'

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const otherKey = '7d444840-9dc0-41d1-b245-5ffdce74fad3'

function alerts(): string[] {
  return desk.logged.flatMap(({ message }) => (message.startsWith('ALERT') ? [message] : []))
}

test('a task that LeadSquared names twice is told to both reps, belongs to the first, and an operator is alerted', async () => {
  await clock.settle(50, desk.bookings.run(ask()))
  // The next create gets the id of the first one.
  upstream.sent.length = 0
  const second = await clock.settle(50, desk.bookings.run(ask({ key: otherKey })))
  expect(second).toMatchObject(booked)
  expect(await store.find('', key)).toMatchObject({ taskId: booked.taskId, alert: null })
  expect(await store.find('', otherKey)).toMatchObject({
    state: 'booked',
    taskId: null,
    alert: `Task ${booked.taskId} was given to another attempt too.`,
  })
})

test('each outcome is logged once, with the key and the task', async () => {
  await clock.settle(50, desk.bookings.run(ask()))
  upstream.fates = [lostAnswer]
  await clock.settle(5000, desk.bookings.run(ask({ key: otherKey })))
  expect(desk.logged).toMatchObject([
    { message: 'booked', event: { attempt: key, taskId: booked.taskId } },
    { message: 'unconfirmed: no readable answer came', event: { attempt: otherKey } },
    { message: 'booked: its task was found', event: { attempt: otherKey } },
  ])
})

describe('after "not created"', () => {
  /** Told as not created; the clock then stands right before the last look. */
  async function untilLastLook(fate: Fate): Promise<void> {
    upstream.fates = [fate]
    await clock.settle(30, desk.bookings.run(ask()))
    await clock.advance(125_000)
    const row = await store.find('', key)
    expect(row).toMatchObject({ state: 'not-created', alert: null })
    await clock.advance((row?.nextCheckAt ?? 0) - clock.now() - 500)
  }

  test.each<[string, Fate]>([
    ['is being sent', { commitAfterMs: 0, answerAfterMs: 2000, answer: 'id' }],
    ['is unconfirmed', lostAnswer],
    ['waits for its turn', { ...goesWell, turnAfterMs: 2000 }],
  ])(
    'the task of a second try that %s is not taken for a late one of the first',
    async (_, fate) => {
      await untilLastLook(neverArrived)
      upstream.fates = [fate]
      void desk.bookings.run(ask())
      await clock.advance(4 * 60_000)
      expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
      expect(upstream.tasks).toHaveLength(1)
      expect(alerts()).toEqual([])
    },
  )

  test('a look that fails is repeated a minute later, and finds the task then', async () => {
    await untilLastLook({ ...neverArrived, commitAfterMs: 300_000 })
    upstream.readsFail = failures.timedOut
    await clock.advance(55_000)
    upstream.readsFail = null
    expect(alerts()).toEqual([])
    await clock.advance(10_000)
    expect(alerts()).toEqual(['ALERT: a task was created too late'])
    expect(await store.find('', key)).toMatchObject({
      state: 'booked',
      nextCheckAt: null,
      alert: `Told as not created, and created late: tasks ${booked.taskId}.`,
    })
  })

  test('a late task goes to the last of two tries that were both told as not created', async () => {
    upstream.fates = [{ ...neverArrived, commitAfterMs: 300_000 }, neverArrived]
    await clock.settle(30, desk.bookings.run(ask()))
    await clock.advance(125_000)
    await clock.settle(30, desk.bookings.run(ask()))
    await clock.advance(15 * 60_000)
    expect(await store.find('', key)).toMatchObject({
      generation: 2,
      state: 'booked',
      taskId: booked.taskId,
    })
    expect(await desk.bookings.look('', key)).toMatchObject({ ...booked, isReplay: true })
  })

  test('a late task beside that of a second try is named to the operator, and the second stays booked', async () => {
    await untilLastLook({ ...neverArrived, commitAfterMs: 300_000 })
    // The second try came before the first task showed.
    upstream.tasks.length = 0
    await clock.settle(50, desk.bookings.run(ask()))
    const [second] = upstream.tasks
    if (second) {
      upstream.tasks.push({ ...second, UserTaskId: 'AAAAAAAA-3333-4333-8333-000000000009' })
    }
    await clock.advance(5 * 60_000)
    expect(await store.find('', key)).toMatchObject({ generation: 2, taskId: second?.UserTaskId })
    const alerted = desk.logged.find(({ message }) => message.startsWith('ALERT'))
    expect(alerted?.event).toMatchObject({
      attempt: key,
      taskIds: ['AAAAAAAA-3333-4333-8333-000000000009', second?.UserTaskId],
    })
    await clock.advance(2 * 60_000)
    expect(alerts()).toHaveLength(1)
  })
})

describe('a store that is away', () => {
  const away = (untilMs: number) => () =>
    clock.now() < untilMs
      ? Promise.reject(new StoreUnavailable('away'))
      : Promise.resolve('written')

  test('is asked again for ten seconds', async () => {
    const { signal } = new AbortController()
    const kept = keepTrying(away(clock.now() + 10_000), { signal }, { clock })
    expect(await clock.settle(10_000, kept)).toBe('written')
    const lost = keepTrying(away(Infinity), { signal }, { clock }).catch(String)
    expect(await clock.settle(10_000, lost)).toContain('away')
  })

  test('is not waited for by a process that stops', async () => {
    const stopping = new AbortController()
    const lost = keepTrying(away(Infinity), stopping, { clock }).catch(String)
    await clock.advance(1000)
    stopping.abort()
    expect(await clock.settle(0, lost)).toContain('away')
  })

  test('any other fault is thrown at once', async () => {
    const { signal } = new AbortController()
    let tries = 0
    const work = () => {
      tries += 1
      return Promise.reject(new Error('a fault of ours'))
    }
    expect(await clock.settle(0, keepTrying(work, { signal }, { clock }).catch(String))).toContain(
      'a fault of ours',
    )
    expect(tries).toBe(1)
  })
})

test('a process that could not keep a booking tells so, and another finds its task', async () => {
  const other = startProcess({
    store: {
      ...store,
      transition: (id, from, patch) =>
        patch.state === 'booked'
          ? Promise.reject(new StoreUnavailable('away'))
          : store.transition(id, from, patch),
    },
    clock,
    upstream,
    name: 'process-2',
  })
  void other.bookings.run(ask())
  await clock.advance(60_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  const lost = other.logged.find(({ message }) => message === 'a booking could not be kept')
  expect(lost?.event).toMatchObject({ attempt: key, taskId: booked.taskId })
  await other.stop()
})
