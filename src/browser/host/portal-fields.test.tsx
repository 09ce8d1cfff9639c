import { renderToStaticMarkup } from 'react-dom/server'
import { useForm } from 'react-hook-form'
import { expect, test } from 'vitest'
import type { PrefillValues } from '#contract/host-messages.ts'
import { deviceZone, instantOf } from '#time/zoned.ts'
import { taskTypesQuery } from '../api/queries.ts'
import { emptyForm, type FormValues } from '../booking/form-values.ts'
import { testDesk } from '../booking/test-desk.ts'
import type { DeskForm, Screen } from '../form/screen.ts'
import { readLaunchParams } from '../launch-params.ts'
import { ownerFinder } from './fill.ts'
import { createPortalFields } from './portal-fields.ts'
import { createPortalState } from './portal-state.ts'

const demo = {
  id: 'd',
  name: 'Demo ',
  color: null,
  defaultDurationMinutes: 45,
  preventsConflicts: false,
  location: { enabled: false, mandatory: false },
  reminder: { options: [], defaultMinutes: null },
  customFields: [],
}
const lead = '22222222-2222-4222-8222-000000000001'

test('what the rep typed while the types were loading stays', async () => {
  const portal = await openFields({ types: [demo] }, {})
  portal.fields.give({ type: 'Demo', subject: 'Theirs', duration: '60' })
  portal.fields.touched('subject')
  portal.form.setValue('subject', 'Mine', { shouldDirty: true })
  await portal.typesCome()
  portal.fields.again()
  expect(portal.form.getValues()).toMatchObject({
    taskTypeId: 'd',
    subject: 'Mine',
    duration: '60',
  })
})

test('the defaults of a type leave alone the length that the rep typed meanwhile', async () => {
  const portal = await openFields({ types: [demo] }, {})
  portal.fields.give({ type: 'Demo' })
  portal.fields.touched('duration')
  portal.form.setValue('duration', '20', { shouldDirty: true })
  await portal.typesCome()
  portal.fields.again()
  expect(portal.form.getValues()).toMatchObject({ taskTypeId: 'd', duration: '20' })
})

test('a locked value that cannot be used locks nothing, and counts as dropped', async () => {
  const portal = await openFields(
    { types: [demo] },
    {
      type: 'Old name',
      lead: '00123',
      owner: 'Priya',
      start: 'tomorrow',
      subject: 'Review',
    },
  )
  await portal.typesCome()
  portal.form.setValue('lead', { id: lead, name: 'Lena Lead', detail: '' })
  portal.fields.touched('leadText')
  expect(portal.fields.lock(['type', 'lead', 'owner', 'start', 'subject'])).toBe(4)
  expect([...portal.locked()]).toEqual(['field-subject'])
  expect(portal.form.getValues('lead')).toMatchObject({ id: lead, name: 'Lena Lead' })

  portal.fields.give({ type: 'demo' })
  expect(portal.locked()).toContain('field-taskTypeId')
  expect(portal.form.getValues('taskTypeId')).toBe('d')
})

test('a type is locked while its list is loading, and free once the list has none of that name', async () => {
  const portal = await openFields({ types: [demo] }, {})
  portal.fields.giveSigned({ type: 'Old name', subject: 'Review' })
  expect([...portal.locked()]).toEqual(['field-taskTypeId', 'field-subject'])
  await portal.typesCome()
  portal.fields.again()
  expect([...portal.locked()]).toEqual(['field-subject'])
})

test('a locked field gives way to no typing, a free one does', async () => {
  const portal = await openFields({ types: [] }, { subject: 'Theirs', description: 'Theirs' })
  for (const member of ['subject', 'description'] as const) {
    portal.fields.touched(member)
    portal.form.setValue(member, 'Mine')
  }
  portal.fields.lock(['subject'])
  expect(portal.form.getValues()).toMatchObject({ subject: 'Theirs', description: 'Mine' })
})

