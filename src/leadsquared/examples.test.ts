/** Tests the client against the examples of leadsquared-api.md: the requests that it sends and the answers that it reads. */
import { describe, expect, test } from 'vitest'
import createTask from '#wire/examples/create-task.json' with { type: 'json' }
import errors from '#wire/examples/errors.json' with { type: 'json' }
import findLeads from '#wire/examples/find-leads.json' with { type: 'json' }
import leadById from '#wire/examples/leads-get-by-id.json' with { type: 'json' }
import appointments from '#wire/examples/retrieve-appointments.json' with { type: 'json' }
import tasksOfLead from '#wire/examples/retrieve-task-by-lead-id.json' with { type: 'json' }
import taskById from '#wire/examples/retrieve-get-by-id.json' with { type: 'json' }
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import workDay from '#wire/examples/get-work-day-details.json' with { type: 'json' }
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import userByEmail from '#wire/examples/user-by-email-address.json' with { type: 'json' }
import userById from '#wire/examples/user-by-user-id.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { CreateTaskRequest } from '#wire/task/create.ts'
import type { LeadSquared } from './client.ts'
import { simulatedClock } from './gate/test-account.ts'
import { clientOver } from './test-client.ts'
import type { WireRequest } from './transport.ts'

const read = { lane: 'read', person: 'a' } as const
const [lead] = leadById
const [ravi] = userById
const [task] = taskById
const window = { FromDate: '2026-03-08', ToDate: '2026-03-10', Users: [ravi?.UserId ?? ''] }

/** A client whose transport answers every call with this body, and the requests that the transport received. */
function clientOf(body: unknown, status = 200) {
  const clock = simulatedClock()
  const requests: WireRequest[] = []
  const leadSquared = clientOver(async (request) => {
    requests.push(request)
    return { kind: 'answered', status, text: JSON.stringify(body) }
  }, clock)
  const ask = <T>(work: (client: LeadSquared) => Promise<T>) => clock.run(work(leadSquared))
  return { ask, requests }
}

