import { expect, test } from 'vitest'
import { type CalendarDate, parseDate } from './civil.ts'
import { parseTypedMoment } from './typed.ts'

function day(text: string): CalendarDate {
  const date = parseDate(text)
  if (date === null) throw new Error(`${text} is no day.`)
  return date
}

/** A Saturday. */
const today = day('2026-11-28')

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
  ['tue half past 3', { date: '2026-12-01', time: '03:30' }],
  ['quarter to 4 tomorrow', { date: '2026-11-29', time: '03:45' }],
  ['tue 1 dec 10', { date: '2026-12-01', time: '10:00' }],
  ['30 nov 24', null],
  ['30/11/27', { date: '2027-11-30', time: null }],
  ['fri 4 dec 1530', { date: '2026-12-04', time: '15:30' }],
  ['tonight 8', { date: '2026-11-28', time: '20:00' }],
  ['Tonight at half past 8', { date: '2026-11-28', time: '20:30' }],
  ['8:15pm tonight', { date: '2026-11-28', time: '20:15' }],
  ['tonight 21:00', { date: '2026-11-28', time: '21:00' }],
  ['tue 24:00', { date: '2026-12-02', time: '00:00' }],
  ['2400 31 dec', { date: '2027-01-01', time: '00:00' }],
  ['sunday 29/11 9', { date: '2026-11-29', time: '09:00' }],
  ['sunday 2026-11-29', { date: '2026-11-29', time: null }],
  ['3-4pm', { date: null, time: '15:00', end: '4pm' }],
  ['3 to 4', { date: null, time: '03:00', end: '4' }],
  ['15:30-16:00', { date: null, time: '15:30', end: '16:00' }],
  ['1530 - 1600', { date: null, time: '15:30', end: '1600' }],
  ['from 11 until 1pm', { date: null, time: '11:00', end: '1pm' }],
  ['11-12am', { date: null, time: '23:00', end: '12am' }],
  ['10-12pm', { date: null, time: '10:00', end: '12pm' }],
  ['9-5pm', { date: null, time: '09:00', end: '5pm' }],
  ['3:30 - 4:15 p.m.', { date: null, time: '15:30', end: '4:15 p.m.' }],
  ['03:00-4pm', { date: null, time: '03:00', end: '4pm' }],
  ['3pm-4', { date: null, time: '15:00', end: '4' }],
  ['10-noon', { date: null, time: '10:00', end: 'noon' }],
  ['8-9 tonight', { date: '2026-11-28', time: '20:00', end: '9' }],
  ['22:00-24:00', { date: null, time: '22:00', end: '24:00' }],
  ['tue 3-4pm', { date: '2026-12-01', time: '15:00', end: '4pm' }],
  ['3 to 4 pm on 1 dec', { date: '2026-12-01', time: '15:00', end: '4 pm' }],
  ['2026-12-01 9-10', { date: '2026-12-01', time: '09:00', end: '10' }],
  ['mon 4th 3-4pm', { date: null, time: '15:00', end: '4pm', fault: 'other-weekday' }],
  ['2026-12-01', { date: '2026-12-01', time: null }],
  ['30-11', { date: '2026-11-30', time: null }],
])('%j names %j', (text, moment) => {
  expect(parseTypedMoment(text, today)).toEqual(moment)
})

test.each([
  ['10-11', { date: '2027-11-10', time: null }],
  ['tue 10-11', { date: '2026-12-01', time: '10:00', end: '11' }],
  ['10-12 3pm', { date: '2026-12-10', time: '15:00' }],
  ['15', { date: null, time: '15:00' }],
])('where a day belongs, %j names %j', (text, moment) => {
  expect(parseTypedMoment(text, today, false, true)).toEqual(moment)
})

test.each([
  '',
  'whenever',
  'tue tue',
  '3p 4p',
  'tonight',
  'tonight 8am',
  'tonight 12',
  '24:00',
  '3-4-5',
  '3-',
  'dec 3-4 pm',
  'from 3',
])('%j names nothing', (text) => {
  expect(parseTypedMoment(text, today)).toBeNull()
})
