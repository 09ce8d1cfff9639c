import { describe, expect, test } from 'vitest'
import {
  type Budget,
  earliestWaitMs,
  end,
  freePlaces,
  freshBudget,
  passTime,
  take,
} from './budget.ts'

const windowMs = 5000
const start = Date.UTC(2026, 10, 23, 9)

/** The budget after refused calls. Each number is the time of a refusal, counted from the start. */
function after(budget: Budget, refusals: readonly number[], limit: number | null): Budget {
  return refusals
    .map((afterMs) => start + afterMs)
    .reduce((before, at) => {
      const slot = { turn: `${at}`, isLookUp: false }
      const taken = take(passTime(before, at), { ...slot, freeAt: at + 9000 })
      return end(taken, slot, { kind: 'refused', at, limit, windowMs: null })
    }, budget)
}

function freeAfter(budget: Budget, ms: number): number {
  return freePlaces(passTime(budget, start + ms), start + ms, false)
}

describe('a refusal', () => {
  test('names the true number of places', () => {
    const budget = after(freshBudget({ calls: 25, windowMs }), [100, 101, 102, 103, 104], 10)
    expect(budget).toMatchObject({ ceiling: 10, places: 10 })
  })

  test('never grants more than the operator configured', () => {
    expect(after(freshBudget({ calls: 10, windowMs }), [100], 25).ceiling).toBe(10)
  })

  test('names the window, which is used from then on', () => {
    const slot = { turn: 'a', isLookUp: false }
    const budget = end(freshBudget({ calls: 10, windowMs }), slot, {
      kind: 'refused',
      at: start,
      limit: null,
      windowMs: 10_000,
    })
    expect(budget).toMatchObject({ windowMs: 10_000, pausedUntil: start + 10_000 })
  })

  test('halves the places, once for all refusals of a burst, and leaves at least one place', () => {
    expect(after(freshBudget({ calls: 25, windowMs }), [100, 101, 102], 25).places).toBe(13)
    expect(after(freshBudget({ calls: 1, windowMs }), [100], 1).places).toBe(1)
  })

  test('is followed by a window without calls, not even look-ups', () => {
    const budget = after(freshBudget({ calls: 10, windowMs }), [100], 10)
    expect(freeAfter(budget, 100 + windowMs - 1)).toBe(0)
    expect(freePlaces(budget, start + 100 + windowMs - 1, true)).toBe(0)
    expect(freeAfter(budget, 100 + windowMs)).toBe(5)
  })

  test('halves the places again when it follows another one', () => {
    expect(after(freshBudget({ calls: 20, windowMs }), [100, 150 + windowMs], 20)).toMatchObject({
      places: 5,
      pausedUntil: start + 150 + 2 * windowMs,
    })
  })
})

test('each quiet window wins one place back, up to the ceiling', () => {
  let budget = after(freshBudget({ calls: 6, windowMs }), [0], 6)
  const levels: number[] = []
  for (let window = 1; window < 7; window += 1) {
    budget = passTime(budget, start + window * windowMs)
    levels.push(budget.places)
  }
  // The first window after the refusal is the silent one.
  expect(levels).toEqual([3, 4, 5, 6, 6, 6])
})

test('an account of any size has its places back after the same time', () => {
  for (const calls of [25, 100, 400]) {
    let budget = after(freshBudget({ calls, windowMs }), [0], calls)
    for (let window = 1; window < 13; window += 1) {
      budget = passTime(budget, start + window * windowMs)
      expect(budget.places).toBeLessThan(calls)
    }
    budget = passTime(budget, start + 13 * windowMs)
    expect(passTime(budget, start + 14 * windowMs).places).toBe(calls)
  }
})

describe('the earliest wait of a call', () => {
  const cooling = (freeAt: number) => ({ turn: `${freeAt}`, isLookUp: false, freeAt })

  test('is none while a place is free', () => {
    expect(earliestWaitMs(freshBudget({ calls: 2, windowMs }), 1, start)).toBe(0)
  })

  test('ends when the next place becomes free, and each round takes one window', () => {
    const slots = [cooling(start + 3000), cooling(start + 1000)]
    const budget = { ...freshBudget({ calls: 2, windowMs }), slots }
    const waits = [0, 1, 2, 3, 4].map((n) => earliestWaitMs(budget, n, start))
    expect(waits).toEqual([1000, 3000, 6000, 8000, 11_000])
  })

  test('counts a call that is under way as if it were answered now', () => {
    const budget = { ...freshBudget({ calls: 1, windowMs }), slots: [cooling(start + 25_000)] }
    expect(earliestWaitMs(budget, 0, start)).toBe(windowMs)
  })

  test('takes lost places and the silent window into account', () => {
    const slots = [cooling(start + 1000), cooling(start + 2000)]
    const one = { ...freshBudget({ calls: 1, windowMs }), slots }
    expect(earliestWaitMs(one, 0, start)).toBe(2000)
    expect(earliestWaitMs({ ...one, pausedUntil: start + 4000 }, 0, start)).toBe(4000)
  })
})

test('a call that ends after its lease still keeps its place for a window', () => {
  const slot = { turn: 'a', isLookUp: true }
  const late = passTime(
    take(freshBudget({ calls: 1, windowMs }), { ...slot, freeAt: start }),
    start,
  )
  expect(freePlaces(late, start, true)).toBe(1)
  const ended = end(late, slot, { kind: 'answered', arrivedBy: start })
  expect(freePlaces(passTime(ended, start + windowMs - 1), start + windowMs - 1, true)).toBe(0)
})
