import { expect, test } from 'vitest'
import examples from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import { TaskTypesReply } from '#wire/task/type.ts'
import { toTaskTypes } from './task-types.ts'

const [siteVisit, callBack] = examples

/** Site Visit of leadsquared-api.md with these changes, as the app has it; none where the app leaves it out. */
function typesOf(...changes: object[]) {
  return toTaskTypes(TaskTypesReply.parse(changes.map((change) => ({ ...siteVisit, ...change }))))
}

/** Its own fields, where the columns and the layout are these. */
function fieldsOf(columns: object[], layout: object | string | null) {
  const FormLayout = typeof layout === 'object' && layout ? JSON.stringify(layout) : layout
  const [type] = typesOf({ ColumnConfiguration: columns, FormLayout })
  return type?.customFields ?? []
}

function namesOf(columns: object[], layout: object | string | null): string[] {
  return fieldsOf(columns, layout).map(({ schemaName }) => schemaName)
}

const column = (name: string, more: object = {}) => ({
  SchemaName: `mx_${name}`,
  DisplayName: name,
  DataType: 0,
  Options: null,
  Mandatory: false,
  ...more,
})
const section = (...fields: object[]) => ({ Sections: [{ DisplayName: '', Fields: fields }] })

test('a type of the sheet is what the form offers', () => {
  expect(toTaskTypes(TaskTypesReply.parse(examples))).toEqual([
    {
      id: siteVisit?.Id,
      name: 'Site Visit',
      color: '#4fc3f7',
      defaultDurationMinutes: 30,
      preventsConflicts: false,
      location: { enabled: true, mandatory: true },
      reminder: { options: expect.arrayContaining([15]), defaultMinutes: expect.any(Number) },
      customFields: [expect.objectContaining({ schemaName: 'mx_Custom_1', mandatory: true })],
    },
  ])
  expect(callBack?.Category).toBe(1)
})

test('only active appointment types are offered, in the order of the tenant', () => {
  const named = (Name: string, more: object) => ({ Name, ...more })
  const types = typesOf(
    named('last', { Sequence: null }),
    named('second', { Sequence: '10' }),
    named('to-do', { Category: 1 }),
    named('switched off', { Status: 0 }),
    named('unknown status', { Status: 7 }),
    named('without a status', { Sequence: 2, Status: null }),
  )
  expect(types.map(({ name }) => name)).toEqual(['without a status', 'second', 'last'])
})

test('a length or a colour that is none is not taken', () => {
  const lasting = (Value: unknown) => ({ TaskTypeConfiguration: { Duration: { Value } } })
  const lengths = typesOf(lasting('480'), lasting(0), lasting(-5), lasting(null), lasting('long'))
  expect(lengths.map((type) => type.defaultDurationMinutes)).toEqual([480, null, null, null, null])
  const colours = typesOf({ Color: '#4FC3F7' }, { Color: 'red' }, { Color: null })
  expect(colours.map(({ color }) => color)).toEqual(['#4fc3f7', null, null])
})

test('the fields have the order of the layout, and what is switched off there is not shown', () => {
  const columns = [column('a'), column('b'), column('c'), column('d')]
  const layout = section(
    { SchemaName: 'mx_c' },
    { SchemaName: 'OwnerId' },
    { SchemaName: 'mx_b', Disabled: 'True' },
    { SchemaName: 'mx_a', Disabled: false },
  )
  expect(namesOf(columns, layout)).toEqual(['mx_c', 'mx_a'])
})

test('mandatory fields are asked for though the layout leaves them off or switches them off', () => {
  const must = { Mandatory: true }
  const columns = [column('a', must), column('b', must), column('c')]
  const layout = section({ SchemaName: 'mx_c' }, { SchemaName: 'mx_b', Disabled: true })
  expect(namesOf(columns, layout)).toEqual(['mx_c', 'mx_a', 'mx_b'])
})

test.each([null, 'no JSON', '7'])(
  'without a layout (%s) the fields have the order of the columns',
  (layout) => {
    expect(namesOf([column('b'), column('a')], layout)).toEqual(['mx_b', 'mx_a'])
  },
)

test('the kind of a field follows from its options and its data type', () => {
  const options = [{ Text: 'One', Value: '1' }, { Value: '2' }]
  const fields = fieldsOf(
    [
      column('text'),
      column('number', { DataType: 1 }),
      column('moment', { DataType: 7 }),
      column('unknown', { DataType: 99, DisplayName: '' }),
      column('choice', { DataType: 8, Options: options }),
    ],
    null,
  )
  expect(fields.map(({ kind }) => kind)).toEqual(['text', 'number', 'datetime', 'text', 'select'])
  expect(fields[3]?.label).toBe('mx_unknown')
  expect(fields[4]?.options).toEqual([
    { value: '1', label: 'One' },
    { value: '2', label: '2' },
  ])
})

test('a reminder that is switched off, or has no column, is not offered', () => {
  const none = { options: [], defaultMinutes: null }
  const [off, without] = typesOf(
    { ReminderConfiguration: { IsEnable: false } },
    { ColumnConfiguration: [] },
  )
  expect([off?.reminder, without?.reminder]).toEqual([none, none])
})
