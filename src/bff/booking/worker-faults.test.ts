import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { newAttempt } from './record.ts'
import { key } from './test-booking.ts'
import { ask, fragile, newAsk, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import { lostAnswer, type TestUpstream } from './test-upstream.ts'

/** Rows and processes after a fault: work that breaks, and a store that is away. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

describe('a row whose work breaks', () => {
  /** A process that claims one row, the unconfirmed booking of `key`, and breaks while it looks for its task. */
  async function breakOn(view: AttemptStore, breaks: () => void): Promise<TestProcess> {
    upstream.fates = [lostAnswer]
    await clock.settle(50, desk.bookings.run(ask()))
    await desk.stop()
    let hasClaimed = false
    const claimDue: AttemptStore['claimDue'] = async (...query) => {
      const due = hasClaimed ? [] : await view.claimDue(...query)
      hasClaimed ||= due.length > 0
      return due
    }
    const broken = startProcess({ store: { ...view, claimDue }, clock, upstream, name: 'broken' })
    broken.deps.leadSquared = {
      ...upstream.leadSquared,
      retrieveAppointments() {
        breaks()
        return Promise.reject(new Error('a fault of ours'))
      },
    }
    await clock.advance(1500)
    return broken
  }

  test('is free for another process at once, and the other rows go on', async () => {
    const broken = await breakOn(store, () => undefined)
    expect(broken.logged).toMatchObject([
      { message: 'an attempt could not be worked on', event: { attempt: key } },
    ])
    const answer = await clock.settle(50, broken.bookings.run(newAsk(1)))
    expect(answer).toMatchObject({ kind: 'booked' })
    const other = startProcess({ store, clock, upstream, name: 'process-2' })
    await clock.advance(1000)
    expect(await other.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    await other.stop()
    await broken.stop()
  })

  test('is free as soon as the store can write that, where the store was away', async () => {
    const { store: view, away } = fragile(store)
    const broken = await breakOn(view, () => away(true))
    const other = startProcess({ store, clock, upstream, name: 'process-2' })
    await clock.advance(5000)
    expect(await store.find('', key)).toMatchObject({ leaseOwner: 'broken' })
    away(false)
    await clock.advance(1600)
    expect(await other.bookings.look('', key)).toMatchObject({ kind: 'booked' })
    await other.stop()
    await broken.stop()
  })

  test('does not keep its process from stopping while the store is away', async () => {
    const { store: view, away } = fragile(store)
    const broken = await breakOn(view, () => away(true))
    const isStopped = broken.stop().then(() => true)
    expect(await clock.settle(100, Promise.race([isStopped, clock.sleep(50)]))).toBe(true)
  })
})

test('a process asks for work again when the store was away, and an operator reads that it was', async () => {
  const { store: view, away } = fragile(store)
  await desk.stop()
  const other = startProcess({ store: view, clock, upstream, name: 'process-2' })
  away(true)
  await store.begin(newAttempt(ask(), null))
  await clock.advance(900)
  expect(other.logged).toMatchObject([{ message: 'the store could not be asked for work' }])
  away(false)
  await clock.advance(600)
  expect(await other.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  await other.stop()
})
