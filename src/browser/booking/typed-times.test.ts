import { expect, test } from 'vitest'
import { berlin, faults, momentAt, now, range } from './test-times.ts'
import { clockChange, typedStart } from './times.ts'

/** What people type into the date, the start and the end. */

test.each([
  ['12:00', '2026-11-24T11:00:00Z'],
  ['3p', '2026-11-24T14:00:00Z'],
  ['1015', '2026-11-25T09:15:00Z'],
  ['10:30', '2026-11-25T09:30:00Z'],
  ['00:30', '2026-11-24T23:30:00Z'],
  ['wed 9:00', '2026-11-25T08:00:00Z'],
  ['90m', '2026-11-24T11:00:00Z'],
  ['1h30', '2026-11-24T11:00:00Z'],
  ['+2h', '2026-11-24T11:30:00Z'],
  [' + 2H ', '2026-11-24T11:30:00Z'],
  ['wed', '2026-11-25T09:30:00Z'],
  ['15h30', '2026-11-24T14:30:00Z'],
  ['13h', '2026-11-24T12:00:00Z'],
  ['12h', '2026-11-24T21:30:00Z'],
  ['+13h', '2026-11-24T22:30:00Z'],
  ['24h', '2026-11-25T09:30:00Z'],
  ['13h30m', '2026-11-24T23:00:00Z'],
  ['24:00', '2026-11-24T23:00:00Z'],
  ['2400', '2026-11-24T23:00:00Z'],
  ['2 days', '2026-11-26T09:30:00Z'],
  ['half an hour', '2026-11-24T10:00:00Z'],
  ['half past 11', '2026-11-24T10:30:00Z'],
  ['quarter to 12', '2026-11-24T10:45:00Z'],
  ['4', '2026-11-24T15:00:00Z'],
  ['4:15', '2026-11-24T15:15:00Z'],
  ['04:15', '2026-11-25T03:15:00Z'],
  ['tue 24:00', '2026-11-24T23:00:00Z'],
  ['tuesday 5pm', '2026-11-24T16:00:00Z'],
  ['17:00 on tue', '2026-11-24T16:00:00Z'],
  ['next tue 9:00', '2026-12-01T08:00:00Z'],
  ['tue 1 dec 9:00', '2026-12-01T08:00:00Z'],
  ['９０m', '2026-11-24T11:00:00Z'],
  ['١٢:٠٠', '2026-11-24T11:00:00Z'],
  ['12:00\u200b', '2026-11-24T11:00:00Z'],
  ['\u202a12:00\u202c', '2026-11-24T11:00:00Z'],
])('the typed end %s is %s, whatever the length was', (endText, end) => {
  expect(range({ ...berlin, endText, duration: '480' })[1]).toBe(end)
})

test('digits that could be hours name a day in the date', () => {
  const expected = { date: '2026-12-05', time: '10:30' }
  expect(typedStart({ ...berlin, date: '5-12' }, { now })).toEqual(expected)
})

test.each(['tue 3p', 'tomorrow 15:00', '3p 24 nov'])(
  '%s in the date moves the time too',
  (date) => {
    const expected = { date: '2026-11-24', time: '15:00' }
    expect(typedStart({ ...berlin, date }, { now })).toEqual(expected)
    const inTime = { ...berlin, date: '2027-01-01', startTime: date }
    expect(typedStart(inTime, { now })).toEqual(expected)
  },
)

test.each([
  ['3-4pm', '2026-11-24T14:00:00Z', '2026-11-24T15:00:00Z'],
  ['15:30 – 16:00', '2026-11-24T14:30:00Z', '2026-11-24T15:00:00Z'],
  ['from 9 to 5', '2026-11-24T08:00:00Z', '2026-11-24T16:00:00Z'],
  ['22:00-24:00', '2026-11-24T21:00:00Z', '2026-11-24T23:00:00Z'],
  ['10pm-12', '2026-11-24T21:00:00Z', '2026-11-24T23:00:00Z'],
  ['wed 11-1', '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z'],
])('%j sets the start and the end', (text, start, end) => {
  expect(range({ ...berlin, startTime: text })).toEqual([start, end])
})

test('an end of its own counts more than the one beside the start', () => {
  const values = { ...berlin, startTime: '3-4pm', endText: '90m' }
  expect(range(values)[1]).toBe('2026-11-24T15:30:00Z')
  expect(range({ ...berlin, date: 'wed 3-4pm' })).toEqual([
    '2026-11-25T14:00:00Z',
    '2026-11-25T15:00:00Z',
  ])
  for (const endText of ['3-4pm', 'wed 3-4pm', 'next wed', 'sun 25 nov']) {
    expect(faults({ ...berlin, endText })).toEqual(['endText end-malformed'])
  }
})

test('a night that the clocks change is asked about for an end beside the start too', () => {
  const values = { ...berlin, date: '2026-10-25', startTime: '01:30-02:30' }
  expect(faults(values)).toEqual(['endText end-repeated'])
  expect(clockChange(values, { now })).toMatchObject({ which: 'end', meant: { kind: 'repeated' } })
})

test('a weekday that the date does not have is told at its field, and the other field does not count', () => {
  expect(faults({ ...berlin, date: 'mon 4 dec' })).toEqual(['date date-other-weekday'])
  expect(faults({ ...berlin, date: 'mon 4th 3pm', startTime: '' })).toEqual([
    'date date-other-weekday',
  ])
  for (const startTime of ['mon 4 dec', 'mon 4 dec 3pm', '3-4pm mon 4 dec']) {
    expect(faults({ ...berlin, startTime })).toEqual(['startTime date-other-weekday'])
  }
  expect(faults({ ...berlin, date: 'mon 4 dec', startTime: 'fri 3pm' })).toEqual([])
})

test.each([
  ['２４ nov', '１０：３０'],
  ['24\u00a0nov', '10:30\u200b'],
  ['\u202a24/11/2026\u202c', '\ufeff10:30'],
  ['٢٤/١١', '١٠:٣٠'],
  ['24\u201111\u20112026', '10.30'],
])('%j and %j are read like typed ones', (date, startTime) => {
  expect(typedStart({ ...berlin, date, startTime }, { now })).toEqual({
    date: '2026-11-24',
    time: '10:30',
  })
})

test.each([
  ['', 'now', '2026-11-23', '10:01'],
  ['2026-12-24', 'in 2 hours', '2026-11-23', '12:01'],
  ['in 15 hours', '10:30', '2026-11-24', '01:01'],
])('%j and %j are read from the clock', (date, startTime, day, time) => {
  const reading = { now: momentAt('2026-11-23T09:00:30Z') }
  const typed = { ...berlin, date, startTime }
  expect(typedStart(typed, reading)).toEqual({ date: day, time })
})

test('a day that can mean two is asked about', () => {
  // The 23rd is a Monday.
  for (const date of ['next fri', 'next fri 3p', '15:00 on next friday']) {
    expect(faults({ ...berlin, date })).toEqual(['date date-ambiguous'])
  }
  expect(faults({ ...berlin, date: 'next mon' })).toEqual([])
  // With a time of its own, the start names the day as well.
  expect(faults({ ...berlin, date: 'next fri', startTime: 'fri 3p' })).toEqual([])
})
