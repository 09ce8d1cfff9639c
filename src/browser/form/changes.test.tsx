import { renderToStaticMarkup } from 'react-dom/server'
import { useForm } from 'react-hook-form'
import { expect, test } from 'vitest'
import { minutesBetween, parseIso, printIso, type Zone, zoneOf } from '#time/zoned.ts'
import { taskTypesQuery } from '../api/queries.ts'
import { freshForm } from '../booking/beginning.ts'
import type { FormValues } from '../booking/form-values.ts'
import { testDesk } from '../booking/test-desk.ts'
import { readTimes } from '../booking/times.ts'
import {
  chooseOwner,
  chooseType,
  commitEnd,
  commitStart,
  fixedTimeChanged,
  setTimes,
  suggestStart,
  typeIn,
  typeStart,
} from './changes.ts'
import { type DeskForm, knownTaskTypes, readingOf, type Screen, typeNamed } from './screen.ts'

/** A rep in Kathmandu (UTC+05:45) books for an owner in New York, where the clocks go forward on 14 March 2027. */

const kathmandu = zone('Asia/Kathmandu')
const newYork = zone('America/New_York')
const now = at('2026-11-28T06:00:00Z')

test.each<[string, Partial<FormValues>, string, string]>([
  ['an ordinary time', { date: '2027-03-15', startTime: '17:45' }, '2027-03-15', '08:00'],
  ['one on another day there', { date: '2027-03-15', startTime: '08:00' }, '2027-03-14', '22:15'],
  ['a day as people type it', { date: '15/3/27', startTime: '5:45p' }, '2027-03-15', '08:00'],
])(
  '%s stays the same moment when it is typed in the other zone',
  (_what, values, date, startTime) => {
    const { form, screen } = openForm(values)
    const before = momentsOf(form, screen)
    typeIn(form, screen, newYork)
    expect(form.getValues()).toMatchObject({ timeZone: newYork, date, startTime })
    expect(momentsOf(form, screen)).toEqual(before)
    typeIn(form, screen, kathmandu)
    expect(form.getValues('timeZone')).toBe(kathmandu)
    expect(momentsOf(form, screen)).toEqual(before)
  },
)

test.each([
  ['2027-11-07T05:30:00Z', 'earlier'],
  ['2027-11-07T06:30:00Z', 'later'],
])('%s is the %s of the two half past ones in New York', (start, startRepeat) => {
  const { form, screen } = openForm({})
  setTimes(form, screen, at(start), at('2027-11-07T07:00:00Z'))
  typeIn(form, screen, newYork)
  expect(form.getValues()).toMatchObject({ startTime: '01:30', startRepeat })
  expect(momentsOf(form, screen)?.start).toBe(start)
  typeIn(form, screen, kathmandu)
  expect(form.getValues('startRepeat')).toBe('')
})

test('a typed end stays the same moment too', () => {
  const { form, screen } = openForm({ date: '2027-03-15', startTime: '17:45', endText: '19:15' })
  typeIn(form, screen, newYork)
  expect(momentsOf(form, screen)?.end).toBe('2027-03-15T13:30:00Z')
})

test('the date and time of a custom field stay the same moment', () => {
  const { form, screen } = openForm({
    customFields: { mx_Custom_1: '2027-03-15T17:45', mx_Custom_2: '2027-03-15T17:45' },
  })
  typeIn(form, screen, newYork)
  expect(form.getValues('customFields')).toEqual({
    mx_Custom_1: '2027-03-15T08:00',
    // A text that only looks like one.
    mx_Custom_2: '2027-03-15T17:45',
  })
})

test('a suggested start is still a suggestion, and moves on in the new zone', () => {
  const { form, screen } = openForm({})
  typeIn(form, screen, newYork)
  suggestStart(form, screen, at('2027-03-14T07:00:00Z'))
  expect(form.getValues()).toMatchObject({ date: '2027-03-14', startTime: '03:00' })
})

