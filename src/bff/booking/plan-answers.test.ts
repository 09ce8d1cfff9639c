import { expect, test } from 'vitest'
import { BookAppointment } from '#contract/appointment.ts'
import type { TaskType } from '#contract/task-type.ts'
import { ProblemThrown } from '../http/problems.ts'
import { planBooking, type PlanDeps } from './plan.ts'
import { leadId, ownerId, taskType } from './test-booking.ts'

/** What is decided before anything is sent, and what a rep is told where it cannot be. */

const ravi = { id: ownerId, name: 'Ravi Rep', email: 'ravi@example.com' }
const base = { taskType: { name: 'Meeting' }, owner: { id: ownerId } }

/** Plans over this account; `checked` names whose right was checked. */
async function planned(
  body: object,
  world: {
    types?: TaskType[]
    typesNow?: TaskType[]
    leadName?: string | null
    marker?: string
    booker?: string | null
  } = {},
) {
  const { types = [taskType()], typesNow = types, leadName = 'Lena Lead', booker = null } = world
  const checked: unknown[] = []
  const leadsAsked: string[] = []
  const deps: PlanDeps = {
    settings: { marker: world.marker ?? 'description' },
    taskTypes: {
      get: () => Promise.resolve({ value: types }),
      known: () => types,
      refresh: () => Promise.resolve({ value: typesNow }),
    },
    users: {
      find: () => Promise.resolve({ ...ravi, isActive: true, memberOfGroups: null }),
    },
    leads: {
      find(id) {
        leadsAsked.push(id)
        const lead = { id: leadId, name: leadName, company: null, email: null, phone: null }
        return Promise.resolve(id === leadId ? lead : null)
      },
    },
    policy: {
      check(person, owner) {
        checked.push([person, owner.id])
        return Promise.resolve()
      },
    },
    leadSquared: {
      getUserById: () => Promise.resolve({ ok: true, value: [] }),
      getUserByEmailAddress: () => Promise.resolve({ ok: true, value: [] }),
    },
  }
  const request = BookAppointment.parse({ ...base, ...body })
  const asker = { person: 'browser-1', booker, reference: 'AD-7F3K9Q' }
  const plan = await planBooking(request, asker, deps).catch((error: unknown) => {
    if (error instanceof ProblemThrown) return error
    throw error
  })
  return { plan, checked, leadsAsked }
}

test('the least that can be asked for', async () => {
  expect(await planned({})).toEqual({
    plan: {
      reference: 'AD-7F3K9Q',
      booker: null,
      taskType: { id: taskType().id, name: 'Meeting' },
      preventsConflicts: false,
      subject: 'Meeting',
      description: '',
      owner: { ...ravi, sentAs: 'id' },
      lead: null,
      startMs: null,
      endMs: null,
      location: null,
      reminderMinutes: null,
      notifyOwner: false,
      customFields: {},
    },
    checked: [['', ownerId]],
    leadsAsked: [],
  })
})

test('everything that was asked for', async () => {
  const type = taskType({
    preventsConflicts: true,
    customFields: [
      { schemaName: 'mx_Custom_1', label: 'Purpose', kind: 'text', mandatory: true, options: [] },
    ],
  })
  const asked = {
    subject: 'Demo',
    description: 'Bring the contract.',
    lead: { id: leadId },
    start: '2026-11-24T05:00Z',
    end: '2026-11-24T06:00Z',
    location: 'Room 1',
    reminderMinutes: 15,
    notifyOwner: true,
    customFields: { mx_Custom_1: 'Inspection' },
  }
  const { plan, checked } = await planned(asked, { types: [type], booker: 'priya@example.com' })
  expect(plan).toMatchObject({
    booker: 'priya@example.com',
    preventsConflicts: true,
    subject: 'Demo',
    description: 'Bring the contract.',
    lead: { id: leadId, name: 'Lena Lead' },
    startMs: Date.UTC(2026, 10, 24, 5),
    endMs: Date.UTC(2026, 10, 24, 6),
    location: 'Room 1',
    reminderMinutes: 15,
    notifyOwner: true,
    customFields: { mx_Custom_1: 'Inspection' },
  })
  expect(checked).toEqual([['priya@example.com', ownerId]])
})

