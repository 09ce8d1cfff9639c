import { expect, test } from 'vitest'
import { ProblemCode } from '#contract/problem.ts'
import type { TaskType } from '#contract/task-type.ts'
import { type Instant, parseIso } from '#time/zoned.ts'
import { type FormContext, formSchema } from './check-form.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { toRequest } from './to-request.ts'
import { faults as faultWords } from '../words/en/faults.ts'
import { problems } from '../words/en/problems.ts'

const taskType: TaskType = {
  id: 'type-1',
  name: 'Visit',
  color: null,
  defaultDurationMinutes: null,
  preventsConflicts: false,
  location: { enabled: true, mandatory: true },
  reminder: { options: [], defaultMinutes: null },
  customFields: [
    { schemaName: 'mx_Custom_1', label: 'Count', kind: 'number', mandatory: true, options: [] },
  ],
}
const now = instant('2026-11-23T12:00:00Z')
const context = { taskTypes: [taskType], now }

const good: FormValues = {
  ...emptyForm('Asia/Kathmandu'),
  taskTypeId: 'type-1',
  ownerText: 'priya@example.com',
  date: '2026-11-24',
  startTime: '10:30',
  duration: '30',
  location: 'Room 4',
  customFields: { mx_Custom_1: '3' },
}

test('a form without a fault can be booked', () => {
  expect(faultsOf(good, context)).toEqual([])
  expect(toRequest(good, { taskType, now })).not.toBeNull()
})

test.each<[string, Partial<FormValues>]>([
  ['a lead of which nobody sees anything', { leadText: '\u200b' }],
  [
    'a subject whose letters and accents are two characters each',
    { subject: 'e\u0301'.repeat(250) },
  ],
])('%s is no fault', (_, change) => {
  const values = { ...good, ...change }
  expect(faultsOf(values, context)).toEqual([])
  expect(toRequest(values, { taskType, now })).not.toBeNull()
})

test('everything that is missing is told at once, in the order of the screen', () => {
  expect(faultsOf(emptyForm('Asia/Kathmandu'), context).map(({ field }) => field)).toEqual([
    'taskTypeId',
    'owner',
    'date',
    'startTime',
  ])
})

const wrong: [string, Partial<FormValues>, string][] = [
  ['a type that was deleted', { taskTypeId: 'gone' }, 'taskTypeId task-type-unknown'],
  ['an unfinished owner', { ownerText: 'Pri' }, 'owner owner-not-chosen'],
  ['an unfinished lead', { leadText: 'Acm' }, 'lead lead-not-chosen'],
  ['a start in the past', { date: '2026-11-23' }, 'pastIsMeant start-in-past'],
  ['a subject of 10,000 characters', { subject: 'x'.repeat(10_000) }, 'subject text-too-long'],
  ['a long description', { description: 'x'.repeat(4001) }, 'description text-too-long'],
  ['no location where it is mandatory', { location: '  ' }, 'location location-required'],
  ['a location that nobody can see', { location: '\u200b' }, 'location location-required'],
  ['an owner that nobody can see', { owner: null, ownerText: '\u200b' }, 'owner owner-required'],
  ['an odd reminder', { reminderMinutes: '-5' }, 'reminderMinutes reminder-not-offered'],
  [
    'no value of a mandatory field',
    { customFields: { mx_Custom_1: ' ' } },
    'customFields.mx_Custom_1 field-required',
  ],
  [
    'words in a number',
    { customFields: { mx_Custom_1: 'three' } },
    'customFields.mx_Custom_1 field-not-number',
  ],
]

test.each(wrong)('%s is a fault, and cannot be booked', (_, change, expected) => {
  const values = { ...good, ...change }
  const found = faultsOf(values, context)
  expect(found.map(({ field, fault }) => `${field} ${fault}`)).toEqual([expected])
  const isPast = expected.includes('start-in-past')
  expect(toRequest(values, { taskType, now }) === null).toBe(!isPast)
})

test('until the types have come, that is the fault, whether or not one is chosen', () => {
  for (const taskTypeId of ['', 'type-1']) {
    expect(faultsOf({ ...good, taskTypeId }, { taskTypes: null, now })).toEqual([
      { field: 'taskTypeId', fault: 'task-types-missing' },
    ])
  }
})

test('a rule of the contract that the screen does not know is a fault as well', () => {
  const [custom] = taskType.customFields
  if (custom === undefined) throw new Error('The type has no field.')
  const odd = { ...taskType, customFields: [{ ...custom, schemaName: 'not a name' }] }
  const values = { ...good, customFields: { 'not a name': '3' } }
  expect(faultsOf(values, { taskTypes: [odd], now })).toEqual([
    { field: 'taskTypeId', fault: 'form-refused' },
  ])
})

test('a start in the past may be meant', () => {
  expect(faultsOf({ ...good, date: '2026-11-23', pastIsMeant: true }, context)).toEqual([])
})

test('a start of five minutes ago still counts as now, an older one does not', () => {
  const at = (text: string) => faultsOf(good, { ...context, now: instant(text) })
  expect(at('2026-11-24T04:50:00Z')).toEqual([])
  expect(at('2026-11-24T04:50:01Z')).toEqual([{ field: 'pastIsMeant', fault: 'start-in-past' }])
})

