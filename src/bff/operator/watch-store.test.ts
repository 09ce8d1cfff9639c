import { beforeEach, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import { key } from '../booking/test-booking.ts'
import { ask, newAsk, startProcess, type TestProcess } from '../booking/test-bookings.ts'
import { failures, goesWell, testUpstream, type TestUpstream } from '../booking/test-upstream.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { watchStore } from './watch-store.ts'

let clock: TestClock
let stores: Stores
let isOpen: boolean
let upstream: TestUpstream
let instances: { desk: TestProcess; metrics: Metrics; logged: object[] }[]

function instance(name: string) {
  const metrics = createMetrics()
  const logged: object[] = []
  const log = { error: (event: object, message: string) => logged.push({ ...event, message }) }
  const store = watchStore(stores, { metrics, clock, log })
  return { metrics, logged, desk: startProcess({ store, clock, upstream, name }) }
}

beforeEach(() => {
  clock = testClock()
  isOpen = true
  stores = openSqliteStores(':memory:', () => clock.now())
  upstream = testUpstream(clock)
  instances = [instance('one'), instance('two')]
  return async () => {
    await clock.settle(30_000, Promise.all(instances.map(({ desk }) => desk.stop())))
    if (isOpen) await stores.close()
  }
})

/** The sum, over all instances, of the samples that begin so. */
async function sum(start: string): Promise<number> {
  const texts = await Promise.all(instances.map(({ metrics }) => metrics.text()))
  return texts
    .flatMap(({ body }) => body.split('\n'))
    .filter((line) => line.startsWith(start))
    .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0)
}

/** The sample of one instance that begins so. */
async function gauge(start: string): Promise<number> {
  const [first] = instances
  const { body } = first ? await first.metrics.text() : { body: '' }
  const line = body.split('\n').find((one) => one.startsWith(start)) ?? ''
  return Number(line.slice(line.lastIndexOf(' ')))
}

async function bookAtBoth(): Promise<void> {
  for (const { desk } of instances) await clock.settle(30_000, desk.bookings.run(ask()))
}

test('a booking is counted once, for any number of requests on any instance', async () => {
  await bookAtBoth()
  await bookAtBoth()
  for (const { desk } of instances) await desk.bookings.look('', key)
  expect(await sum('desk_bookings_total')).toBe(1)
  expect(await sum('desk_bookings_total{kind="book",outcome="booked",reason=""}')).toBe(1)
  expect(await sum('desk_booking_end_seconds_count{outcome="booked"}')).toBe(1)
})

test('40 bookings are counted as 40, and the 39 that wait are counted when they end', async () => {
  const asks = Array.from({ length: 40 }, (_, index) => newAsk(index))
  upstream.fates = asks.map(() => ({ ...goesWell, turnAfterMs: 5000 }))
  const answers = asks.map(async (one, index) => instances[index % 2]?.desk.bookings.run(one))
  await clock.advance(1000)
  expect(await sum('desk_bookings_total')).toBe(0)
  expect(await gauge('desk_bookings_open{state="waiting"}')).toBe(40)
  await clock.advance(10_000)
  await Promise.all(answers)
  expect(await sum('desk_bookings_total')).toBe(40)
  expect(await gauge('desk_bookings_open{state="waiting"}')).toBe(0)
})

test('a refusal is counted with its reason, and a later success is counted separately', async () => {
  upstream.fates = [{ answerAfterMs: 20, answer: failures.refused }]
  await bookAtBoth()
  const refused = 'desk_bookings_total{kind="book",outcome="refused",reason="leadsquared-refused"}'
  expect(await sum(refused)).toBe(1)
  expect(await sum('desk_bookings_total{kind="book",outcome="booked"')).toBe(1)
})

test('an unconfirmed booking is seen with its age, and counted when the calendar shows it', async () => {
  upstream.fates = [{ commitAfterMs: 100_000, answerAfterMs: 20, answer: failures.broken }]
  await bookAtBoth()
  await clock.advance(20_000)
  expect(await gauge('desk_bookings_open{state="unconfirmed"}')).toBe(1)
  const age = await gauge('desk_bookings_open_oldest_seconds{state="unconfirmed"}')
  expect(age).toBeGreaterThan(70)
  expect(age).toBeLessThan(90)
  expect(await sum('desk_bookings_total')).toBe(0)
  await clock.advance(120_000)
  expect(await sum('desk_bookings_total{kind="book",outcome="booked"')).toBe(1)
  expect(await gauge('desk_bookings_open{state="unconfirmed"}')).toBe(0)
  expect(await sum('desk_booking_end_seconds_bucket{le="60",outcome="booked"}')).toBe(0)
})

test('a task that appears after "not created" is counted as one alert and not as a second outcome', async () => {
  expect(await sum('desk_booking_alerts_total{alert="late"}')).toBe(0)
  upstream.fates = [{ commitAfterMs: 150_000, answerAfterMs: 20, answer: failures.broken }]
  await bookAtBoth()
  await clock.advance(140_000)
  const ended = 'desk_bookings_total{kind="book",outcome="not-created",reason="not-created"}'
  expect(await sum(ended)).toBe(1)
  await clock.advance(10 * 60_000)
  expect(await sum('desk_booking_alerts_total{alert="late"}')).toBe(1)
  expect(await sum('desk_bookings_total')).toBe(1)
})

test('a store that is away is counted, shown, and said with its cause, but not with each statement', async () => {
  await bookAtBoth()
  expect(await gauge('desk_store_up')).toBe(1)
  await stores.close()
  isOpen = false
  await clock.advance(8000)
  expect(await gauge('desk_store_up')).toBe(0)
  expect(await gauge('desk_bookings_open{state="unconfirmed"}')).toBeNaN()
  expect(await sum('desk_store_errors_total{kind="away"}')).toBeGreaterThan(5)
  const said = instances.flatMap(({ logged }) => logged)
  expect(said).toHaveLength(1)
  expect(said).toMatchObject([
    { message: 'the store failed', cause: expect.stringContaining('The store is closed.') },
  ])
})
