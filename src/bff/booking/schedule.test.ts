import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  absenceCountsAfterMs,
  isAbsenceProven,
  lastLookAfterMs,
  nextReadAfterMs,
} from './schedule.ts'

const defaults = { timeoutMs: 10_000, windowMs: 120_000 }
const anyTimes = fc.record({
  timeoutMs: fc.integer({ min: 1, max: 60_000 }),
  windowMs: fc.integer({ min: 1, max: 600_000 }),
})

test('by default the pauses between looks grow, and the last look is at the end of the window', () => {
  expect(looks(defaults)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 62_000, 92_000, 120_000])
})

test('a short window, as in tests, shortens every pause', () => {
  expect(looks({ timeoutMs: 500, windowMs: 2000 })).toEqual([250, 500, 1000, 1500, 2000])
})

test('absence counts only thirty seconds after the latest end of a create that left at the last moment, where the window allows that much', () => {
  expect(absenceCountsAfterMs(defaults)).toBe(120_000)
  expect(absenceCountsAfterMs({ timeoutMs: 110_000, windowMs: 120_000 })).toBe(250_000)
})

test('one good read does not prove absence, and neither do two early ones', () => {
  expect(isAbsenceProven(1, 120_000, defaults)).toBe(false)
  expect(isAbsenceProven(9, 119_999, defaults)).toBe(false)
  expect(isAbsenceProven(2, 120_000, defaults)).toBe(true)
})

test('with every setting one look comes when absence begins to count, and there is a pause between looks', () => {
  fc.assert(
    fc.property(anyTimes, (times) => {
      const moments = looks(times)
      expect(moments.at(-1)).toBe(Math.ceil(absenceCountsAfterMs(times)))
      expect(moments.every((moment, n) => moment > (moments[n - 1] ?? 0))).toBe(true)
      expect(nextReadAfterMs(goodAt(Number(moments.at(-1))), times)).toBeGreaterThan(0)
    }),
  )
})

test('a read that failed is repeated within two seconds, until a minute after absence began to count', () => {
  const failedAt = (ms: number) => ({ ...goodAt(ms), hasFailed: true })
  expect(nextReadAfterMs(failedAt(60_000), defaults)).toBeLessThanOrEqual(2000)
  expect(nextReadAfterMs(failedAt(179_999), defaults)).toBeLessThanOrEqual(2000)
  expect(nextReadAfterMs(failedAt(180_000), defaults)).toBe(30_000)
})

test('a read that timed out is repeated at once', () => {
  const timedOut = { ...goodAt(120_000), hasFailed: true, tookMs: 20_000 }
  expect(nextReadAfterMs(timedOut, defaults)).toBe(1)
})

test('once absence counts, a second good read follows the first within half a second', () => {
  expect(nextReadAfterMs(goodAt(120_000), defaults)).toBeLessThanOrEqual(500)
  expect(nextReadAfterMs(goodAt(181_000), defaults)).toBe(30_000)
})

test('a time-out that is long beside the window delays the moment at which absence counts', () => {
  expect(absenceCountsAfterMs({ timeoutMs: 2000, windowMs: 1000 })).toBe(4250)
  expect(looks({ timeoutMs: 2000, windowMs: 1000 }).at(-1)).toBe(4250)
})

test('a late task is looked for ten minutes after "not created", or five short windows after it', () => {
  const tenMinutes = 600_000
  expect(lastLookAfterMs(defaults)).toBe(tenMinutes)
  expect(lastLookAfterMs({ timeoutMs: 2000, windowMs: 8000 })).toBe(40_000)
  expect(lastLookAfterMs({ timeoutMs: 10_000, windowMs: 40_000 })).toBe(tenMinutes)
  expect(lastLookAfterMs({ timeoutMs: 10_000, windowMs: 39_999 })).toBe(199_995)
  expect(lastLookAfterMs({ timeoutMs: 110_000, windowMs: 130_000 })).toBe(tenMinutes)
})

function goodAt(ms: number) {
  return { sinceUnconfirmedMs: ms, sinceSentMs: ms, hasFailed: false, tookMs: 20 }
}

/** The moments of all looks until absence counts, where each read takes no time. */
function looks(times: typeof defaults): number[] {
  const moments: number[] = []
  let now = 0
  while (now < absenceCountsAfterMs(times)) {
    now += nextReadAfterMs(goodAt(now), times)
    moments.push(now)
  }
  return moments
}
