import { expect, test } from 'vitest'
import { emptyForm, type FormValues } from './form-values.ts'
import { berlin, faults, momentAt, now, range } from './test-times.ts'
import { clockChange, isPast, readTimes, startOf, typedStart, whichOf } from './times.ts'

test('the end is the start and the length', () => {
  expect(range(berlin)).toEqual(['2026-11-24T09:30:00Z', '2026-11-24T10:00:00Z'])
  expect(range({ ...berlin, startTime: '23:30', duration: '60' })[1]).toBe('2026-11-24T23:30:00Z')
})

test('a field of which nobody sees anything is empty', () => {
  expect(faults({ ...berlin, date: '\u200b' })).toEqual(['date date-required'])
  expect(faults({ ...berlin, startTime: '\u202a\u202c' })).toEqual(['startTime start-required'])
  expect(faults({ ...berlin, endText: '\u200b' })).toEqual([])
})

test('a start that the clocks jump over is named, with both neighbours', () => {
  const values = { ...berlin, date: '2026-03-29', startTime: '02:30' }
  expect(faults(values)).toEqual(['startTime start-skipped'])
  expect(startOf(values, { now })).toBeNull()
  const change = clockChange(values, { now })
  expect(change).toMatchObject({ which: 'start', meant: { kind: 'skipped' } })
})

test('a length counts real minutes over a jump of the clocks', () => {
  const values = { ...berlin, date: '2026-03-29', startTime: '01:30', duration: '60' }
  expect(range(values)).toEqual(['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'])
})

test('a start that comes twice must be chosen, and the choice decides', () => {
  const values = { ...berlin, date: '2026-10-25', startTime: '02:30', duration: '15' }
  expect(faults(values)).toEqual(['startRepeat start-repeated'])
  expect(clockChange(values, { now })).toMatchObject({
    which: 'start',
    meant: { kind: 'repeated' },
  })
  const earlier = { ...values, startRepeat: 'earlier' } as const
  expect(range(earlier)[0]).toBe('2026-10-25T00:30:00Z')
  expect(clockChange(earlier, { now })).toBeNull()
  expect(range({ ...values, startRepeat: 'later' })[0]).toBe('2026-10-25T01:30:00Z')
})

test('a typed end that comes twice is asked about; after the first of the two only the second fits', () => {
  const values = { ...berlin, date: '2026-10-25', startTime: '01:30', endText: '02:30' }
  expect(faults(values)).toEqual(['endText end-repeated'])
  expect(clockChange(values, { now })).toMatchObject({ which: 'end', meant: { kind: 'repeated' } })
  const within = { ...values, startTime: '02:45', startRepeat: 'earlier' } as const
  expect(range(within)[1]).toBe('2026-10-25T01:30:00Z')
})

test('a start that the clocks skip is asked about even after a choice for a repeated hour', () => {
  const values = {
    ...berlin,
    date: '2026-03-29',
    startTime: '02:30',
    startRepeat: 'later',
  } as const
  expect(clockChange(values, { now })).toMatchObject({ which: 'start', date: '2026-03-29' })
})

test('a typed end that the clocks skip is asked about', () => {
  const evening = { ...berlin, date: '2026-03-28', startTime: '23:00', endText: '02:30' }
  expect(faults(evening)).toEqual(['endText end-skipped'])
  expect(clockChange(evening, { now })).toMatchObject({
    which: 'end',
    meant: { kind: 'skipped' },
    date: '2026-03-29',
  })
  const night = { ...evening, date: '2026-03-29', startTime: '01:30' }
  expect(faults(night)).toEqual(['endText end-skipped'])
  for (const startTime of ['03:30', '04:00']) {
    expect(range({ ...night, startTime })[1]).toBe('2026-03-30T00:30:00Z')
  }
})

test('nothing is asked about an end that is exact, a length, or without a start', () => {
  for (const endText of ['12:00', '90m', 'long', '']) {
    expect(clockChange({ ...berlin, endText }, { now })).toBeNull()
  }
  const noStart = { ...berlin, date: '2026-10-25', startTime: '', endText: '02:30' }
  expect(clockChange(noStart, { now })).toBeNull()
  expect(clockChange({ ...noStart, endText: '25 oct 2026 02:30' }, { now })).toBeNull()
  expect(clockChange({ ...noStart, date: '', startTime: '01:30' }, { now })).toBeNull()
})

test('a repeated end is the first moment after the start', () => {
  const at = (startTime: string, startRepeat: FormValues['startRepeat'], endText: string) =>
    range({ ...berlin, date: '2026-10-25', startTime, startRepeat, endText })[1]
  expect(at('02:45', 'later', '02:50')).toBe('2026-10-25T01:50:00Z')
  expect(at('02:30', 'earlier', '02:30')).toBe('2026-10-25T01:30:00Z')
  expect(at('02:30', 'later', '02:30')).toBe('2026-10-26T01:30:00Z')
  expect(at('03:30', '', '02:30')).toBe('2026-10-26T01:30:00Z')
})

