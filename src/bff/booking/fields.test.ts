import { expect, test } from 'vitest'
import { BookAppointment } from '#contract/appointment.ts'
import type { TaskType } from '#contract/task-type.ts'
import { checkFields } from './fields.ts'
import { ownerId, taskType } from './test-booking.ts'

const request = { taskType: { name: 'Meeting' }, owner: { id: ownerId } }
const fields: TaskType['customFields'] = [
  { schemaName: 'mx_Custom_1', label: 'Purpose', kind: 'text', mandatory: true, options: [] },
  { schemaName: 'mx_Custom_2', label: 'Seats', kind: 'number', mandatory: false, options: [] },
  { schemaName: 'mx_Custom_3', label: 'Due', kind: 'date', mandatory: false, options: [] },
  { schemaName: 'mx_Custom_4', label: 'Call at', kind: 'datetime', mandatory: false, options: [] },
  {
    schemaName: 'mx_Custom_5',
    label: 'Size',
    kind: 'select',
    mandatory: false,
    options: [{ value: 's', label: 'Small' }],
  },
]
const type = taskType({ customFields: fields })

test('values are sent as strings, and a date-time in UTC', () => {
  const customFields = {
    mx_Custom_1: 'Inspection',
    mx_Custom_2: '-3.5',
    mx_Custom_3: '2026-11-24',
    mx_Custom_4: '2026-11-24T10:30:00+05:30',
    mx_Custom_5: 's',
  }
  expect(checkFields({ ...request, customFields, location: 'Room 1' }, type, null)).toEqual({
    customFields: { ...customFields, mx_Custom_4: '2026-11-24 05:00:00' },
    location: 'Room 1',
    faults: [],
    missing: [],
  })
})

test('an option is compared and sent as the tenant spells it, blanks and composed letters included', () => {
  const options = ['Warm ', ' Cold', 'Cafe\u0301', ' ', 'A\tB'].map((value) => ({
    value,
    label: value,
  }))
  const spelled = taskType({
    customFields: [
      { schemaName: 'mx_Custom_5', label: 'Heat', kind: 'select', mandatory: true, options },
    ],
  })
  for (const { value } of options) {
    const customFields = { mx_Custom_5: value }
    const body = BookAppointment.parse({ ...request, customFields })
    expect(checkFields(body, spelled, null)).toMatchObject({
      customFields,
      faults: [],
      missing: [],
    })
  }
  for (const value of ['Warm', 'Cold ', 'Café', 'A B']) {
    const { faults } = checkFields(
      { ...request, customFields: { mx_Custom_5: value } },
      spelled,
      null,
    )
    expect(faults).toMatchObject([{ pointer: '/customFields/mx_Custom_5', rule: 'not-an-option' }])
  }
})

test('pasted text is normalised by the kind of its field', () => {
  const customFields = {
    mx_Custom_1: ' two\u000btabs\nof Cafe\u0301 ',
    mx_Custom_2: '\u2212３٠.５',
    mx_Custom_3: '２０２６-１１-２４\u200b',
    mx_Custom_4: ' 2026-11-24T10:30:00+05:30\u202c',
  }
  expect(checkFields({ ...request, customFields }, type, null)).toMatchObject({
    customFields: {
      mx_Custom_1: 'two tabs\nof Café',
      mx_Custom_2: '-30.5',
      mx_Custom_3: '2026-11-24',
      mx_Custom_4: '2026-11-24 05:00:00',
    },
    faults: [],
  })
})

test.each([
  ['mx_Custom_2', 'three', 'malformed'],
  ['mx_Custom_2', '1e3', 'malformed'],
  ['mx_Custom_3', '2026-02-30', 'malformed'],
  ['mx_Custom_4', '2026-11-24 05:00:00', 'malformed'],
  ['mx_Custom_5', 'Small', 'not-an-option'],
  ['mx_Custom_9', 'x', 'unknown-member'],
])('%s takes no %j', (name, value, rule) => {
  const customFields = { mx_Custom_1: 'x', [name]: value }
  const { faults } = checkFields({ ...request, customFields }, type, null)
  expect(faults).toMatchObject([{ pointer: `/customFields/${name}`, rule }])
})

test('an absent or empty mandatory field is named with its label', () => {
  for (const customFields of [{}, { mx_Custom_1: '' }, { mx_Custom_1: ' \t' }]) {
    expect(checkFields({ ...request, customFields }, type, null).missing).toMatchObject([
      { label: 'Purpose', error: { pointer: '/customFields/mx_Custom_1', rule: 'required' } },
    ])
  }
})

test('the rep is not asked for the marker field and cannot set it', () => {
  expect(checkFields(request, type, 'mx_Custom_1').missing).toEqual([])
  const taken = checkFields({ ...request, customFields: { mx_Custom_1: 'x' } }, type, 'mx_Custom_1')
  expect(taken.faults).toMatchObject([
    { pointer: '/customFields/mx_Custom_1', rule: 'not-offered' },
  ])
})

test('a location is accepted only if the type has one, and required if it is mandatory', () => {
  const without = taskType({ location: { enabled: false, mandatory: false } })
  const demanded = taskType({ location: { enabled: true, mandatory: true } })
  expect(checkFields({ ...request, location: 'Room 1' }, without, null).faults).toMatchObject([
    { pointer: '/location', rule: 'not-offered' },
  ])
  expect(checkFields(request, without, null)).toMatchObject({ faults: [], missing: [] })
  expect(checkFields({ ...request, location: '' }, demanded, null).missing).toMatchObject([
    { error: { pointer: '/location', rule: 'required' } },
  ])
})

test('a location that is given is sent, and one that is not is none', () => {
  const demanded = taskType({ location: { enabled: true, mandatory: true } })
  expect(checkFields({ ...request, location: 'Room 1' }, demanded, null)).toMatchObject({
    location: 'Room 1',
    missing: [],
  })
  expect(checkFields(request, taskType(), null).location).toBeNull()
})

test.each(['3', '10', '-4', '3.25'])('%s is a number', (value) => {
  const customFields = { mx_Custom_1: 'x', mx_Custom_2: value }
  expect(checkFields({ ...request, customFields }, type, null)).toMatchObject({ customFields })
})

test('a mandatory field is missed also beside another one, and blanks choose no option', () => {
  const customFields = { mx_Custom_2: '5', mx_Custom_5: ' ' }
  const {
    faults,
    missing,
    customFields: sent,
  } = checkFields({ ...request, customFields }, type, null)
  expect(missing).toMatchObject([{ label: 'Purpose' }])
  expect(faults).toEqual([])
  expect(sent).toEqual({ mx_Custom_2: '5' })
})

test('a hundred custom fields are taken', () => {
  const names = Array.from({ length: 100 }, (_, n) => `mx_Custom_${n}`)
  const many = names.map((schemaName) => ({
    schemaName,
    label: schemaName,
    kind: 'text' as const,
    mandatory: false,
    options: [],
  }))
  const customFields = Object.fromEntries(names.map((name) => [name, '1']))
  const checked = checkFields({ ...request, customFields }, taskType({ customFields: many }), null)
  expect(checked.faults).toEqual([])
})

test('an unrealistic number of custom fields is refused', () => {
  const customFields = Object.fromEntries(
    Array.from({ length: 101 }, (_, n) => [`mx_Custom_${n}`, '1']),
  )
  const { faults } = checkFields({ ...request, customFields }, type, null)
  expect(faults).toContainEqual(
    expect.objectContaining({ pointer: '/customFields', rule: 'too-many', limit: 100 }),
  )
})
