/** The sandbox in the sheet's own tenant: what the sheet's clients ask is answered as the sheet shows it. */
import { beforeAll, describe, expect, test } from 'vitest'
import moves from '#wire/examples/bulk-update-appointment-time.json' with { type: 'json' }
import createTask from '#wire/examples/create-task.json' with { type: 'json' }
import deletions from '#wire/examples/delete-tasks.json' with { type: 'json' }
import errors from '#wire/examples/errors.json' with { type: 'json' }
import findLeads from '#wire/examples/find-leads.json' with { type: 'json' }
import opportunities from '#wire/examples/get-opportunities-of-lead.json' with { type: 'json' }
import workDay from '#wire/examples/get-work-day-details.json' with { type: 'json' }
import leadById from '#wire/examples/leads-get-by-id.json' with { type: 'json' }
import leadsByIds from '#wire/examples/leads-by-ids.json' with { type: 'json' }
import leadsBySearch from '#wire/examples/leads-by-search-parameter.json' with { type: 'json' }
import recentlyModified from '#wire/examples/leads-recently-modified.json' with { type: 'json' }
import leadsGet from '#wire/examples/leads-get.json' with { type: 'json' }
import markComplete from '#wire/examples/mark-complete.json' with { type: 'json' }
import appointments from '#wire/examples/retrieve-appointments.json' with { type: 'json' }
import taskById from '#wire/examples/retrieve-get-by-id.json' with { type: 'json' }
import tasksOfLead from '#wire/examples/retrieve-task-by-lead-id.json' with { type: 'json' }
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import tasks from '#wire/examples/retrieve-tasks.json' with { type: 'json' }
import updateTask from '#wire/examples/update-task.json' with { type: 'json' }
import userByEmail from '#wire/examples/user-by-email-address.json' with { type: 'json' }
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import userById from '#wire/examples/user-by-user-id.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { seedWorld } from './seed/load.ts'
import { SeedData } from './seed/seed-data.ts'
import { createTestTenant, testNowMs } from './test-tenant.ts'

const { world, call, passTime } = createTestTenant()
const [siteVisit] = taskTypes
const [ravi] = userById
const [deal] = opportunities.reply.List
const leadId = leadById[0]?.ProspectID
const taskId = createTask.reply.Message.Id
const longDay = { StartTime: '09:00:00', EndTime: '18:00:00' }
const shortDay = { StartTime: '09:00:00', EndTime: '14:00:00' }

const seed = SeedData.parse({
  users: users.map((user) => ({
    id: user.ID,
    firstName: user.FirstName,
    lastName: user.LastName,
    email: user.EmailAddress,
    role: user.Role,
    isActive: user.StatusCode === 0,
    timeZone: 'Asia/Kolkata',
    phone: ravi?.PhoneMobile,
    groups: (user.MemberOfGroups && ravi ? ravi.Groups : []).map((group) => ({
      id: group.Id,
      name: group.Name,
    })),
    team: { id: ravi?.TeamId, name: ravi?.TeamName },
  })),
  taskTypes,
  workDays: {
    templates: {
      Day: {
        timeZone: 'Asia/Kolkata',
        shifts: [[longDay], [longDay], [longDay], [longDay], [longDay], [longDay], []],
        holidays: [],
      },
      Morning: {
        timeZone: 'Asia/Kolkata',
        shifts: Array.from({ length: 7 }, () => [shortDay]),
        holidays: [],
      },
    },
    calendars: { [ravi?.UserId ?? '']: { template: 'Day', leave: [] } },
  },
  leads: leadById,
  leadLists: [
    {
      id: leadsBySearch['request, a list'].SearchParameters.ListId,
      name: 'First leads',
      leadIds: [leadId],
    },
  ],
  opportunities: [
    {
      id: deal?.OpportunityId,
      leadId,
      eventCode: deal?.OpportunityEvent,
      ownerId: deal?.Owner,
      status: deal?.Status,
      fields: { mx_Custom_1: deal?.mx_Custom_1, mx_Custom_2: deal?.mx_Custom_2 },
      createdAtMs: Date.UTC(2026, 1, 21, 10),
      modifiedAtMs: Date.UTC(2026, 2, 1, 9),
    },
  ],
})

let created: Awaited<ReturnType<typeof call>>
beforeAll(async () => {
  passTime(Date.UTC(2026, 2, 2, 6, 15, 30) - testNowMs)
  seedWorld(world, seed, testNowMs)
  world.newId = () => taskId
  created = await call('Task.svc/Create', createTask['with a lead, owner by id'])
  world.newId = () => crypto.randomUUID()
})
/** The sheet cuts the nested type to its main members and says so. */
const whole = <Task extends object>(task: Task) => ({ ...task, TaskType: siteVisit })

/** Only these members; the sandbox's leads have more fields than the sheet's. */
function only(row: object, members: object) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(members, name)))
}

