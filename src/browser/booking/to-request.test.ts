import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskType } from '#contract/task-type.ts'
import { addMinutes, civilAt, instantOf, parseIso, utc, zoneOf } from '#time/zoned.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { momentAt } from './test-times.ts'
import { chosenLead, chosenOwner, suggestedSubject, toRequest, wishOf } from './to-request.ts'

const meeting: TaskType = {
  id: 'type-1',
  name: 'Meeting ',
  color: null,
  defaultDurationMinutes: 30,
  preventsConflicts: false,
  location: { enabled: true, mandatory: false },
  reminder: { options: [15, 30], defaultMinutes: 15 },
  customFields: [
    custom('mx_Custom_1', 'number'),
    custom('mx_Custom_2', 'datetime'),
    { ...custom('mx_Custom_3', 'select'), options: [{ value: 'A', label: 'A' }] },
  ],
}

const now = momentAt('2026-11-24T00:00:00Z')

const filled: FormValues = {
  ...emptyForm('Asia/Kolkata'),
  taskTypeId: 'type-1',
  owner: { by: 'id', id: 'owner-1', name: 'Priya Nair', email: 'priya@example.com' },
  ownerText: 'Priya Nair',
  date: '2026-11-24',
  startTime: '10:30',
  duration: '30',
}

test('a screen with type, owner and time asks for exactly that', () => {
  expect(toRequest(filled, { taskType: meeting, now })).toEqual({
    taskType: { id: 'type-1' },
    subject: 'Meeting',
    owner: { id: 'owner-1' },
    start: '2026-11-24T10:30:00+05:30',
    end: '2026-11-24T11:00:00+05:30',
    notifyOwner: false,
  })
})

test('no fixed time sends neither start nor end, whatever stands in the time fields', () => {
  const request = toRequest(
    { ...filled, noFixedTime: true, date: '2026-99-99' },
    { taskType: meeting, now },
  )
  expect(request).not.toBeNull()
  expect(request).not.toHaveProperty('start')
  expect(request).not.toHaveProperty('end')
})

test('a typed e-mail and pasted ids are taken without a list', () => {
  const typed = { ...filled, owner: null, ownerText: ' priya@example.com ' }
  expect(toRequest(typed, { taskType: meeting, now })?.owner).toEqual({
    email: 'priya@example.com',
  })
  const guid = '0f8fad5b-d9cb-469f-a165-70867728950e'
  const pasted = { ...filled, owner: null, ownerText: guid, leadText: ` ${guid}` }
  expect(toRequest(pasted, { taskType: meeting, now })).toMatchObject({
    owner: { id: guid },
    lead: { id: guid },
  })
})

test.each([
  'priya@example.com',
  'Priya Nair <priya@example.com>',
  'mailto:priya@example.com',
  'priya\u200b@example.com\u00a0',
  'ｐｒｉｙａ＠example.com',
  '\u202apriya@example.com\u202c',
])('%j is the owner of that address', (ownerText) => {
  expect(chosenOwner({ owner: null, ownerText })).toEqual({
    by: 'email',
    email: 'priya@example.com',
  })
})

test.each([
  '\u200b0f8fad5b-d9cb-469f-a165-70867728950e',
  '0f8fad5b\u2011d9cb\u2011469f\u2011a165\u201170867728950e',
])('%j is the id of an owner or of a lead', (text) => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  expect(chosenOwner({ owner: null, ownerText: text })).toMatchObject({ by: 'id', id })
  expect(chosenLead({ lead: null, leadText: text })).toMatchObject({ id })
})

test('a search that was not finished asks for nothing', () => {
  expect(
    toRequest({ ...filled, owner: null, ownerText: 'Pri' }, { taskType: meeting, now }),
  ).toBeNull()
  expect(toRequest({ ...filled, leadText: 'Acm' }, { taskType: meeting, now })).toBeNull()
})

test('a subject goes along as it is shown, unless it lacks the name of a pasted lead', () => {
  const suggested = { ...filled, subject: 'Meeting' }
  const request = (values: FormValues) => toRequest(values, { taskType: meeting, now })
  expect(request(suggested)?.subject).toBe('Meeting')
  const lead = { id: 'lead-1', name: null, detail: '' }
  expect(request({ ...suggested, lead })).not.toHaveProperty('subject')
  expect(request({ ...suggested, lead, subject: 'Meeting again' })?.subject).toBe('Meeting again')
})

test('who empties the subject asks for the same as who leaves the suggested one', () => {
  const lead = { id: 'lead-1', name: 'Lena', detail: '' }
  for (const who of [null, lead]) {
    const suggested = { ...filled, lead: who, subject: suggestedSubject(meeting, who) }
    const request = toRequest(suggested, { taskType: meeting, now })
    expect(request?.subject).toBe(suggestedSubject(meeting, who))
    for (const subject of ['', ' ', '\u200b']) {
      expect(toRequest({ ...suggested, subject }, { taskType: meeting, now })).toEqual(request)
    }
  }
  const unnamed = { ...filled, subject: ' ', lead: { ...lead, name: null } }
  expect(toRequest(unnamed, { taskType: meeting, now })).not.toHaveProperty('subject')
})

test('an option is sent with the blanks that the tenant gave it', () => {
  const options = [{ value: 'Warm ', label: 'Warm' }]
  const taskType = { ...meeting, customFields: [{ ...custom('mx_Custom_3', 'select'), options }] }
  const values = { ...filled, customFields: { mx_Custom_3: 'Warm ' } }
  expect(toRequest(values, { taskType, now })?.customFields).toEqual({ mx_Custom_3: 'Warm ' })
})

