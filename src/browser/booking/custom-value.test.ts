import { expect, test } from 'vitest'
import type { CustomField } from '#contract/task-type.ts'
import { customValueOf } from './to-request.ts'

test.each([
  ['text', ' a b ', 'a b'],
  ['text', ' ', ''],
  ['text', '\u200b', ''],
  ['text', 'one\u000btwo', 'one two'],
  ['text', '３０ and ½', '３０ and ½'],
  ['number', ' -42 ', '-42'],
  ['number', '10.25', '10.25'],
  ['number', '10.', null],
  ['number', '.5', null],
  ['number', '1e3', null],
  ['number', 'x1', null],
  ['number', '1x', null],
  ['number', '３０', '30'],
  ['number', '٣٠', '30'],
  ['number', '\u22122.5', '-2.5'],
  ['number', '\u202a30\u202c', '30'],
  ['number', '3\u200b0\u00a0', '30'],
  ['date', ' 2026-07-01 ', '2026-07-01'],
  ['date', '2026-02-30', null],
  ['datetime', ' 2026-07-01T09:00 ', '2026-07-01T09:00:00+05:30'],
  ['datetime', '2026-02-30T09:00', null],
  ['select', 'A', 'A'],
  ['select', '', ''],
  ['select', ' ', null],
  ['select', 'B', null],
  ['select', ' Warm', ' Warm'],
  ['select', 'Warm', null],
  ['select', 'Very  warm', 'Very  warm'],
  ['select', 'Very warm', null],
  ['select', 'Cold\u00a0', 'Cold\u00a0'],
  ['select', 'Cold ', null],
  ['select', 'Cafe\u0301', 'Cafe\u0301'],
  ['select', 'Café', null],
] as const)('a %s of %j is sent as %j', (kind, text, sent) => {
  const options = ['A', 'C', ' Warm', 'Very  warm', 'Cold\u00a0', 'Cafe\u0301'].map((value) => ({
    value,
    label: value,
  }))
  const field = { ...custom('mx_Custom_1', kind), options }
  expect(customValueOf(field, text, 'Asia/Kolkata')).toBe(sent)
})

test('a date-time in a zone that nobody knows is not sent', () => {
  const field = custom('mx_Custom_1', 'datetime')
  expect(customValueOf(field, '2026-07-01T09:00', 'Nowhere/At_All')).toBeNull()
})

function custom(schemaName: string, kind: CustomField['kind']): CustomField {
  return { schemaName, label: schemaName, kind, mandatory: false, options: [] }
}
