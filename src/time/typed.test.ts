import { describe, expect, test } from 'vitest'
import { type CalendarDate, parseDate } from './civil.ts'
import { format, isMonthFirst } from './format.ts'
import { parseWall, utc } from './zoned.ts'
import {
  isAmbiguousDay,
  parseMinutesAhead,
  parseTypedDate,
  parseTypedMoment,
  parseTypedTime,
} from './typed.ts'

function day(text: string): CalendarDate {
  const date = parseDate(text)
  if (date === null) throw new Error(`${text} is no day.`)
  return date
}

/** A Saturday. */
const today = day('2026-11-28')

describe('a typed time', () => {
  test.each([
    ['3p', '15:00'],
    ['3 pm', '15:00'],
    ['3:30 PM', '15:30'],
    ['3:30 p.m.', '15:30'],
    ['12a', '00:00'],
    ['12 pm', '12:00'],
    ['1530', '15:30'],
    ['930', '09:30'],
    ['15:30', '15:30'],
    ['15.30', '15:30'],
    ['15', '15:00'],
    ['9', '09:00'],
    ['10:30:00', '10:30'],
    ['３p', '15:00'],
    ['noon', '12:00'],
    ['00:30', '00:30'],
    ['midday', '12:00'],
    ['15h30', '15:30'],
    ['9h', '09:00'],
    ['15,30', '15:30'],
    ['3.30pm', '15:30'],
    ['3 30 pm', '15:30'],
    ['9 a m', '09:00'],
    ["3 o'clock", '03:00'],
    ['1530 hrs', '15:30'],
    ['15:30h', '15:30'],
    ['930 hours', '09:30'],
    ['at 3pm', '15:00'],
  ])('%j is %s', (text, time) => {
    expect(parseTypedTime(text)).toBe(time)
  })
  test.each([
    '',
    '25',
    '13p',
    '0p',
    '3:75',
    '12345',
    'soon',
    '3x',
    '-3',
    '25h',
    '9h75',
    '12 24',
    'hrs',
    '3 hours',
    '2hrs',
    '3-4pm',
  ])('%j is none', (text) => {
    expect(parseTypedTime(text)).toBeNull()
  })
})

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
    expect(isAmbiguousDay(text, day(now))).toBe(date === null)
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

test.each([
  ['tue', { date: '2026-12-01', time: null }],
  ['3p', { date: null, time: '15:00' }],
  ['tom3p', { date: '2026-11-29', time: '15:00' }],
  ['tom 3p', { date: '2026-11-29', time: '15:00' }],
  ['3 pm tomorrow', { date: '2026-11-29', time: '15:00' }],
  ['30 nov at 15:30', { date: '2026-11-30', time: '15:30' }],
  ['2027-01-12T10:30', { date: '2027-01-12', time: '10:30' }],
  ['next fri 3pm', { date: '2026-12-04', time: '15:00' }],
  ['in 2 days at noon', { date: '2026-11-30', time: '12:00' }],
  ['24dec 15h30', { date: '2026-12-24', time: '15:30' }],
  ['tmrw 9', { date: '2026-11-29', time: '09:00' }],
  ['fri, 3 30 pm', { date: '2026-12-04', time: '15:30' }],
])('%j names %j', (text, moment) => {
  expect(parseTypedMoment(text, today)).toEqual(moment)
})

test.each(['', 'whenever', 'tue tue', '3p 4p'])('%j names nothing', (text) => {
  expect(parseTypedMoment(text, today)).toBeNull()
})

test.each([
  ['now', 0],
  ['in 30 min', 30],
  ['in 90 minutes', 90],
  ['In 2 hours', 120],
  ['in an hour', 60],
  ['in half an hour', 30],
  ['in 45m', 45],
  ['in 1h30', 90],
  ['in 1.5 hours', 90],
  ['in a min', 1],
  ['in 2 days', null],
  ['in 2 months', null],
  ['in a moment', null],
  ['in 3 mondays', null],
  ['in 30', null],
  ['30 min', null],
  ['soon', null],
])('%j is in %j minutes', (text, minutes) => {
  expect(parseMinutesAhead(text)).toBe(minutes)
})