test('which of two equal hours is meant is the rep’s to say', async () => {
  const portal = await openFields({ types: [] }, { start: '2027-10-31T02:30', duration: '30' })
  portal.fields.lock(['start', 'duration'])
  expect(portal.locked()).toContain('field-startTime')
  for (const choice of ['field-startRepeat', 'field-endRepeat']) {
    expect(portal.locked()).not.toContain(choice)
  }
})

test('a start that the portal sets takes back what was said about another one', async () => {
  const portal = await openFields({ types: [] }, {})
  portal.form.setValues({
    ...emptyForm(deviceZone()),
    date: '1969-12-01',
    startTime: '10:00',
    duration: '30',
    endText: 'soon',
    pastIsMeant: true,
    startRepeat: 'later',
    noFixedTime: true,
  })
  portal.form.setError('startTime', { type: 'custom', message: 'start-malformed' })
  portal.fields.giveSigned({ start: '2027-01-12T10:00', duration: '60' })
  expect(portal.form.getValues()).toMatchObject({
    date: '2027-01-12',
    startTime: '10:00',
    duration: '60',
    endText: '',
    pastIsMeant: false,
    startRepeat: '',
    noFixedTime: false,
  })
  expect(portal.form.getFieldState('startTime').error).toBeUndefined()

  // It is put in once more when there is a new list of types. What the rep has said since then stays.
  portal.form.setValue('pastIsMeant', true)
  portal.fields.again()
  expect(portal.form.getValues('pastIsMeant')).toBe(true)
})

test('a rep who wants no fixed time gets none by a start that is free', async () => {
  const portal = await openFields({ types: [] }, {})
  portal.fields.touched('noFixedTime')
  portal.form.setValue('noFixedTime', true)
  portal.fields.give({ start: '2027-01-12T10:00' })
  expect(portal.form.getValues()).toMatchObject({ noFixedTime: true, date: '' })
  portal.fields.lock(['start'])
  expect(portal.form.getValues()).toMatchObject({ noFixedTime: false, date: '2027-01-12' })
})

const priya = {
  id: '11111111-1111-4111-8111-00000000000a',
  name: 'Priya Nair',
  email: 'priya.nair@example.com',
}

test.each([
  '\u200bpriya.nair@example.com\u00a0',
  'Priya Nair <Priya.Nair@example.com>',
  ` ${priya.id.toUpperCase()}\u200b`,
])('the owner %j is named, and once more is the same owner', async (owner) => {
  const portal = await openFields({ types: [], owners: [priya] }, {})
  portal.fields.give({ owner })
  const named = { owner: { by: 'id', ...priya }, ownerText: 'Priya Nair' }
  await expect.poll(() => portal.form.getValues()).toMatchObject(named)
  portal.fields.again()
  expect(portal.form.getValues()).toMatchObject(named)
})

async function openFields(
  { types, owners = [] }: { types: object[]; owners?: object[] },
  addressed: PrefillValues,
) {
  const desk = testDesk(
    new Map([
      ['api/task-types', { taskTypes: types }],
      ['api/owners', { owners, complete: true }],
    ]),
  )
  const zone = deviceZone()
  const now = instantOf(0)
  if (now === null) throw new Error('The clock begins later.')
  const screen: Screen = {
    desk,
    zone,
    launch: readLaunchParams(new URLSearchParams(), zone),
    locale: 'en-GB',
    now: () => now,
  }
  const form = formOf(emptyForm(zone))
  const state = createPortalState('en-GB', false)
  const fields = createPortalFields(form, screen, state, ownerFinder(desk), addressed, new Set())
  return {
    form,
    fields,
    locked: () => state.state().locked,
    typesCome: () => desk.queries.ensureQueryData(taskTypesQuery(desk.api)),
  }
}

/** A form as the page makes it, with these values. */
function formOf(values: FormValues): DeskForm {
  const made: DeskForm[] = []
  function Form() {
    made.push(useForm<FormValues>())
    return null
  }
  renderToStaticMarkup(<Form />)
  const [form] = made
  if (!form) throw new Error('There is no form.')
  form.subscribe({ callback: () => {} })
  form.setValues(values)
  return form
}
