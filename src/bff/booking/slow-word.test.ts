import { expect, test } from 'vitest'
import { absenceCountsAfterMs } from './schedule.ts'
import { newAsk, openDesk, startProcess } from './test-bookings.ts'
import { failures, neverArrived } from './test-upstream.ts'

const times = { timeoutMs: 1500, windowMs: 8000 }
const bookings = 200
const failingShare = 0.1

test('with a tenth of the reads failing, absence is told soon after it counts', async () => {
  const world = openDesk()
  const { clock, store, upstream } = world
  await clock.settle(30_000, world.desk.stop())
  const desk = startProcess({
    store,
    clock,
    upstream,
    settings: { leadSquaredTimeoutMs: times.timeoutMs, reconcileWindowMs: times.windowMs },
  })
  const read = upstream.leadSquared.retrieveAppointments
  const random = seeded(7)
  upstream.leadSquared.retrieveAppointments = async (...query) => {
    // The client repeats a failed read once, so a look that fails takes two time-outs.
    const fails = random() < failingShare
    await clock.sleep(fails ? 2 * times.timeoutMs + 500 : 20 + random() * 300)
    return fails ? { ok: false, failure: failures.timedOut } : read(...query)
  }
  for (let index = 0; index < bookings; index += 1) {
    upstream.fates.push(neverArrived)
    void desk.bookings.run(newAsk(index))
    await clock.advance(100)
  }
  await clock.advance(30_000)

  const lateMs: number[] = []
  for await (const { sentAt, settledAt, state } of store.audit(0)) {
    expect(state).toBe('not-created')
    lateMs.push((settledAt ?? Infinity) - (sentAt ?? 0) - absenceCountsAfterMs(times))
  }
  const sorted = lateMs.toSorted((a, b) => a - b)
  expect(sorted).toHaveLength(bookings)
  expect(sorted[bookings / 2]).toBeLessThan(1500)
  expect(sorted[bookings * 0.95]).toBeLessThan(5000)
  expect(sorted[0]).toBeGreaterThanOrEqual(0)
  await clock.settle(30_000, desk.stop())
  await world.close()
}, 60_000)

/** A linear congruential generator (Numerical Recipes), so that each run is the same. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
