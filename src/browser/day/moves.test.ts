import { expect, test } from 'vitest'
import type { Interval } from '#time/intervals.ts'
import { addMinutes, instantOf, minutesBetween } from '#time/zoned.ts'
import { keyMove, movedTo, quarterAt, resizedTo } from './moves.ts'

const midnight = instantOf(Date.UTC(2026, 10, 30)) ?? addMinutes(instantOf(0) ?? never(), 0)
const day = { start: midnight, end: addMinutes(midnight, 24 * 60) }

function never(): never {
  throw new Error('There is no moment 0.')
}

function from(minute: number, length: number): Interval {
  const start = addMinutes(midnight, minute)
  return { start, end: addMinutes(start, length) }
}

function minutes({ start, end }: Interval) {
  return [minutesBetween(midnight, start), minutesBetween(start, end)]
}

test.each([
  [0, 0],
  [14.9, 0],
  [15, 15],
  [-40, 0],
  [1439, 1425],
  [2000, 1425],
])('minute %d of the day belongs to the quarter that begins at %d', (minute, quarter) => {
  expect(minutesBetween(midnight, quarterAt(day, minute))).toBe(quarter)
})

test('a move keeps the length, and a resize keeps the start and a quarter of an hour', () => {
  expect(minutes(movedTo(from(600, 45), addMinutes(midnight, 660)))).toEqual([660, 45])
  expect(minutes(resizedTo(from(600, 45), day, 668))).toEqual([600, 75])
  expect(minutes(resizedTo(from(600, 45), day, 300))).toEqual([600, 15])
})

test.each([
  ['ArrowDown', false, [615, 30]],
  ['ArrowUp', false, [585, 30]],
  ['ArrowDown', true, [600, 45]],
  ['ArrowUp', true, [600, 15]],
])('%s (Shift: %s) leads to %j', (key, hasShift, expected) => {
  const move = keyMove(key, hasShift, from(600, 30))
  expect(move !== null && 'start' in move && minutes(move)).toEqual(expected)
})

test('from between two quarters a step leads to the next one, and nothing gets shorter than a quarter', () => {
  const down = keyMove('ArrowDown', false, from(607, 30))
  expect(down !== null && 'start' in down && minutes(down)).toEqual([615, 30])
  const up = keyMove('ArrowUp', false, from(607, 30))
  expect(up !== null && 'start' in up && minutes(up)).toEqual([600, 30])
  const shorter = keyMove('ArrowUp', true, from(600, 15))
  expect(shorter !== null && 'start' in shorter && minutes(shorter)).toEqual([600, 15])
})

test('left and right lead to another day, and other keys are not ours', () => {
  expect(keyMove('ArrowLeft', false, from(600, 30))).toEqual({ days: -1 })
  expect(keyMove('ArrowRight', false, from(600, 30))).toEqual({ days: 1 })
  expect(keyMove('a', false, from(600, 30))).toBeNull()
})