test('a start that the rep typed is still theirs', () => {
  const { form, screen } = openForm({})
  form.setValue('startTime', '17:45', { shouldDirty: true, shouldTouch: true })
  const before = momentsOf(form, screen)
  typeIn(form, screen, newYork)
  suggestStart(form, screen, at('2027-03-14T07:00:00Z'))
  expect(momentsOf(form, screen)).toEqual(before)
})

test.each([
  ['wed', '2026-12-02', '10:30', '30'],
  ['3-4pm', '2026-11-30', '15:00', '60'],
  ['wed 3-4pm', '2026-12-02', '15:00', '60'],
  ['mon 4 dec', '2026-11-30', 'mon 4 dec', '30'],
  ['soon', '2026-11-30', 'soon', '30'],
])('%j typed into the start becomes %s, %s and %s minutes', (text, date, startTime, duration) => {
  const { form, screen } = openForm({ date: '2026-11-30', startTime: '10:30', duration: '30' })
  // Key by key, as the rep types it.
  for (let length = 1; length <= text.length; length += 1) {
    typeStart(form, screen, 'startTime', text.slice(0, length), false)
  }
  commitStart(form, screen)
  expect(form.getValues()).toMatchObject({ date, startTime, duration, endText: '' })
})

test('what names no moment stays as it was typed', () => {
  const { form, screen } = openForm({ date: '2027-03-15', startTime: 'noonish' })
  typeIn(form, screen, newYork)
  expect(form.getValues()).toMatchObject({ date: '2027-03-15', startTime: 'noonish' })
})

test('another owner has another clock: the times go back to the own one', () => {
  const { form, screen } = openForm({ date: '2027-03-15', startTime: '17:45' })
  const olga = { id: 'o', name: 'Olga Novak', email: 'olga@example.com' }
  chooseOwner(form, screen, olga, olga.name)
  typeIn(form, screen, newYork)
  chooseOwner(form, screen, olga, olga.name)
  expect(form.getValues('timeZone')).toBe(newYork)
  chooseOwner(form, screen, null, 'pri')
  expect(form.getValues()).toMatchObject({ timeZone: kathmandu, startTime: '17:45' })
})

test('choosing a type clears the errors of fields that the new type does not have', () => {
  const { form, screen } = openForm({ taskTypeId: 'v' })
  const fields = ['location', 'customFields.mx_Custom_3', 'owner', 'subject'] as const
  for (const field of fields) form.setError(field, { type: 'custom', message: 'field-required' })
  const [demo, visit] = knownTaskTypes(screen) ?? []
  if (!demo || !visit) throw new Error('There are two types.')
  const wrong = () => fields.filter((field) => form.getFieldState(field).error)
  chooseType(form, visit)
  expect(wrong()).toEqual([...fields])
  chooseType(form, demo)
  expect(wrong()).toEqual(['owner', 'subject'])
})

test('switching the fixed time off or on clears the errors of the time fields alone', () => {
  const { form } = openForm({ startTime: 'soon' })
  const fields = ['date', 'startTime', 'endText', 'pastIsMeant', 'owner'] as const
  for (const field of fields) form.setError(field, { type: 'custom', message: 'start-malformed' })
  fixedTimeChanged(form)
  expect(fields.filter((field) => form.getFieldState(field).error)).toEqual(['owner'])
})

test('choosing a type clears a value that its field of the same name cannot show', () => {
  const { form, screen } = openForm({
    customFields: {
      mx_Custom_1: '30',
      mx_Custom_2: 'any text',
      mx_Custom_3: '42',
      mx_Custom_9: 'of a third type',
    },
  })
  const [demo, visit] = knownTaskTypes(screen) ?? []
  if (!demo || !visit) throw new Error('There are two types.')
  chooseType(form, demo)
  expect(form.getValues('customFields')).toEqual({
    mx_Custom_1: '',
    mx_Custom_2: 'any text',
    mx_Custom_3: '42',
    mx_Custom_9: 'of a third type',
  })
  chooseType(form, visit)
  expect(form.getValues('customFields')).toMatchObject({ mx_Custom_3: '' })
})

