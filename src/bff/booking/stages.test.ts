import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { newAttempt } from './record.ts'
import { key } from './test-booking.ts'
import { ask, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import { goesWell, lostAnswer, type TestUpstream } from './test-upstream.ts'

/** What a process does with a row at a moment, and when a request that waits for the row hears of a change. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const id = { person: '', key, generation: 1 }
const inLeadSquared = { at: 'LeadSquared' }
const inQueue = { at: 'queue', place: { position: 3, aboutMs: 5000 } }

/** A process whose look-ups take two seconds. */
function slowDesk(): TestProcess {
  const policy = { check: () => clock.sleep(2000) }
  return startProcess({ store, clock, upstream, policy, name: 'slow' })
}

/** How long it takes until `work` is done. */
async function duration(work: Promise<unknown>, mostMs = 60_000): Promise<number> {
  const startedAt = clock.now()
  return clock.settle(
    mostMs,
    work.then(() => clock.now() - startedAt),
  )
}

test('a booking is looked up, waits for its turn, is sent, and then nobody works on it', async () => {
  const slow = slowDesk()
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000, answerAfterMs: 1000 }]
  expect(slow.worker.stageOf(id)).toBeNull()
  void slow.bookings.run(ask())
  await clock.advance(1000)
  expect(slow.worker.stageOf(id)).toEqual({ at: 'look-ups' })
  await clock.advance(2000)
  expect(slow.worker.stageOf(id)).toEqual(inQueue)
  await clock.advance(4500)
  expect(slow.worker.stageOf(id)).toEqual(inLeadSquared)
  await clock.advance(1000)
  expect(slow.worker.stageOf(id)).toBeNull()
  expect(await slow.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await slow.stop()
})

test('an unconfirmed booking is in LeadSquared while its task is looked for', async () => {
  const read = upstream.leadSquared.retrieveAppointments
  upstream.leadSquared.retrieveAppointments = async (...query) => {
    await clock.sleep(3000)
    return read(...query)
  }
  upstream.fates = [lostAnswer]
  await clock.settle(50, desk.bookings.run(ask()))
  expect(desk.worker.stageOf(id)).toBeNull()
  await clock.advance(2000)
  expect(desk.worker.stageOf(id)).toEqual(inLeadSquared)
})

test('tries, keys and persons are told apart', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
  void desk.bookings.run(ask())
  await clock.advance(50)
  expect(desk.worker.stageOf(id)).toEqual(inQueue)
  expect(desk.worker.stageOf({ ...id, generation: 2 })).toBeNull()
  expect(desk.worker.stageOf({ ...id, person: 'a@example.com' })).toBeNull()
  expect(desk.worker.stageOf({ ...id, key: '7d444840-9dc0-41d1-b245-5ffdce74fad3' })).toBeNull()
})

describe('a change', () => {
  test('is heard when the booking gets a place, when it is sent, and when it has ended', async () => {
    const slow = slowDesk()
    upstream.fates = [{ ...goesWell, turnAfterMs: 5000, answerAfterMs: 1000 }]
    void slow.bookings.run(ask())
    await clock.advance(0)
    const heard: number[] = []
    const startedAt = clock.now()
    const listening = (async () => {
      while (slow.worker.stageOf(id)) {
        await slow.worker.change(id, Infinity)
        heard.push(clock.now() - startedAt)
      }
    })()
    await clock.settle(20_000, listening)
    expect(heard).toEqual([2000, 7000, 8000])
    await slow.stop()
  })

  test('is waited for no longer than was said', async () => {
    const slow = slowDesk()
    void slow.bookings.run(ask())
    await clock.advance(0)
    expect(await duration(slow.worker.change(id, 300), 1000)).toBe(300)
    await clock.advance(5000)
    await slow.stop()
  })

  test('is heard before the time that was said', async () => {
    const slow = slowDesk()
    upstream.fates = [{ ...goesWell, turnAfterMs: 5000 }]
    void slow.bookings.run(ask())
    await clock.advance(0)
    expect(await duration(slow.worker.change(id, 10_000), 3000)).toBe(2000)
    await clock.advance(5000)
    await slow.stop()
  })

  test('of a row that another process works on is not heard: the time passes', async () => {
    await store.begin(newAttempt(ask(), 'another'))
    expect(await duration(desk.worker.change(id, 200), 1000)).toBe(200)
  })
})

test('a booking that is withdrawn leaves the queue at once, before its turn', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 60_000 }]
  await clock.settle(400, desk.bookings.run(ask()))
  expect(desk.worker.stageOf(id)).toMatchObject({ at: 'queue' })
  await clock.settle(10, desk.bookings.withdraw('', key))
  expect(desk.worker.stageOf(id)).toBeNull()
})

test('a withdrawal during look-ups ends them at once, and the key can book again', async () => {
  const slow = slowDesk()
  void slow.bookings.run(ask())
  await clock.advance(100)
  const withdrawn = await clock.settle(10, slow.bookings.withdraw('', key))
  expect(withdrawn).toMatchObject({ kind: 'refused', code: 'withdrawn' })
  expect(slow.worker.stageOf(id)).toBeNull()
  const again = await clock.settle(2500, slow.bookings.run(ask()))
  expect(again).toMatchObject({ kind: 'booked' })
  expect(upstream.sent).toHaveLength(1)
  await slow.stop()
})
