import { expect, test } from 'vitest'
import { zoneOf } from '#time/zoned.ts'
import { readLaunchParams } from './launch-params.ts'

const zone = zoneOf('Asia/Kolkata')

function read(query: string) {
  if (!zone) throw new Error('This machine knows no zones.')
  return readLaunchParams(new URLSearchParams(query), zone)
}

const tenToQuarterPastEleven = { date: '2027-01-12', startTime: '10:00', duration: '75' }

test.each([
  'start=2027-01-12T10:00%2B05:30&end=2027-01-12T11:15%2B05:30',
  'start=2027-01-12T10:00:00+05:30&end=2027-01-12T11:15:00+05:30',
  'start=2027-01-12T04:30Z&end=2027-01-12T05:45Z',
  'start=2027-01-12T10:00&end=2027-01-12T11:15',
  'start=2027-01-12T10:00&end=2027-01-12T05:45Z',
  'start=2027-01-12T10:00&duration=75',
])('%s is the same time for a rep in India', (query) => {
  expect(read(query)).toEqual({ values: tenToQuarterPastEleven, typeName: null, dropped: [] })
})

test.each([
  ['start=tomorrow', ['start']],
  ['start=2027-01-12', ['start']],
  ['start=2027-01-12T10:00&end=2027-01-12T10:00', ['end']],
  ['end=2027-01-12T10:00Z', ['end']],
  ['start=1850-01-01T00:00Z', ['start']],
  ['start=0001-01-01T00:00', ['start']],
  ['start=9999-12-31T23:59-14:00', ['start']],
  ['start=2027-01-12T10:00&end=9999-12-31T23:59-14:00', ['end']],
  ['duration=-5', ['duration']],
  ['lead=Lena', ['lead']],
])('%s is dropped, and said to be', (query, dropped) => {
  expect(read(query).dropped).toEqual(dropped)
})

test('what nobody knows is ignored', () => {
  expect(read('utm_source=mail&foo=bar')).toEqual({ values: {}, typeName: null, dropped: [] })
})