test('an end that is left out follows from the length of the type, or is left to LeadSquared', async () => {
  const start = '2026-11-24T05:00Z'
  expect((await planned({ start })).plan).toMatchObject({ endMs: Date.UTC(2026, 10, 24, 5, 30) })
  const types = [taskType({ defaultDurationMinutes: null })]
  expect((await planned({ start }, { types })).plan).toMatchObject({ endMs: null })
})

test.each<[string, string | null, string, string]>([
  ['the lead', 'Lena Lead', 'Meeting', 'Meeting: Lena Lead'],
  ['the type alone, where the lead has no name', null, 'Meeting', 'Meeting'],
  ['no blanks of the tenant', 'Lena Lead', ' Meeting ', 'Meeting: Lena Lead'],
  ['250 characters at most', 'x'.repeat(300), 'Meeting', `Meeting: ${'x'.repeat(241)}`],
  [
    'no half of a character',
    `${'x'.repeat(240)}😀`,
    'Meeting',
    `Meeting: ${'x'.repeat(240)}\uFFFD`,
  ],
  ['no blank at its end', `${'x'.repeat(240)} y`, 'Meeting', `Meeting: ${'x'.repeat(240)}`],
])('a subject that is left out names %s', async (_case, leadName, name, subject) => {
  const world = { leadName, types: [taskType({ name })] }
  expect((await planned({ lead: { id: leadId } }, world)).plan).toMatchObject({ subject })
})

test('a type is found by its id in any letter case, and by its name without the blanks of the tenant', async () => {
  const types = [taskType({ id: 'other', name: 'Call' }), taskType({ id: 'abc', name: 'Meeting ' })]
  const named = { taskType: { id: 'abc', name: 'Meeting ' } }
  for (const reference of [{ id: 'ABC' }, { name: 'Meeting' }, { name: ' Meeting ' }]) {
    expect((await planned({ taskType: reference }, { types })).plan).toMatchObject(named)
  }
  const shouted = [taskType({ id: 'ABC' })]
  const { plan } = await planned({ taskType: { id: 'abc' } }, { types: shouted })
  expect(plan).toMatchObject({ taskType: { id: 'ABC' } })
})

test('a type that is new is found in the list of now, and one that does not exist is named', async () => {
  const world = { types: [], typesNow: [taskType()] }
  expect((await planned({}, world)).plan).toMatchObject({ taskType: { name: 'Meeting' } })
  for (const reference of [{ name: 'meeting' }, { id: 'x' }]) {
    expect((await planned({ taskType: reference })).plan).toMatchObject({
      code: 'unknown-task-type',
      facts: { errors: [{ pointer: '/taskType', rule: 'not-an-option' }] },
    })
  }
})

test('wrong values are told before missing ones, and those all at once with the label of the first', async () => {
  const fields = ['One', 'Two'].map((label, n) => ({
    schemaName: `mx_Custom_${n + 1}`,
    label,
    kind: 'number' as const,
    mandatory: true,
    options: [],
  }))
  const types = [taskType({ customFields: fields })]
  expect((await planned({}, { types })).plan).toMatchObject({
    code: 'missing-field',
    facts: {
      errors: [{ pointer: '/customFields/mx_Custom_1' }, { pointer: '/customFields/mx_Custom_2' }],
      params: { label: 'One' },
    },
  })
  expect((await planned({ customFields: { mx_Custom_1: 'many' } }, { types })).plan).toMatchObject({
    code: 'invalid-request',
    facts: { errors: [{ pointer: '/customFields/mx_Custom_1', rule: 'malformed' }] },
  })
  const marked = { types: [taskType({ customFields: fields.slice(0, 1) })], marker: 'mx_Custom_1' }
  expect((await planned({}, marked)).plan).toMatchObject({ customFields: {} })
})

test('a lead that LeadSquared does not have is named, and what is no id costs no call', async () => {
  const unknown = { code: 'unknown-lead', facts: { errors: [{ pointer: '/lead/id' }] } }
  const stranger = '22222222-2222-4222-8222-000000000009'
  const asked = await planned({ lead: { id: stranger } })
  expect(asked.plan).toMatchObject(unknown)
  expect(asked.leadsAsked).toEqual([stranger])
  const text = await planned({ lead: { id: 'lena' } })
  expect(text.plan).toMatchObject(unknown)
  expect(text.leadsAsked).toEqual([])
})
