import { expect, test } from 'vitest'
import { addDays, parseDate, parseDurationMinutes, parseTime } from './civil.ts'

test.each(['2026-11-24', '2024-02-29', '1900-01-01', '9999-12-31'])('%s is a day', (text) => {
  expect(parseDate(text)).toBe(text)
})

test.each(['2026-02-29', '2026-13-01', '1899-12-31', '26-11-24', '', '2026-11-24T00:00'])(
  '%j is no day',
  (text) => {
    expect(parseDate(text)).toBeNull()
  },
)

test('a time loses its seconds, and 24:00 is no time', () => {
  expect(parseTime('09:05:59')).toBe('09:05')
  expect(parseTime('24:00')).toBeNull()
  expect(parseTime('9:05')).toBeNull()
})

test('days are counted over the end of a month, and end with the calendar', () => {
  const day = parseDate('2026-11-30')
  const last = parseDate('9999-12-31')
  expect(day && addDays(day, 1)).toBe('2026-12-01')
  expect(day && addDays(day, -30)).toBe('2026-10-31')
  expect(last && addDays(last, 1)).toBeNull()
})

test.each([
  ['45', 45],
  ['45m', 45],
  ['45 min', 45],
  ['1h', 60],
  ['1h30', 90],
  ['1 h 30 min', 90],
  ['1:30', 90],
  ['1.5h', 90],
  ['1,5h', 90],
  ['half an hour', 30],
  ['An hour', 60],
])('%s is %d minutes', (text, minutes) => {
  expect(parseDurationMinutes(text)).toBe(minutes)
})

test.each(['', '0', 'h', 'soon', '-30', '1:75'])('%j is no length', (text) => {
  expect(parseDurationMinutes(text)).toBeNull()
})
