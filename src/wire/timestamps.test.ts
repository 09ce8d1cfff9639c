import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseDate,
  parseReplyTimestamp,
  parseTimestamp,
  printDate,
  printMonthFirst,
  printSerializedDate,
  printTimestamp,
  printTimestampWithZeros,
} from './timestamps.ts'

const firstMs = Date.UTC(1970, 0, 1)
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59)
const wholeSeconds = fc.integer({ min: firstMs / 1000, max: lastMs / 1000 }).map((s) => s * 1000)
const halfPastFour = Date.UTC(2026, 2, 9, 4, 30)

describe('the four spellings of replies', () => {
  test.each([
    ['with zeros', '2026-03-09 04:30:00.000', printTimestampWithZeros],
    ['to the second', '2026-03-09 04:30:00', printTimestamp],
    ['serialized', '/Date(1773030600000+0000)/', printSerializedDate],
    ['month first', '3/9/2026 4:30:00 AM', printMonthFirst],
  ])('%s is read and printed', (_, text, print) => {
    expect(parseReplyTimestamp(text)).toBe(halfPastFour)
    expect(print(halfPastFour)).toBe(text)
  })

  test.each([printTimestampWithZeros, printTimestamp, printSerializedDate, printMonthFirst])(
    '%o and back gives the same second, from 1970 to 9999',
    (print) => {
      fc.assert(
        fc.property(wholeSeconds, (ms) => {
          expect(parseReplyTimestamp(print(ms))).toBe(ms)
        }),
      )
    },
  )

  test.each([printTimestampWithZeros, printTimestamp, printSerializedDate, printMonthFirst])(
    '%o prints "never" so that it reads as null',
    (print) => {
      expect(parseReplyTimestamp(print(null))).toBeNull()
    },
  )

  test('noon and midnight are told apart in the month-first spelling', () => {
    expect(parseReplyTimestamp('3/9/2026 12:00:00 AM')).toBe(Date.UTC(2026, 2, 9, 0))
    expect(parseReplyTimestamp('3/9/2026 12:00:00 PM')).toBe(Date.UTC(2026, 2, 9, 12))
    expect(printMonthFirst(Date.UTC(2026, 2, 9, 0))).toBe('3/9/2026 12:00:00 AM')
    expect(printMonthFirst(Date.UTC(2026, 2, 9, 12))).toBe('3/9/2026 12:00:00 PM')
  })

  test('the offset of the serialized spelling moves nothing, and fractions are kept', () => {
    expect(parseReplyTimestamp('/Date(1773030600123+0530)/')).toBe(halfPastFour + 123)
    expect(parseReplyTimestamp('2026-03-09 04:30:00.1234567')).toBe(halfPastFour + 123)
    expect(parseReplyTimestamp('2026-03-09 04:30:00.5')).toBe(halfPastFour + 500)
  })

  test('text that is no timestamp is undefined, never a throw and never NaN', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d\-:. /()DateAPM+]*$/)), (text) => {
        const instant = parseReplyTimestamp(text)
        expect(Number.isNaN(instant)).toBe(false)
      }),
    )
    expect(parseReplyTimestamp('')).toBeUndefined()
    expect(parseReplyTimestamp('2026-03-09T04:30:00Z')).toBeUndefined()
    expect(parseReplyTimestamp('13/9/2026 4:30:00 AM')).toBeUndefined()
    expect(parseReplyTimestamp('3/9/2026 13:30:00 PM')).toBeUndefined()
  })
})

describe('timestamps of requests', () => {
  test('printing and reading gives the same second, from 1970 to 9999', () => {
    fc.assert(
      fc.property(wholeSeconds, (ms) => {
        expect(parseTimestamp(printTimestamp(ms))).toBe(ms)
        expect(parseDate(printDate(ms))).toBe(ms - (ms % 86_400_000))
      }),
    )
  })

  test.each([
    '2026-03-09T04:30:00',
    '2026-03-09 04:30:00Z',
    '2026-03-09 04:30:00.000',
    '2026-03-09 04:30',
    '2026-03-09',
    '2026-02-29 00:00:00',
    '2026-03-09 24:00:00',
    '2026-03-09 04:60:00',
    '0000-01-01 00:00:00',
    ' 2026-03-09 04:30:00',
    '2026-03-09 04:30:00\n',
  ])('%j is refused', (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  })

  test('a leap day is a day, and the first and last second that can be written are read', () => {
    expect(parseTimestamp('2028-02-29 00:00:00')).toBe(Date.UTC(2028, 1, 29))
    expect(printTimestamp(parseTimestamp('0001-01-01 00:00:00') ?? 0)).toBe('0001-01-01 00:00:00')
    expect(parseTimestamp('9999-12-31 23:59:59')).toBe(lastMs)
  })

  test('a fraction is cut off, not rounded up into the next second', () => {
    expect(printTimestamp(halfPastFour + 999)).toBe('2026-03-09 04:30:00')
  })

  test('an instant outside the four-digit years is a bug and throws', () => {
    expect(() => printTimestamp(lastMs + 1000)).toThrow(RangeError)
    expect(() => printTimestamp(Number.NaN)).toThrow(RangeError)
  })
})
