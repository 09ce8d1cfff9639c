import { describe, expect, test } from 'vitest'
import { countings } from './test-account.ts'
import { type Rush, runRush, windowsInARow } from './test-rush.ts'

const rush = { bookings: 200, calls: 25, windowMs: 5000, seed: 1 } as const

async function average(what: Omit<Rush, 'seed'>, seeds: readonly number[]) {
  const results = await Promise.all(
    seeds.map((seed, index) => runRush({ ...what, seed, phase: (index + 0.5) / seeds.length })),
  )
  return {
    share: results.reduce((sum, { share }) => sum + share, 0) / seeds.length,
    refused: results.reduce((sum, { refusedAt }) => sum + refusedAt.length, 0),
    calls: results.reduce((sum, { calls }) => sum + calls, 0),
  }
}

describe.each([1, 2])('200 bookings at once on %i instance(s)', (instances) => {
  test.each(countings)(
    '%s: no call is refused or wasted, and hardly any time is',
    async (counting) => {
      const { share, refused, calls } = await average({ ...rush, instances, counting }, [1, 2, 3])
      expect(refused).toBe(0)
      expect(calls).toBe(600)
      // The desk cannot learn the phase of a fixed window without being refused.
      expect(share).toBeGreaterThan(counting === 'fixed' ? 0.9 : 0.95)
    },
  )
})

test.each([
  [10, 100],
  [2, 20],
])('the same with a limit of %i', async (calls, bookings) => {
  const { share, refused } = await average(
    { ...rush, calls, bookings, instances: 1, counting: 'sliding' },
    [1, 2, 3],
  )
  expect(refused).toBe(0)
  expect(share).toBeGreaterThan(0.95)
})

test.each(countings)(
  '%s: answers that take a second cost no refusal and little time',
  async (counting) => {
    const { share, refused } = await average(
      { ...rush, instances: 1, counting, workMs: () => 1000 },
      [1, 2, 3],
    )
    expect(refused).toBe(0)
    expect(share).toBeGreaterThan(counting === 'fixed' ? 0.87 : 0.95)
  },
)

test.each(countings)(
  '%s: with another client on the account few calls are refused, and never in two windows that follow each other',
  async (counting) => {
    const result = await runRush({
      ...rush,
      bookings: 500,
      instances: 1,
      counting,
      others: { calls: 5, isEven: true },
    })
    const learnt = result.refusedAt.filter((at) => at > 60_000)
    const served = result.servedAt.filter((at) => at > 60_000)
    expect(learnt.length / (learnt.length + served.length)).toBeLessThan(0.05)
    expect(result.othersServed).toBeGreaterThan(result.othersRefused * 3)
    expect(windowsInARow(result.refusedAt, rush.windowMs)).toBe(0)
  },
)