test('the longest texts and reminders are bookable, and one more is not', () => {
  const longest: [keyof FormValues, string, string][] = [
    ['subject', 'x'.repeat(250), 'text-too-long'],
    ['description', 'x'.repeat(4000), 'text-too-long'],
    ['location', 'x'.repeat(500), 'text-too-long'],
    ['reminderMinutes', String(28 * 24 * 60), 'reminder-not-offered'],
  ]
  for (const [field, text, fault] of longest) {
    expect(faultsOf({ ...good, [field]: text }, context)).toEqual([])
    const more = field === 'reminderMinutes' ? String(Number(text) + 1) : `${text}x`
    expect(faultsOf({ ...good, [field]: more }, context)).toEqual([{ field, fault }])
  }
  expect(faultsOf({ ...good, subject: ` ${'x'.repeat(250)} ` }, context)).toEqual([])
})

test.each(['x5', '5x', '1.5', '1234567'])('a reminder of %s is a fault', (reminderMinutes) => {
  expect(faultsOf({ ...good, reminderMinutes }, context)).toEqual([
    { field: 'reminderMinutes', fault: 'reminder-not-offered' },
  ])
  expect(faultsOf({ ...good, reminderMinutes: '0' }, context)).toEqual([])
})

test('where the type has no location, none is asked for and none is too long', () => {
  const bare = { ...taskType, location: { enabled: false, mandatory: true } }
  for (const location of ['', 'x'.repeat(501)]) {
    expect(faultsOf({ ...good, location }, { taskTypes: [bare], now })).toEqual([])
  }
  const free = { ...taskType, location: { enabled: true, mandatory: false } }
  expect(faultsOf({ ...good, location: '' }, { taskTypes: [free], now })).toEqual([])
})

test('until a type is chosen, its fields and its location are not missed', () => {
  const values = { ...good, taskTypeId: '', location: '', customFields: {} }
  expect(faultsOf(values, context)).toEqual([{ field: 'taskTypeId', fault: 'task-type-required' }])
})

test('blanks are no owner and no search for a lead', () => {
  expect(faultsOf({ ...good, ownerText: ' ', leadText: ' ' }, context)).toEqual([
    { field: 'owner', fault: 'owner-required' },
  ])
})

test('a lead that was chosen is no unfinished search', () => {
  const lead = { id: 'lead-1', name: 'Lena', detail: '' }
  expect(faultsOf({ ...good, lead, leadText: 'Lena' }, context)).toEqual([])
})

test('a wrong time is told, and not that it is past', () => {
  expect(faultsOf({ ...good, date: '1999-12-31' }, context)).toEqual([
    { field: 'date', fault: 'year-too-early' },
  ])
})

test.each([
  ['date', '2026-02-30', 'field-not-date'],
  ['datetime', 'soon', 'field-not-datetime'],
  ['select', 'B', 'field-not-option'],
  ['text', 'x'.repeat(2001), 'text-too-long'],
  ['text', 'x'.repeat(2000), null],
  ['text', '', null],
] as const)('a %s field with %s', (kind, text, fault) => {
  const field = { schemaName: 'mx_Custom_2', label: 'Two', kind, mandatory: false, options: [] }
  const type = { ...taskType, customFields: [field] }
  const found = faultsOf(
    { ...good, customFields: { mx_Custom_2: text } },
    { taskTypes: [type], now },
  )
  expect(found).toEqual(fault === null ? [] : [{ field: 'customFields.mx_Custom_2', fault }])
})

test('awkward text is bookable as it is', () => {
  const awkward = '<b>x</b> \u202Eright\u202C 😀 Robert"); DROP TABLE tasks;--'
  const values = { ...good, subject: awkward, description: `${awkward}\n\ttab` }
  expect(faultsOf(values, context)).toEqual([])
  expect(toRequest(values, { taskType, now })?.subject).toBe(awkward)
})

test('the schema tells each fault at the path of its field', () => {
  const schema = formSchema(() => context)
  const checked = schema.safeParse({ ...good, ownerText: '', customFields: {} })
  expect(checked.error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [['owner'], 'owner-required'],
    [['customFields', 'mx_Custom_1'], 'field-required'],
  ])
})

test('every fault and every refusal has words', () => {
  expect(Object.values(faultWords).every((words) => wordsOf(words).endsWith('.'))).toBe(true)
  expect(Object.keys(problems).toSorted()).toEqual([...ProblemCode.options].toSorted())
})

function wordsOf(words: string | ((label: string) => string)): string {
  return typeof words === 'string' ? words : words('Subject')
}

/** What the schema finds wrong, each with the name of its field. */
function faultsOf(values: FormValues, against: FormContext) {
  const { error } = formSchema(() => against).safeParse(values)
  return (error?.issues ?? []).map(({ path, message }) => {
    expect(faultWords).toHaveProperty(message)
    return { field: path.join('.'), fault: message }
  })
}

function instant(text: string): Instant {
  const parsed = parseIso(text)
  if (parsed === null) throw new Error(text)
  return parsed
}
