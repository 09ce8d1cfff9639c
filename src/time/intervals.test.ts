import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDate } from './civil.ts'
import {
  clip,
  dayOf,
  type Interval,
  intersect,
  merge,
  overlaps,
  subtract,
  totalMinutes,
} from './intervals.ts'
import { addMinutes, parseIso, printIsoInZone, zoneOf } from './zoned.ts'

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}

const midnight = known(parseIso('2026-11-24T00:00:00Z'))
const spanOf = (from: number, to: number): Interval => ({
  start: addMinutes(midnight, from),
  end: addMinutes(midnight, to),
})

/** Intervals of a few hours in whole minutes, short enough to be compared minute by minute. */
const lastMinute = 240
const minute = fc.integer({ min: 0, max: lastMinute })
const interval = fc.tuple(minute, minute).map(([from, to]) => spanOf(from, to))
const intervals = fc.array(interval, { maxLength: 8 })

/** The oracle: which of the minutes are covered, one by one. */
function minutesOf(spans: readonly Interval[]): boolean[] {
  return Array.from({ length: lastMinute }, (_, index) => {
    const moment = addMinutes(midnight, index)
    return spans.some(({ start, end }) => start <= moment && moment < end)
  })
}

/** Whether each interval has a length and begins after the end of the one before it. */
function areApart(spans: readonly Interval[]): boolean {
  return spans.every(({ start, end }, index) => {
    const previous = spans[index - 1]
    return start < end && (!previous || previous.end < start)
  })
}

test('merging keeps the same minutes, in order and apart', () => {
  fc.assert(
    fc.property(intervals, (spans) => {
      expect(minutesOf(merge(spans))).toEqual(minutesOf(spans))
      expect(areApart(merge(spans))).toBe(true)
    }),
  )
})

test('subtracting leaves the minutes that only the first list has', () => {
  fc.assert(
    fc.property(intervals, intervals, (from, taken) => {
      const busy = minutesOf(taken)
      const expected = minutesOf(from).map((isIn, index) => isIn && !busy[index])
      expect(minutesOf(subtract(from, taken))).toEqual(expected)
      expect(areApart(subtract(from, taken))).toBe(true)
    }),
  )
})

test('clipping leaves the minutes inside the window', () => {
  fc.assert(
    fc.property(intervals, interval, (spans, window) => {
      const inside = minutesOf([window])
      const expected = minutesOf(spans).map((isIn, index) => isIn && inside[index])
      expect(minutesOf(clip(spans, window))).toEqual(expected)
    }),
  )
})

test('the total is the number of covered minutes', () => {
  fc.assert(
    fc.property(intervals, (spans) => {
      expect(totalMinutes(spans)).toBe(minutesOf(spans).filter(Boolean).length)
    }),
  )
})

test('two intervals with a length overlap exactly where they share a minute', () => {
  const withLength = interval.filter(({ start, end }) => start < end)
  fc.assert(
    fc.property(withLength, withLength, (one, other) => {
      const shared = intersect(one, other)
      expect(overlaps(one, other)).toBe(shared !== null)
      expect(overlaps(other, one)).toBe(overlaps(one, other))
    }),
  )
})

test('what only touches does not overlap, and a moment overlaps what it lies inside of', () => {
  expect(overlaps(spanOf(0, 30), spanOf(30, 60))).toBe(false)
  expect(overlaps(spanOf(30, 30), spanOf(0, 60))).toBe(true)
  expect(overlaps(spanOf(60, 60), spanOf(0, 60))).toBe(false)
})

const zones = [
  'UTC',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

test('a day is from its first moment to the first of the next, as Temporal has it', () => {
  const dates = fc.date({
    min: new Date('1987-01-01'),
    max: new Date('2037-12-31'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(dates, fc.constantFrom(...zones), (moment, name) => {
      const text = moment.toISOString().slice(0, 10)
      expect(dayByName(text, name)).toEqual(dayByTemporal(text, name))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['2026-03-29', 'Europe/Berlin', 23],
  ['2026-10-25', 'Europe/Berlin', 25],
  ['2026-11-24', 'Asia/Kolkata', 24],
  ['2026-10-04', 'Australia/Lord_Howe', 23.5],
  // Midnight itself is skipped, or comes twice.
  ['2018-11-04', 'America/Sao_Paulo', 23],
  ['2018-02-17', 'America/Sao_Paulo', 25],
  ['2010-11-07', 'America/St_Johns', 24 + 1],
  ['2026-04-24', 'Africa/Cairo', 23],
])('%s in %s has %d hours', (date, name, hours) => {
  const day = dayByName(date, name)
  expect(totalMinutes([day])).toBe(hours * 60)
  expect(day).toEqual(dayByTemporal(date, name))
})

test('a day that a zone skips has no length', () => {
  const day = dayByName('2011-12-30', 'Pacific/Apia')
  expect(totalMinutes([day])).toBe(0)
  expect(printIsoInZone(day.end, known(zoneOf('Pacific/Apia')))).toBe('2011-12-31T00:00:00+14:00')
})

test('the last day of the calendar has no next one', () => {
  expect(dayOf(known(parseDate('9999-12-31')), known(zoneOf('UTC')))).toBeNull()
})

function dayByName(text: string, name: string): Interval {
  return known(dayOf(known(parseDate(text)), known(zoneOf(name))))
}

function dayByTemporal(text: string, name: string): { start: number; end: number } {
  const date = Temporal.PlainDate.from(text)
  return {
    start: date.toZonedDateTime(name).epochMilliseconds,
    end: date.add({ days: 1 }).toZonedDateTime(name).epochMilliseconds,
  }
}
