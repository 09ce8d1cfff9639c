import { describe, expect, test } from 'vitest'
import { type CalendarDate, parseDate } from './civil.ts'
import { format, isMonthFirst } from './format.ts'
import { parseTypedDate } from './typed-day.ts'
import { parseTypedMoment } from './typed.ts'
import { parseWall, utc } from './zoned.ts'

function day(text: string): CalendarDate {
  const date = parseDate(text)
  if (date === null) throw new Error(`${text} is no day.`)
  return date
}

/** A Saturday. */
const today = day('2026-11-28')

describe('a typed day', () => {
  test.each([
    ['today', '2026-11-28'],
    ['tom', '2026-11-29'],
    ['tomorrow', '2026-11-29'],
    ['tue', '2026-12-01'],
    ['Tuesday', '2026-12-01'],
    ['sa', '2026-12-05'],
    ['30 nov', '2026-11-30'],
    ['Nov 30', '2026-11-30'],
    ['30th November', '2026-11-30'],
    ['Mon 30 Nov', '2026-11-30'],
    ['Mon, Nov 30', '2026-11-30'],
    ['1 Mar', '2027-03-01'],
    ['12 Jan 2027', '2027-01-12'],
    ['Tue 12 Jan 2027', '2027-01-12'],
    ['3/12', '2026-12-03'],
    ['2027-01-12', '2027-01-12'],
    ['+3', '2026-12-01'],
    ['+2w', '2026-12-12'],
    ['in 2 days', '2026-11-30'],
    ['2 days', '2026-11-30'],
    ['in a week', '2026-12-05'],
    ['3 weeks from now', '2026-12-19'],
    ['day after tomorrow', '2026-11-30'],
    ['tmrw', '2026-11-29'],
    ['tmr', '2026-11-29'],
    ['tomorow', '2026-11-29'],
    ['tommorrow', '2026-11-29'],
    ['weds', '2026-12-02'],
    ['thurs', '2026-12-03'],
    ['on fri', '2026-12-04'],
    ['this sat', '2026-11-28'],
    ['this fri', '2026-12-04'],
    ['next fri', '2026-12-04'],
    ['next Saturday', '2026-12-05'],
    ['24dec', '2026-12-24'],
    ['Dec24', '2026-12-24'],
    ['24th of december', '2026-12-24'],
    ['the 4th', '2026-12-04'],
    ['Friday the 4th', '2026-12-04'],
    ['29th', '2026-11-29'],
    ['31st', '2026-12-31'],
    ['12/24', '2026-12-24'],
    ['2026/12/24', '2026-12-24'],
    ['2026.12.24', '2026-12-24'],
    ['24.12.', '2026-12-24'],
    ['in three weeks', '2026-12-19'],
    ['in ten days', '2026-12-08'],
    ['fri 4th', '2026-12-04'],
    ['Monday, 30 November 2026', '2026-11-30'],
  ])('%j is %s', (text, date) => {
    expect(parseTypedDate(text, today)).toBe(date)
  })
  test.each(['en-GB', 'en-IN', 'en-US', 'en-AU', 'en-CA', 'de-DE', 'hi-IN', 'ja-JP'])(
    'that the form shows is read as the same day: %s',
    (locale) => {
      for (let month = 1; month <= 12; month += 1) {
        const date = day(`2027-${String(month).padStart(2, '0')}-09`)
        const noon = parseWall(`${date}T12:00`, utc)?.instant
        const shown = noon ? format(noon, 'dayOfYear', utc, locale) : ''
        expect([shown, parseTypedDate(shown, today, isMonthFirst(locale))]).toEqual([shown, date])
      }
    },
  )
  test('3/12 is read by the locale', () => {
    expect(parseTypedDate('3/12', today, true)).toBe('2027-03-12')
    expect(parseTypedDate('24/12', today, true)).toBe('2026-12-24')
  })
  test('the 31st is in the next month that has one', () => {
    expect(parseTypedDate('31st', day('2027-02-01'))).toBe('2027-03-31')
    expect(parseTypedDate('30th', day('2026-12-31'))).toBe('2027-01-30')
  })
  test.each([
    // A Monday, a Friday and a Sunday.
    ['next fri', '2026-11-30', null],
    ['next fri 3p', '2026-11-30', null],
    ['9:30 on next friday', '2026-11-30', null],
    ['next mon', '2026-11-30', '2026-12-07'],
    ['next fri', '2026-12-04', '2026-12-11'],
    ['next sun', '2026-12-04', null],
    ['next mon', '2026-12-06', '2026-12-07'],
  ])('%s on %s is %s', (text, now, date) => {
    expect(parseTypedDate(text, day(now))).toBe(date)
    const fault = date === null ? { fault: 'ambiguous' } : {}
    expect(parseTypedMoment(text, day(now))).toMatchObject({ date, ...fault })
  })
  test.each([
    'mon 4th',
    'tue 30 nov',
    'Mon, Dec 1',
    'sunday 2026-11-30',
    'Fri 4 Dec 2027',
    'wed 3/12',
  ])('%j names a weekday that the day does not have', (text) => {
    const fault = { date: null, fault: 'other-weekday' }
    expect(parseTypedDate(text, today)).toBeNull()
    expect(parseTypedMoment(text, today)).toEqual({ ...fault, time: null })
    expect(parseTypedMoment(`${text} 3pm`, today)).toMatchObject({ ...fault, time: '15:00' })
    expect(parseTypedMoment(`half past 3 ${text}`, today)).toMatchObject(fault)
  })
  test.each([
    '',
    '31 feb',
    '30',
    'someday',
    '2026-02-30',
    '0 nov',
    '30 nov 1',
    't',
    'next week',
    'next',
    '13/13',
    '32nd',
    'the',
    'in days',
    'this 3',
  ])('%j is none', (text) => {
    expect(parseTypedDate(text, today)).toBeNull()
  })
})
