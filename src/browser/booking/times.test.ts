import { expect, test } from 'vitest'
import { printIso } from '#time/zoned.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { durationAfter, endAfter, readTimes, startOf } from './times.ts'

const berlin: FormValues = {
  ...emptyForm('Europe/Berlin'),
  date: '2026-11-24',
  startTime: '10:30',
}

test('an end before the start is a fault at the end, and so is an equal one', () => {
  expect(faults({ ...berlin, endTime: '10:00' })).toEqual(['endTime end-not-after-start'])
  expect(faults({ ...berlin, endTime: '10:30' })).toEqual(['endTime end-not-after-start'])
})

test('an end on the next day is meant when its date says so', () => {
  const values = { ...berlin, startTime: '23:30', endDate: '2026-11-25', endTime: '00:30' }
  expect(range(values)).toEqual(['2026-11-24T22:30:00Z', '2026-11-24T23:30:00Z'])
})

test('a length past midnight moves the end to the next day', () => {
  const values = { ...berlin, startTime: '23:30', duration: '1h' }
  expect(endAfter(values)).toEqual({ endDate: '2026-11-25', endTime: '00:30', endRepeat: '' })
  expect(endAfter({ ...berlin, duration: '45' })).toMatchObject({ endDate: '', endTime: '11:15' })
})

test('a change of the end changes the length, and a useless end changes nothing', () => {
  expect(durationAfter({ ...berlin, duration: '30', endTime: '12:00' })).toBe('90')
  expect(durationAfter({ ...berlin, endTime: '09:00' })).toBeNull()
})

test('a start that the clocks jump over is named', () => {
  const values = { ...berlin, date: '2026-03-29', startTime: '02:30', duration: '30' }
  expect(faults(values)).toEqual(['startTime start-skipped'])
  expect(startOf(values)).toBeNull()
})

test('a length counts real minutes over a jump of the clocks', () => {
  const values = { ...berlin, date: '2026-03-29', startTime: '01:30', duration: '60' }
  expect(range(values)).toEqual(['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'])
  expect(endAfter(values)?.endTime).toBe('03:30')
})

test('a start that comes twice must be chosen, and the choice decides', () => {
  const values = { ...berlin, date: '2026-10-25', startTime: '02:30', duration: '15' }
  expect(faults(values)).toEqual(['startRepeat start-repeated'])
  expect(range({ ...values, startRepeat: 'earlier' })[0]).toBe('2026-10-25T00:30:00Z')
  expect(range({ ...values, startRepeat: 'later' })[0]).toBe('2026-10-25T01:30:00Z')
})

test('an end that comes twice is told by the length where that fits, and asked for where not', () => {
  const values = { ...berlin, date: '2026-10-25', startTime: '01:30', endTime: '02:30' }
  expect(faults(values)).toEqual(['endRepeat end-repeated'])
  expect(range({ ...values, duration: '60' })[1]).toBe('2026-10-25T00:30:00Z')
  expect(range({ ...values, duration: '120' })[1]).toBe('2026-10-25T01:30:00Z')
  expect(range({ ...values, endRepeat: 'later' })[1]).toBe('2026-10-25T01:30:00Z')
})

test('what is missing, malformed or beyond the years is named at its field', () => {
  const empty = emptyForm('Europe/Berlin')
  expect(faults(empty)).toEqual(['date date-required', 'startTime start-required'])
  expect(faults({ ...berlin })).toEqual(['endTime end-required'])
  expect(faults({ ...berlin, duration: 'long' })).toEqual(['duration duration-malformed'])
  expect(faults({ ...berlin, date: '2026-02-30', duration: '30' })).toEqual(['date date-malformed'])
  expect(faults({ ...berlin, date: '0001-01-01', duration: '30' })).toEqual(['date date-malformed'])
  expect(faults({ ...berlin, date: '9999-12-31', duration: '30' })).toEqual(['date year-too-late'])
  expect(faults({ ...berlin, date: '1999-12-31', duration: '30' })).toEqual(['date year-too-early'])
  expect(faults({ ...berlin, endDate: '2027-01-30', endTime: '10:00' })).toEqual([
    'endTime end-too-far',
  ])
})

function faults(values: FormValues): string[] {
  const times = readTimes(values)
  return times.kind === 'faulty' ? times.faults.map(({ field, fault }) => `${field} ${fault}`) : []
}

function range(values: FormValues): string[] {
  const times = readTimes(values)
  return times.kind === 'range' ? [printIso(times.start), printIso(times.end)] : [times.kind]
}
