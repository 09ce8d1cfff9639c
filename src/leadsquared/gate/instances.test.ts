import { beforeEach, describe, expect, test } from 'vitest'
import { createRateGate, type RateGate } from './gate.ts'
import { type SimulatedClock, simulatedClock, testSharedText } from './test-account.ts'
import type { Turn } from './turn.ts'

const windowMs = 5000
const create = { lane: 'create', person: 'a', patienceMs: 600_000 } as const

let clock: SimulatedClock
let start: number
beforeEach(() => {
  clock = simulatedClock()
  start = clock.now()
})

async function turn(gate: RateGate): Promise<Turn> {
  const acquired = await gate.acquire(create)
  if ('why' in acquired) throw new Error(acquired.why)
  return acquired[0]
}

describe('several instances', () => {
  test('keep one budget together, and an instance that died gives its places back', async () => {
    const text = testSharedText(clock)
    const gate = (instance: string) =>
      createRateGate({ calls: 2, windowMs, longestCallMs: 8000, shared: { text, instance } }, clock)
    const [one, other] = [gate('one'), gate('other')]
    await clock.run(
      (async () => {
        await turn(one)
        await turn(one)
        const busy = other.acquire({ ...create, patienceMs: 6000 })
        expect(await busy).toMatchObject({ why: 'busy' })
        await turn(other)
        expect(clock.now() - start).toBe(8000)
      })(),
    )
  })

  test('share what is free while creates wait at both', async () => {
    const text = testSharedText(clock)
    const gates = ['one', 'other'].map((instance) =>
      createRateGate({ calls: 10, windowMs, shared: { text, instance } }, clock),
    )
    const served = [0, 0]
    const bookings = gates.flatMap((gate, index) =>
      Array.from({ length: 30 }, async () => {
        const mine = await turn(gate)
        await clock.sleep(100)
        mine.answered()
        if (clock.now() < start + 4 * windowMs) served[index] = (served[index] ?? 0) + 1
      }),
    )
    await clock.run(Promise.all(bookings))
    // The first instance took the whole first window before it knew of the other.
    expect(Math.min(...served)).toBeGreaterThanOrEqual(15)
  })
})
