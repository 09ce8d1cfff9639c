import { expect, test } from 'vitest'
import { zoneOf } from '#time/zoned.ts'
import { addressParams, readLaunchParams, whatIsAsked } from './launch-params.ts'

function read(query: string, name = 'Asia/Kolkata') {
  const zone = zoneOf(name)
  if (!zone) throw new Error('This machine knows no zones.')
  return readLaunchParams(new URLSearchParams(query), zone)
}

const tenToQuarterPastEleven = {
  date: '2027-01-12',
  startTime: '10:00',
  startRepeat: '',
  duration: '75',
}

test.each([
  'start=2027-01-12T10:00%2B05:30&end=2027-01-12T11:15%2B05:30',
  'start=2027-01-12T10:00:00+05:30&end=2027-01-12T11:15:00+05:30',
  'start=2027-01-12T04:30Z&end=2027-01-12T05:45Z',
  'start=2027-01-12T10:00&end=2027-01-12T11:15',
  'start=2027-01-12T10:00&end=2027-01-12T05:45Z',
  'start=2027-01-12T10:00&duration=75',
  'start=2027-01-12T10:00&duration=７５',
  'start=2027-01-12T10:00%E2%80%8B&duration=1h15%C2%A0',
  'start=2027%E2%80%9101%E2%80%9112T10:00&end=2027-01-12T11:15',
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

test('the name of a type keeps its blanks, and one of blanks alone is none', () => {
  expect(read('type=Demo%20').typeName).toBe('Demo ')
  expect(read('type=%C2%A0Site++Visit').typeName).toBe('\u00a0Site  Visit')
  expect(read('type=%20%C2%A0').typeName).toBeNull()
})

test('invisible text asks for nothing', () => {
  const query = 'start=%E2%80%8B&end=%E2%80%8B&owner=%E2%80%AA%E2%80%AC&subject=%E2%80%8B%20'
  expect(read(query)).toEqual({ values: {}, typeName: null, dropped: [] })
  expect(whatIsAsked(new URLSearchParams(query))).toBeNull()
})

test('what nobody knows is ignored', () => {
  expect(read('utm_source=mail&foo=bar')).toEqual({ values: {}, typeName: null, dropped: [] })
})

test('a length is counted as time that passes', () => {
  const { values } = read('start=2027-03-28T01:30&end=2027-03-28T03:30', 'Europe/Berlin')
  expect(values.duration).toBe('60')
})

test.each([
  ['2027-10-31T02:30:00+02:00', 'earlier'],
  ['2027-10-31T02:30:00+01:00', 'later'],
  ['2027-10-31T02:30', ''],
])('%s is a time that comes twice: %s', (start, startRepeat) => {
  const { values } = read(`start=${encodeURIComponent(start)}`, 'Europe/Berlin')
  expect(values).toEqual({ date: '2027-10-31', startTime: '02:30', startRepeat })
})

test('the query comes before the fragment, and the first before a repetition', () => {
  const params = addressParams({
    search: '?subject=Query&subject=Again',
    hash: '#subject=Hash&lead=x',
  })
  expect(Object.fromEntries(params)).toEqual({ subject: 'Query', lead: 'x' })
  expect(params.getAll('subject')).toEqual(['Query'])
})

test('addresses that ask for the same share a draft, and others do not', () => {
  const asked = (search: string) => whatIsAsked(new URLSearchParams(search))
  expect(asked('owner=a&type=Demo&p=1')).toBe(asked('type=Demo&owner=a&token=2&host=3&embed=1'))
  expect(asked('type=Demo&owner=a')).not.toBe(asked('type=Demo&owner=b'))
  expect(asked('type=Demo')).not.toBe(asked('subject=Demo'))
  expect(asked('embed=1&p=x')).toBeNull()
})

test('what was signed, and which frame it is, tell drafts apart too', () => {
  const token = (subject: string) =>
    `a.${btoa(JSON.stringify({ subject, iat: Math.random() })).replaceAll('=', '')}.c`
  const asked = (subject: string) => whatIsAsked(new URLSearchParams({ p: token(subject) }))
  expect(asked('One')).toBe(asked('One'))
  expect(asked('One')).not.toBe(asked('Other'))
  // After the page took the token out of its address, the history keeps what it said.
  expect(whatIsAsked(new URLSearchParams(), { subject: 'One' })).toBe(asked('One'))
  expect(whatIsAsked(new URLSearchParams(), null, 1)).not.toBe(
    whatIsAsked(new URLSearchParams(), null, 2),
  )
})
