import { describe, expect, test } from 'vitest'
import { type CalendarDate, parseDate } from './civil.ts'
import { format } from './format.ts'
import { parseTypedDate, parseTypedMoment, parseTypedTime } from './typed.ts'
import { parseWall, utc } from './zoned.ts'

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
  ])('%j is %s', (text, time) => {
    expect(parseTypedTime(text)).toBe(time)
  })
  test.each(['', '25', '13p', '0p', '3:75', '12345', 'soon', '3x', '-3'])('%j is none', (text) => {
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
  ])('%j is %s', (text, date) => {
    expect(parseTypedDate(text, today)).toBe(date)
  })
  test.each(['en-GB', 'en-IN', 'en-US', 'en-AU', 'en-CA', 'de-DE', 'hi-IN', 'ja-JP'])(
    'that the form shows is read as the same day: %s',
    (locale) => {
      const isMonthFirst = locale === 'en-US'
      for (let month = 1; month <= 12; month += 1) {
        const date = day(`2027-${String(month).padStart(2, '0')}-09`)
        const noon = parseWall(`${date}T12:00`, utc)?.instant
        const shown = noon ? format(noon, 'dayOfYear', utc, locale) : ''
        expect([shown, parseTypedDate(shown, today, isMonthFirst)]).toEqual([shown, date])
      }
    },
  )
  test('3/12 is read by the locale', () => {
    expect(parseTypedDate('3/12', today, true)).toBe('2027-03-12')
  })
  test.each(['', '31 feb', '30', 'someday', '2026-02-30', '0 nov', '30 nov 1', 't'])(
    '%j is none',
    (text) => {
      expect(parseTypedDate(text, today)).toBeNull()
    },
  )
})

test.each([
  ['tue', { date: '2026-12-01', time: null }],
  ['3p', { date: null, time: '15:00' }],
  ['tom3p', { date: '2026-11-29', time: '15:00' }],
  ['tom 3p', { date: '2026-11-29', time: '15:00' }],
  ['3 pm tomorrow', { date: '2026-11-29', time: '15:00' }],
  ['30 nov at 15:30', { date: '2026-11-30', time: '15:30' }],
  ['2027-01-12T10:30', { date: '2027-01-12', time: '10:30' }],
])('%j names %j', (text, moment) => {
  expect(parseTypedMoment(text, today)).toEqual(moment)
})

test.each(['', 'whenever', 'tue tue', '3p 4p'])('%j names nothing', (text) => {
  expect(parseTypedMoment(text, today)).toBeNull()
})
