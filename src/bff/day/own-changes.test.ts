import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import { parseDate } from '#time/civil.ts'
import { ownerId } from '../booking/test-booking.ts'
import { failures, type TestUpstream, testUpstream } from '../booking/test-upstream.ts'
import { changeFingerprint, type ChangeRequest } from '../changes/record.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { startChecking, wish } from './test-check.ts'
import { appointment, askDay, askDays, at, openDays } from './test-days.ts'

/** A calendar that is in memory is read again as soon as the desk itself has changed it. */

let clock: TestClock
let stores: Stores
let upstream: TestUpstream
let desks: ReturnType<typeof startChecking>[]

beforeEach(() => {
  clock = testClock()
  stores = openSqliteStores(':memory:', () => clock.now())
  upstream = testUpstream(clock)
  desks = []
})
afterEach(async () => {
  await clock.settle(60_000, Promise.all(desks.map((desk) => desk.stop())))
  await stores.close()
})

function open(mode: 'off' | 'advise') {
  const settings = { conflicts: { mode, gapMinutes: 0 } }
  const desk = startChecking({ stores, clock, upstream, settings })
  desks.push(desk)
  return desk
}

/** The starts of what the desk has in mind for the week of the booking. */
async function known({ memory }: ReturnType<typeof startChecking>): Promise<number[]> {
  const [from, to] = [parseDate('2026-11-23'), parseDate('2026-11-25')]
  if (from === null || to === null) throw new Error('The calendar has these days.')
  const asker = { lane: 'refresh', person: '', patienceMs: 1000 } as const
  const read = await memory.calendar(ownerId, { from, to }, asker)
  return (read?.value ?? []).map(({ DueDate }) => DueDate)
}

function change(desk: ReturnType<typeof startChecking>, request: ChangeRequest) {
  const { taskId, kind } = request
  const key = '0f8fad5b-d9cb-469f-a165-000000000001'
  const fingerprint = changeFingerprint(request)
  const asked = { person: '', visitor: 'visitor-1', key, kind, taskId, fingerprint, request }
  return clock.settle(8000, desk.bookings.run(asked))
}

const booked = { startMs: at('2026-11-24T05:00:00Z'), endMs: at('2026-11-24T05:30:00Z') }
const later = { startMs: at('2026-11-24T08:00:00Z'), endMs: at('2026-11-24T09:00:00Z') }

test('after a booking that claimed no time, since nothing is checked', async () => {
  const desk = open('off')
  expect(await known(desk)).toEqual([])
  await clock.settle(5000, desk.bookings.run(wish(1)))
  expect(await known(desk)).toEqual([booked.startMs])
  const reads = upstream.calendarReads
  await known(desk)
  expect(upstream.calendarReads).toBe(reads)
})

test('but not after a booking that claimed its time: the day tells it from the claim', async () => {
  const desk = open('advise')
  await known(desk)
  await clock.settle(5000, desk.bookings.run(wish(1)))
  const reads = upstream.calendarReads
  await known(desk)
  expect(upstream.calendarReads).toBe(reads)
})

test('after a booking whose answer was lost, once it is found', async () => {
  const desk = open('off')
  upstream.fates = [{ commitAfterMs: 8000, answer: failures.timedOut }]
  await clock.settle(5000, desk.bookings.run(wish(1)))
  expect(await known(desk)).toEqual([])
  await clock.advance(20_000)
  expect(await desk.bookings.look('', wish(1).key)).toMatchObject({ kind: 'booked' })
  expect(await known(desk)).toEqual([booked.startMs])
})

test.each(['off', 'advise'] as const)('after a move: %s', async (mode) => {
  const desk = open(mode)
  const answer = await clock.settle(5000, desk.bookings.run(wish(1)))
  if (answer.kind !== 'booked') throw new Error('It is not booked.')
  const { taskId } = answer
  await clock.advance(31_000)
  expect(await known(desk)).toEqual([booked.startMs])
  const moved = await change(desk, { kind: 'move', taskId, to: later, expected: booked })
  expect(moved).toMatchObject({ kind: 'booked' })
  expect(await known(desk)).toEqual([later.startMs])
})

test.each(['off', 'advise'] as const)('after a deletion: %s', async (mode) => {
  const desk = open(mode)
  const answer = await clock.settle(5000, desk.bookings.run(wish(1)))
  if (answer.kind !== 'booked') throw new Error('It is not booked.')
  await clock.advance(31_000)
  expect(await known(desk)).toEqual([booked.startMs])
  expect(await change(desk, { kind: 'delete', taskId: answer.taskId })).toMatchObject({
    kind: 'booked',
  })
  expect(await known(desk)).toEqual([])
})

test('while the calendar is being read, for those who wait for that read too', async () => {
  const desk = openDays()
  const asked = askDay(desk)
  await Promise.resolve()
  expect(desk.upstream.calls).toHaveLength(3)
  desk.upstream.rows = [appointment('2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z')]
  desk.deps.memory.calendarChanged(ownerId)
  expect((await asked).busy).toHaveLength(1)
  expect((await askDay(desk)).busy).toHaveLength(1)
})

test.each([
  ['reads the same days as before', 31_000],
  ['reads other days than before', 0],
])('and if the next read, which %s, fails, the old calendar is told as old', async (_, laterMs) => {
  const desk = openDays()
  desk.upstream.rows = [appointment('2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z')]
  // The first read covers more days, because the zone of the owner is not known yet.
  await askDays(desk)
  await desk.clock.advance(laterMs)
  await askDays(desk)
  desk.deps.memory.calendarChanged(ownerId)
  desk.upstream.fails.calendar = desk.down
  expect(await askDays(desk)).toMatchObject({
    days: [{ busy: [{}] }],
    staleSince: new Date(desk.clock.now()).toISOString(),
  })
})