test('which of two equal wall times a moment is', () => {
  const [earlier, later] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((text) =>
    momentAt(text),
  )
  if (earlier === undefined || later === undefined) throw new Error('There are two.')
  expect(whichOf({ earlier, later }, earlier)).toBe('earlier')
  expect(whichOf({ earlier, later }, later)).toBe('later')
  expect(whichOf({ earlier, later }, now)).toBe('')
  expect(whichOf({ earlier, later }, null)).toBe('')
})

test('what is missing, malformed or beyond the years is named at its field', () => {
  expect(faults(emptyForm('Europe/Berlin'))).toEqual([
    'date date-required',
    'startTime start-required',
  ])
  expect(faults({ ...berlin, duration: '' })).toEqual(['endText end-required'])
  expect(faults({ ...berlin, endText: 'long' })).toEqual(['endText end-malformed'])
  expect(faults({ ...berlin, startTime: 'soon' })).toEqual(['startTime start-malformed'])
  expect(faults({ ...berlin, date: '2026-02-30' })).toEqual(['date date-malformed'])
  expect(faults({ ...berlin, date: '0001-01-01' })).toEqual(['date date-malformed'])
  expect(faults({ ...berlin, date: '9999-12-31' })).toEqual(['date year-too-late'])
  expect(faults({ ...berlin, date: '1999-12-31' })).toEqual(['date year-too-early'])
  expect(faults({ ...berlin, endText: '30 jan 10:00' })).toEqual(['endText end-too-far'])
  expect(faults({ ...berlin, endText: '23 nov 2026 10:00' })).toEqual([
    'endText end-not-after-start',
  ])
})

test('an appointment may take 31 days and begin in any year from 2000 to 2100', () => {
  expect(faults({ ...berlin, endText: '25 dec 2026 10:30' })).toEqual([])
  expect(faults({ ...berlin, endText: '25 dec 2026 10:31' })).toEqual(['endText end-too-far'])
  expect(faults({ ...berlin, date: '2000-01-01' })).toEqual([])
  const last = { ...berlin, date: '2100-12-31', startTime: '23:00' }
  expect(faults(last)).toEqual([])
  expect(faults({ ...last, endText: '00:30' })).toEqual(['endText year-too-late'])
})

test('an end that nobody can read is told together with a wrong start', () => {
  const wrong = { ...berlin, startTime: 'soon' }
  expect(faults({ ...wrong, endText: 'late' })).toEqual([
    'startTime start-malformed',
    'endText end-malformed',
  ])
  for (const endText of ['11:00', '90m', 'wed 9:00']) {
    expect(faults({ ...wrong, endText })).toEqual(['startTime start-malformed'])
  }
})

test('an end at the very moment of the start is no end', () => {
  expect(faults({ ...berlin, endText: '24 nov 2026 10:30' })).toEqual([
    'endText end-not-after-start',
  ])
  for (const endText of ['90', '1h+30', '24:00 x', 'x 24:00', '24:01']) {
    expect(faults({ ...berlin, endText })).toEqual(['endText end-malformed'])
  }
})

test('a date and a start that are both wrong are both named', () => {
  expect(faults({ ...berlin, date: ' ', startTime: ' ' })).toEqual([
    'date date-required',
    'startTime start-required',
  ])
  expect(faults({ ...berlin, date: '1999-12-31', startTime: 'soon' })).toEqual([
    'date year-too-early',
    'startTime start-malformed',
  ])
})

test('blanks in the end field are no end', () => {
  expect(range({ ...berlin, endText: ' ' })[1]).toBe('2026-11-24T10:00:00Z')
})

test('a time alone in the date field names neither the day nor the time', () => {
  const values = { ...berlin, date: '3p', startTime: '' }
  expect(typedStart(values, { now })).toEqual({ date: null, time: null })
})

test('the order of day and month follows the reader', () => {
  const day = (date: string, isMonthFirst: boolean) =>
    typedStart({ ...berlin, date }, { now, isMonthFirst }).date
  expect(day('3/4/2027', true)).toBe('2027-03-04')
  expect(day('3/4/2027', false)).toBe('2027-04-03')
})

test('in a zone that nobody knows there is no start, and that is said', () => {
  const values = { ...berlin, timeZone: 'Nowhere/At_All' }
  expect(faults(values)).toEqual(['startTime start-malformed'])
  expect(startOf(values, { now })).toBeNull()
  expect(typedStart(values, { now })).toEqual({ date: null, time: null })
  expect(clockChange(values, { now })).toBeNull()
})

test('no fixed time asks for nothing, whatever stands in the fields', () => {
  expect(readTimes({ ...berlin, noFixedTime: true, date: 'x' }, { now })).toEqual({ kind: 'open' })
})

test('no fixed time has no start, is not in the past and asks nothing about the clocks', () => {
  const values = { ...berlin, date: '2026-03-29', startTime: '02:30', noFixedTime: true }
  expect(startOf({ ...berlin, noFixedTime: true }, { now })).toBeNull()
  expect(isPast(readTimes(values, { now }), now)).toBe(false)
  expect(clockChange(values, { now })).toBeNull()
})

test('a start counts as past from five minutes on', () => {
  const at = (iso: string) => isPast(readTimes(berlin, { now }), momentAt(iso))
  expect(at('2026-11-24T09:35:00Z')).toBe(false)
  expect(at('2026-11-24T09:35:01Z')).toBe(true)
})