test('location and custom fields go along only where the type has them', () => {
  const values = {
    ...filled,
    location: 'Room 4',
    customFields: { mx_Custom_1: '42', mx_Custom_9: 'of another type' },
  }
  expect(toRequest(values, { taskType: meeting, now })).toMatchObject({
    location: 'Room 4',
    customFields: { mx_Custom_1: '42' },
  })
  const bare = { ...meeting, location: { enabled: false, mandatory: false }, customFields: [] }
  const request = toRequest(values, { taskType: bare, now })
  expect(request).not.toHaveProperty('location')
  expect(request).not.toHaveProperty('customFields')
})

test('custom fields travel in the words of the contract', () => {
  const customFields = { mx_Custom_2: '2026-07-01T09:00', mx_Custom_3: 'A' }
  expect(toRequest({ ...filled, customFields }, { taskType: meeting, now })?.customFields).toEqual({
    mx_Custom_2: '2026-07-01T09:00:00+05:30',
    mx_Custom_3: 'A',
  })
  expect(
    toRequest({ ...filled, customFields: { mx_Custom_1: 'many' } }, { taskType: meeting, now }),
  ).toBeNull()
})

test('a mandatory custom field that is empty asks for nothing', () => {
  const mandatory = {
    ...meeting,
    customFields: [{ ...custom('mx_Custom_1', 'text'), mandatory: true }],
  }
  expect(toRequest(filled, { taskType: mandatory, now })).toBeNull()
})

test('nothing is asked for until the chosen type is known, and while a time is wrong', () => {
  expect(toRequest(filled, { taskType: null, now })).toBeNull()
  expect(toRequest({ ...filled, taskTypeId: 'type-2' }, { taskType: meeting, now })).toBeNull()
  expect(toRequest({ ...filled, startTime: 'soon' }, { taskType: meeting, now })).toBeNull()
})

test('a location is asked for only where the type has one and demands it', () => {
  const request = (enabled: boolean, location = '') => {
    const taskType = { ...meeting, location: { enabled, mandatory: true } }
    return toRequest({ ...filled, location }, { taskType, now })
  }
  expect(request(true)).toBeNull()
  for (const blank of [' ', '\u00a0', '\u200b', '\u202a\u202c']) {
    expect(request(true, blank)).toBeNull()
  }
  expect(request(true, 'Room 4')).not.toBeNull()
  expect(request(false)).not.toBeNull()
})

test('everything that was filled in goes along, and nothing that was left empty', () => {
  const values = {
    ...filled,
    owner: { by: 'email', email: 'ravi@example.com' } as const,
    lead: { id: 'lead-1', name: 'Lena', detail: '' },
    subject: 'Meeting',
    description: 'Bring the contract.',
    reminderMinutes: '15',
    notifyOwner: true,
  }
  expect(toRequest(values, { taskType: meeting, now })).toMatchObject({
    owner: { email: 'ravi@example.com' },
    lead: { id: 'lead-1' },
    subject: 'Meeting',
    description: 'Bring the contract.',
    reminderMinutes: 15,
    notifyOwner: true,
  })
  const blank = { ...filled, subject: ' ', description: ' ', location: ' ', leadText: ' ' }
  expect(toRequest(blank, { taskType: meeting, now })).toEqual(
    toRequest(filled, { taskType: meeting, now }),
  )
})

test('a lead that was searched for and not chosen is unclear, blanks are not', () => {
  expect(wishOf({ ...filled, leadText: 'Acm' }, { now }).isLeadUnclear).toBe(true)
  expect(wishOf({ ...filled, leadText: ' ' }, { now }).isLeadUnclear).toBe(false)
  const lead = { id: 'lead-1', name: 'Lena', detail: '' }
  expect(wishOf({ ...filled, lead, leadText: 'Lena' }, { now }).isLeadUnclear).toBe(false)
})

test('the suggested subject names the type, and the lead where the name is known', () => {
  expect(suggestedSubject(meeting, null)).toBe('Meeting')
  expect(suggestedSubject(meeting, { id: '1', name: null, detail: '' })).toBe('Meeting')
  expect(suggestedSubject(meeting, { id: '1', name: 'Lena', detail: '' })).toBe('Meeting: Lena')
})

test('in every zone and across every change of clocks, the moments are the ones on the wall', () => {
  const zones = ['Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin', 'UTC']
  const moments = fc.integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 })
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      moments,
      fc.integer({ min: 1, max: 3 * 24 * 60 }),
      fc.constantFrom('earlier' as const, 'later' as const),
      (name, minute, minutes, startRepeat) => {
        const zone = zoneOf(name) ?? utc
        const instant = instantOf(minute * 60_000)
        if (instant === null) throw new Error('out of range')
        const { date, time } = civilAt(instant, zone)
        const values = {
          ...filled,
          timeZone: name,
          date,
          startTime: time,
          startRepeat,
          duration: String(minutes),
        }
        const request = toRequest(values, { taskType: meeting, now })
        const start = parseIso(request?.start ?? '')
        const end = parseIso(request?.end ?? '')
        if (start === null || end === null) throw new Error('not bookable')
        expect(civilAt(start, zone)).toEqual({ date, time })
        expect(end).toBe(addMinutes(start, minutes))
      },
    ),
  )
})

function custom(schemaName: string, kind: TaskType['customFields'][number]['kind']) {
  return { schemaName, label: schemaName, kind, mandatory: false, options: [] }
}