describe('what the sheet shows is read', () => {
  const byId = appointments.ByUserId
  const pastTheEnd = appointments['ByUserEmailAddress, page past the end']
  test.each([
    ['Task.svc/RetrieveTaskType', undefined, taskTypes],
    [`Task.svc/Retrieve.GetById?id=${taskId}`, undefined, taskById.map(whole)],
    ['Task.svc/Retrieve', tasks.request, tasks.reply],
    [
      'Task.svc/RetrieveAppointments/ByUserId',
      byId.request,
      { ...byId.reply, List: byId.reply.List.map(whole) },
    ],
    ['Task.svc/RetrieveAppointments/ByUserEmailAddress', pastTheEnd.request, pastTheEnd.reply],
    [`LeadManagement.svc/RetrieveTaskByLeadId?leadId=${leadId}`, undefined, tasksOfLead],
    ['UserManagement.svc/Users.Get', undefined, users],
    [
      `UserManagement.svc/User/GetWorkDayDetails?userId=${ravi?.UserId}&date=2026-03-09`,
      undefined,
      workDay,
    ],
    ['LeadManagement.svc/Leads.Get', leadsGet.request, leadsGet.reply],
    ['LeadManagement.svc/Leads.RecentlyModified', recentlyModified.request, recentlyModified.reply],
    ['LeadManagement.svc/Leads/Retrieve/ByIds', leadsByIds.request, leadsByIds.reply],
    [
      'LeadManagement.svc/Leads/Retrieve/BySearchParameter',
      leadsBySearch['request, a list'],
      leadsBySearch.reply,
    ],
    [
      'LeadManagement.svc/Leads/Retrieve/BySearchParameter',
      leadsBySearch['request, an advanced search'],
      leadsBySearch.reply,
    ],
    [
      `OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=${leadId}&opportunityType=12000`,
      opportunities.request,
      opportunities.reply,
    ],
  ])('%s', async (path, request, reply) => {
    const { status, body } = await call(path, request)
    expect([status, body]).toEqual([200, reply])
  })

  test('Leads.GetById', async () => {
    const { body } = await call(`LeadManagement.svc/Leads.GetById?id=${leadId}`)
    expect(body.map((lead: object) => only(lead, leadById[0] ?? {}))).toEqual(leadById)
  })

  test.each(Object.entries(findLeads).filter(([path]) => path.includes('?')))(
    '%s',
    async (path, rows) => {
      const { body } = await call(`LeadManagement.svc/${path}`)
      expect(body.map((lead: object) => only(lead, rows[0] ?? {}))).toEqual(rows)
    },
  )

  test.each([
    [`ByUserId?userId=${ravi?.UserId}`, userById],
    [`ByEmailAddress?emailAddress=${ravi?.EmailAddress}`, userByEmail],
  ])('User/Retrieve/%s', async (path, rows) => {
    const { body } = await call(`UserManagement.svc/User/Retrieve/${path}`)
    const { Groups: _, ...expected } = rows[0] ?? {}
    expect(only(body[0], expected)).toEqual(expected)
  })

  test('UserByAccessKey.Get, but for the host that was asked', async () => {
    const { body } = await call('Authentication.svc/UserByAccessKey.Get')
    expect({ ...body, LSQCommonServiceURLs: keyUser.LSQCommonServiceURLs }).toEqual(keyUser)
    expect(body.LSQCommonServiceURLs.api).toBe('127.0.0.1:4010')
  })
})

describe('what the sheet shows is written', () => {
  test('Create answers the Id', () => {
    expect([created.status, created.body]).toEqual([200, createTask.reply])
  })

  test.each(Object.entries(createTask).filter(([name]) => !name.startsWith('reply')))(
    'Create %s',
    async (_, request) => {
      const { status, body } = await call('Task.svc/Create', request)
      expect(status).toBe(200)
      expect(body).toEqual({ Status: 'Success', Message: { Id: expect.any(String) } })
    },
  )

  test('Create without its location is refused as shown', async () => {
    const request = { ...createTask['with a lead, owner by id'], Location: undefined }
    const { status, body } = await call('Task.svc/Create', request)
    expect([status, body]).toEqual([500, createTask['reply, location missing (500)']])
  })

  test('Update, move, completion and deletion', async () => {
    const { AutoId, ...message } = updateTask.reply.Message
    const update = await call('Task.svc/Update', updateTask.request)
    expect(update.body).toEqual({
      ...updateTask.reply,
      Message: { ...message, AutoId: expect.any(Number) },
    })
    expect(AutoId).toBeGreaterThan(0)
    const move = await call('Task.svc/BulkUpdateAppointmentTime', moves.request)
    expect(move.body).toEqual(moves.reply)
    const completion = await call(`Task.svc/MarkComplete?id=${taskId}`)
    expect(completion.body).toEqual(markComplete)
    const deletion = await call('Task.svc/DeleteTasks', deletions.request)
    expect(deletion.body).toEqual(deletions.reply)
  })
})

describe('what the sheet refuses is refused in its words', () => {
  const site = createTask['with a lead, owner by id']
  test.each([
    ['500 mandatory value absent', 'LeadManagement.svc/Lead.Update', []],
    ['500 bad parameter', 'Task.svc/Create', { ...site, DueDate: 'tomorrow' }],
    ['500 mandatory custom field absent', 'Task.svc/Create', { ...site, CustomFields: {} }],
    ['404', 'Task.svc/Nothing', {}],
  ] as const)('%s', async (name, path, request) => {
    const { status, body } = await call(path, request)
    expect([status, body]).toEqual([Number(name.slice(0, 3)), errors[name]])
  })
})
