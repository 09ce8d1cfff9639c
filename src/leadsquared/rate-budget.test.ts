import { describe, expect, test } from 'vitest'
import { type Budget, end, freePlaces, freshBudget, passTime, take } from './rate-budget.ts'

const windowMs = 5000
const start = Date.UTC(2026, 10, 23, 9)

/** The budget after calls that were refused, each at its time after the start. */
function after(budget: Budget, refusals: readonly number[], limit: number | null): Budget {
  return refusals
    .map((afterMs) => start + afterMs)
    .reduce(
      (before, at) =>
        end(
          take(passTime(before, at), { turn: `${at}`, isCreate: true, at, leaseEndsAt: at + 9000 }),
          `${at}`,
          { kind: 'refused', at, limit, windowMs: null },
        ),
      budget,
    )
}

function freeAfter(budget: Budget, ms: number): number {
  return freePlaces(passTime(budget, start + ms), start + ms)
}

describe('a refusal', () => {
  test('names the true number of places', () => {
    const budget = after(freshBudget({ calls: 25, windowMs }), [100, 101, 102, 103, 104], 20)
    expect(budget).toMatchObject({ ceiling: 20, places: 20 })
  })

  test('never grants more than the operator did', () => {
    expect(after(freshBudget({ calls: 10, windowMs }), [100], 25).ceiling).toBe(10)
  })

  test('gives up one place for each refused call of a burst, and one for those who were served', () => {
    expect(after(freshBudget({ calls: 25, windowMs }), [100, 101, 102], 25).places).toBe(21)
  })

  test('gives up half at most, and keeps one', () => {
    const burst = Array.from({ length: 20 }, (_, index) => 100 + index)
    expect(after(freshBudget({ calls: 25, windowMs }), burst, 25).places).toBe(13)
    expect(after(freshBudget({ calls: 1, windowMs }), [100], 1).places).toBe(1)
  })

  test('is followed by a silent window, and by one with half of the places', () => {
    const budget = after(freshBudget({ calls: 10, windowMs }), [100], 10)
    expect(freeAfter(budget, 100 + windowMs - 1)).toBe(0)
    expect(freeAfter(budget, 100 + windowMs)).toBe(5)
    expect(freeAfter(budget, 100 + 2 * windowMs)).toBe(9)
  })

  test('that follows another doubles the silence and halves the places', () => {
    const again = 100 + windowMs + 50
    const budget = after(freshBudget({ calls: 20, windowMs }), [100, again], 20)
    expect(budget.places).toBe(9)
    expect(budget.pausedUntil).toBe(start + again + 2 * windowMs)
  })
})

test('places are won back one by one, and the level that was refused only after a long while', () => {
  let budget = after(freshBudget({ calls: 25, windowMs }), [100, 101, 102, 103], 25)
  budget = { ...budget, places: 17 }
  const levels: number[] = []
  for (let window = 2; window < 16; window += 1) {
    budget = passTime(budget, start + 200 + window * windowMs)
    levels.push(budget.places)
  }
  expect(levels).toEqual([18, 19, 20, 20, 20, 20, 20, 20, 20, 20, 21, 21, 21, 21])
})
