/** A seed with a fault is refused as a whole, with the place of the fault. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { controlEndpoints } from './contract.ts'

let sandbox: TestServer
beforeAll(async () => {
  sandbox = await startTestServer({ seed: 'empty' })
})
beforeEach(() => sandbox.control(controlEndpoints.seed, { name: 'empty' }))
afterAll(() => sandbox.close())

const create = () => sandbox.call('Task.svc/Create', { Name: 'A', TaskType: { Name: 'Meeting' } })
const load = (data: object) =>
  fetch(`${sandbox.url}/__sandbox/seed`, { method: 'POST', body: JSON.stringify({ data }) })

const owner = '11111111-1111-4111-8111-000000000001'
const nobody = '99999999-9999-4999-8999-999999999999'
const lead = { ProspectID: '77777777-7777-4777-8777-000000000001' }
const task = {
  id: '33333333-3333-4333-8333-000000000001',
  name: 'A',
  description: '',
  relatedEntity: 0,
  relatedEntityId: null,
  dueMs: 1,
  endMs: 2,
  location: '',
  reminderMinutes: 0,
  reminderBeforeDays: 0,
  notifyBy: '1000',
  statusCode: 0,
  ownerId: owner,
  createdBy: owner,
  createdMs: 1,
  modifiedBy: owner,
  modifiedMs: 1,
  completedMs: null,
  taskTypeId: '44444444-4444-4444-8444-000000000001',
  customFields: {},
}
const activity = {
  id: nobody,
  leadId: lead.ProspectID,
  eventCode: 200,
  note: '',
  happenedAtMs: 1,
  fields: {},
}
const opportunity = {
  id: 'O1',
  leadId: lead.ProspectID,
  eventCode: '12000',
  ownerId: owner,
  status: 'Open',
  fields: {},
  createdAtMs: 1,
  modifiedAtMs: 1,
}
const workDays = (hours: object, holidays: string[] = [], leave: string[] = []) => {
  const shift = { StartTime: '09:00:00', EndTime: '17:00:00', ...hours }
  const shifts = Array.from({ length: 7 }, () => [shift])
  const template = { timeZone: 'Asia/Kolkata', shifts, holidays }
  const calendars = { [owner]: { template: 'A', leave } }
  return { workDays: { templates: { A: template }, calendars } }
}
test.each<[string, object, RegExp]>([
  ['the same lead twice', { leads: [lead, lead] }, /leads\[1\].ProspectID/],
  ['a lead without an id', { leads: [{ FirstName: 'A' }] }, /leads\[0\].ProspectID/],
  [
    'an opportunity with an id that is no GUID',
    { leads: [lead], opportunities: [opportunity] },
    /opportunities\[0\].id/,
  ],
  [
    'a task with the id of nothing that is no GUID',
    { tasks: [{ ...task, relatedEntityId: 'L1' }] },
    /tasks\[0\].relatedEntityId/,
  ],
  ['a lead with an id that is no GUID', { leads: [{ ProspectID: 'L1' }] }, /leads\[0\].ProspectID/],
  ['a row that is no task', { tasks: [task, { ...task, name: 1 }] }, /tasks\[1\].name/],
  ['a member that no seed has', { lead: [] }, /lead/],
  ['no task type in an answer', { RetrieveTaskType: [{}] }, /RetrieveTaskType\[0\].Id/],
  ['no user in an answer', { 'Users.Get': [{}] }, /Users.Get.*\]\[0\].ID/],
  ['the same task twice', { tasks: [task, task] }, /tasks\[1\].id/],
  ['an unknown owner', { tasks: [{ ...task, ownerId: nobody }] }, /tasks\[0\].ownerId/],
  ['an unknown type', { tasks: [{ ...task, taskTypeId: nobody }] }, /tasks\[0\].taskTypeId/],
  [
    'an unknown lead',
    { tasks: [{ ...task, relatedEntity: 1, relatedEntityId: nobody }] },
    /tasks\[0\].relatedEntityId/,
  ],
  [
    'a list of an unknown lead',
    { leadLists: [{ id: nobody, name: 'A', leadIds: [nobody] }] },
    /leadLists\[0\].leadIds\[0\]/,
  ],
  ['an end before its start', { tasks: [{ ...task, endMs: 0 }] }, /tasks\[0\].endMs/],
  ['no user at all', { users: [] }, /users/],
  [
    'a lead number that is none',
    { leads: [{ ...lead, ProspectAutoId: 'abc' }] },
    /leads\[0\].ProspectAutoId/,
  ],
  [
    'a lead number that another lead has',
    {
      leads: [
        lead,
        { ProspectID: nobody, ProspectAutoId: '7' },
        { ProspectID: owner, ProspectAutoId: '7' },
      ],
    },
    /leads\[2\].ProspectAutoId/,
  ],
  [
    'a lead number that another lead has, written with zeros',
    {
      leads: [
        { ...lead, ProspectAutoId: '7' },
        { ProspectID: owner, ProspectAutoId: '007' },
      ],
    },
    /leads\[1\].ProspectAutoId/,
  ],
  [
    'the same list of leads twice',
    { leadLists: ['A', 'B'].map((name) => ({ id: nobody, name, leadIds: [] })) },
    /leadLists\[1\].id/,
  ],
  [
    'an activity whose id is no GUID',
    { activities: [{ ...activity, id: 'x' }] },
    /activities\[0\].id/,
  ],
  ['a start that no date can spell', { tasks: [{ ...task, dueMs: 9e15, endMs: 9e15 }] }, /dueMs/],
  ['a start before year 1', { tasks: [{ ...task, dueMs: -9e14 }] }, /dueMs/],
  ['an opportunity made at no instant', { opportunities: [{ createdAtMs: 1.5 }] }, /createdAtMs/],
  ['an activity at no instant', { activities: [{ happenedAtMs: 9e15 }] }, /happenedAtMs/],
  ['an hour that no clock shows', workDays({ StartTime: '9' }), /shifts\[0\]\[0\].StartTime/],
  ['a holiday that is no date', workDays({}, ['soon']), /holidays\[0\]/],
  ['a leave that is no date', workDays({}, [], ['2026-02-30']), /leave\[0\]/],
  [
    'an unknown template',
    { workDays: { templates: {}, calendars: { [owner]: { template: 'A', leave: [] } } } },
    /workDays.calendars/,
  ],
])('a seed with %s is refused with the place, and changes nothing', async (_, data, place) => {
  await create()
  const response = await load(data)
  expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(place)])
  expect(await sandbox.control(controlEndpoints.health)).toMatchObject({ tasks: 1, users: 40 })
  expect((await create()).status).toBe(200)
  expect(await sandbox.control(controlEndpoints.reset)).toMatchObject({ tasks: 0, users: 40 })
  expect((await create()).status).toBe(200)
})

test('leads of a seed without a number get one that no other lead has', async () => {
  const leads = [lead, { ProspectID: nobody, ProspectAutoId: '1001' }]
  expect((await load({ leads })).status).toBe(200)
  const { text } = await sandbox.call(`LeadManagement.svc/Leads.GetById?id=${lead.ProspectID}`)
  expect(JSON.parse(text)).toMatchObject([{ ProspectAutoId: '1002' }])
})