test.each<[string, unknown, (client: LeadSquared) => Promise<unknown>, object]>([
  [
    'Task.svc/RetrieveTaskType',
    taskTypes,
    (client) => client.retrieveTaskTypes(read),
    taskTypes.map(({ Id, Name, Category }) => ({ Id, Name, Category })),
  ],
  [
    `Task.svc/Retrieve.GetById?id=${task?.UserTaskId}`,
    taskById,
    (client) => client.getTaskById(task?.UserTaskId ?? '', read),
    [{ UserTaskId: task?.UserTaskId, DueDate: Date.UTC(2026, 2, 9, 4, 30), CompletedOn: null }],
  ],
  [
    'Task.svc/RetrieveAppointments/ByUserId',
    appointments.ByUserId.reply,
    (client) => client.retrieveAppointments('ByUserId', window, read),
    {
      isWhole: true,
      rows: [{ Name: 'Site Visit: Lena Lead', Category: null, EndDate: Date.UTC(2026, 2, 9, 5) }],
    },
  ],
  [
    'Task.svc/RetrieveAppointments/ByUserEmailAddress',
    { ...appointments['ByUserEmailAddress, page past the end'].reply, RecordCount: 0 },
    (client) => client.retrieveAppointments('ByUserEmailAddress', window, read),
    { isWhole: true, rows: [] },
  ],
  [
    'UserManagement.svc/Users.Get',
    users,
    (client) => client.getUsers(read),
    users.map(({ ID, LastName, StatusCode }) => ({ ID, LastName, StatusCode })),
  ],
  [
    `UserManagement.svc/User/Retrieve/ByUserId?userId=${ravi?.UserId}`,
    userById,
    (client) => client.getUserById(ravi?.UserId ?? '', read),
    [{ UserId: ravi?.UserId, TimeZone: 'Asia/Kolkata' }],
  ],
  [
    'UserManagement.svc/User/Retrieve/ByEmailAddress?emailAddress=ravi.rep%40example.com',
    userByEmail,
    (client) => client.getUserByEmailAddress('ravi.rep@example.com', read),
    [{ UserId: ravi?.UserId }],
  ],
  [
    `LeadManagement.svc/Leads.GetById?id=${lead?.ProspectID}`,
    leadById,
    (client) => client.getLeadById(lead?.ProspectID ?? '', read),
    [{ ProspectID: lead?.ProspectID, Mobile: null, mx_City: 'Exampleton' }],
  ],
  [
    'LeadManagement.svc/Leads.GetByQuickSearch?key=lena',
    findLeads['Leads.GetByQuickSearch?key=lena'],
    (client) => client.quickSearchLeads('lena', read),
    [{ ProspectID: lead?.ProspectID, Company: 'Example Buyers' }],
  ],
  [
    'LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=12025550123',
    findLeads['RetrieveLeadByPhoneNumber?phone=12025550123'],
    (client) => client.getLeadsByPhoneNumber('12025550123', read),
    [{ ProspectID: lead?.ProspectID, Phone: '+1-2025550123' }],
  ],
  [
    `UserManagement.svc/User/GetWorkDayDetails?userId=${ravi?.UserId}&date=2026-03-09`,
    workDay,
    (client) => client.getWorkDayDetails(ravi?.UserId ?? '', '2026-03-09', read),
    { IsAvailable: 1, WorkingHours: [{ StartTime: '09:00:00', EndTime: '18:00:00' }] },
  ],
  [
    `LeadManagement.svc/RetrieveTaskByLeadId?leadId=${lead?.ProspectID}`,
    tasksOfLead,
    (client) => client.getTasksOfLead(lead?.ProspectID ?? '', read),
    [{ Name: 'Site Visit: Lena Lead', DueDate: Date.UTC(2026, 2, 9, 4, 30) }],
  ],
  [
    'Authentication.svc/UserByAccessKey.Get',
    keyUser,
    (client) => client.getUserByAccessKey(read),
    { PassPhrase: 'integration@example.com', EmailAddress: null },
  ],
])('reads %s', async (path, body, work, expected) => {
  const { ask, requests } = clientOf(body)
  expect(await ask(work)).toMatchObject({ ok: true, value: expected })
  expect(requests.map((request) => request.path)).toEqual([path])
})

test('asks for appointments as leadsquared-api.md does, except for the page size', async () => {
  const { ask, requests } = clientOf(appointments.ByUserId.reply)
  await ask((client) => client.retrieveAppointments('ByUserId', window, read))
  const { Paging, ...asked } = appointments.ByUserId.request
  const sent = JSON.parse(requests[0]?.body ?? '')
  expect(sent).toEqual({ ...asked, Paging: { ...Paging, PageSize: 200 } })
})

describe('Create', () => {
  const create = { lane: 'create', person: 'a' } as const
  const bodies = Object.entries(createTask).filter(([name]) => !name.startsWith('reply'))

  test.each(bodies)('sends the body %s unchanged and once, and reads the Id', async (_, body) => {
    const { ask, requests } = clientOf(createTask.reply)
    const sent = CreateTaskRequest.parse(body)
    const result = await ask((client) => client.createTask(sent, create))
    expect(result).toEqual({ ok: true, value: createTask.reply.Message.Id })
    expect(requests.map((request) => JSON.parse(request.body ?? ''))).toEqual([body])
  })

  test.each(
    Object.entries(errors).flatMap(([name, body]) => [
      { name, body, status: Number(name.slice(0, 3)) },
      { name, body, status: 200 },
    ]),
  )('$name under $status is no booking, and is sent once', async ({ body, status }) => {
    const { ask, requests } = clientOf(body, status)
    const sent = CreateTaskRequest.parse(createTask['without a lead, owner by e-mail'])
    const result = await ask((client) => client.createTask(sent, create))
    expect(result.ok).toBe(false)
    expect(requests.filter(({ path }) => path === 'Task.svc/Create')).toHaveLength(1)
  })
})