test.each<[string, Partial<FormValues>]>([
  ['the date', { date: '2027-03-20' }],
  ['a length', { duration: '60' }],
  ['no fixed time and back', { noFixedTime: false }],
  ['another day, as people type it', { date: 'sat' }],
])(
  'a typed end shortens a long type, and the length stays after a change of %s',
  (_what, later) => {
    const { form, screen } = openForm({ date: '2027-02-16', startTime: '17:00', duration: '480' })
    form.setValue('endText', '19:00')
    commitEnd(form, screen)
    expect(momentsOf(form, screen)?.end).toBe('2027-02-16T13:15:00Z')
    form.setValue('noFixedTime', true)
    form.setValues(later)
    form.setValue('noFixedTime', false)
    commitStart(form, screen)
    const times = readTimes(form.getValues(), readingOf(screen))
    const minutes = times.kind === 'range' ? minutesBetween(times.start, times.end) : null
    expect(minutes).toBe(later.duration ? 60 : 120)
  },
)

test('a type is found by the spelling of the tenant first, then as people write it', () => {
  const names = ['Demo', 'demo ', 'Site  Visit', 'Café', ' Kick\u2011off']
  const types = names.map((name) => ({
    id: name,
    name,
    color: null,
    defaultDurationMinutes: 30,
    preventsConflicts: false,
    location: { enabled: false, mandatory: false },
    reminder: { options: [], defaultMinutes: null },
    customFields: [],
  }))
  const found = (name: string) => typeNamed(types, name)?.name
  expect(names.map(found)).toEqual(names)
  expect(['DEMO', 'demo', 'Site Visit', 'Cafe\u0301', 'kick-off', 'Dem'].map(found)).toEqual([
    'Demo',
    'demo ',
    'Site  Visit',
    'Café',
    ' Kick\u2011off',
    undefined,
  ])
})

function momentsOf(form: DeskForm, screen: Screen) {
  const times = readTimes(form.getValues(), readingOf(screen))
  return times.kind === 'range'
    ? { start: printIso(times.start), end: printIso(times.end) }
    : undefined
}

function openForm(values: Partial<FormValues>): { form: DeskForm; screen: Screen } {
  const desk = testDesk(new Map())
  const field = { label: 'When', mandatory: false, options: [] }
  desk.queries.setQueryData(taskTypesQuery(desk.api).queryKey, {
    taskTypes: [
      {
        id: 'd',
        name: 'Demo',
        color: null,
        defaultDurationMinutes: 45,
        preventsConflicts: false,
        location: { enabled: false, mandatory: false },
        reminder: { options: [], defaultMinutes: null },
        customFields: [
          { ...field, schemaName: 'mx_Custom_1', kind: 'datetime' },
          { ...field, schemaName: 'mx_Custom_2', kind: 'text' },
        ],
      },
      {
        id: 'v',
        name: 'Site Visit',
        color: null,
        defaultDurationMinutes: 60,
        preventsConflicts: false,
        location: { enabled: true, mandatory: true },
        reminder: { options: [], defaultMinutes: null },
        customFields: [
          {
            ...field,
            schemaName: 'mx_Custom_3',
            kind: 'select',
            options: [{ value: 'Warm ', label: 'Warm' }],
          },
        ],
      },
    ],
  })
  const screen: Screen = {
    desk,
    launch: { values: {}, typeName: null, dropped: [] },
    zone: kathmandu,
    locale: 'en-GB',
    now: () => now,
  }
  const made: DeskForm[] = []
  function Form() {
    made.push(useForm<FormValues>({ defaultValues: freshForm(kathmandu, now) }))
    return null
  }
  renderToStaticMarkup(<Form />)
  const [form] = made
  if (!form) throw new Error('There is no form.')
  form.subscribe({ callback: () => {} })
  for (const name of ['date', 'startTime', 'timeZone', 'duration', 'endText'] as const) {
    form.register(name)
  }
  form.setValues(values)
  return { form, screen }
}

function zone(name: string): Zone {
  const known = zoneOf(name)
  if (known === null) throw new Error(`${name} is no zone.`)
  return known
}

function at(iso: string) {
  const instant = parseIso(iso)
  if (instant === null) throw new Error(`${iso} is no moment.`)
  return instant
}
