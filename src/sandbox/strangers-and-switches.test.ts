/** Clients written for one of the behaviours that a switch selects, and what each of them then reads. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { controlEndpoints } from './control/contract.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { demoKeys } from './tenancy.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const keys = new URLSearchParams({ ...demoKeys }).toString()
const owner = 'integration@example.com'
const meeting = {
  Name: 'Review',
  TaskType: { Name: 'Meeting' },
  OwnerEmailAddress: owner,
  DueDate: '2027-03-09 04:30:00',
  EndDate: '2027-03-09 05:00:00',
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ seed: 'empty', rateLimit: { calls: 25, windowMs: 5000 } })
})
beforeEach(() => server.control(controlEndpoints.reset))
afterAll(() => server.close())

/** The switches that a test of this file has turned. */
const turned = new Set<string>()
const turn = (switches: Partial<Switches>) => {
  for (const name of Object.keys(switches)) turned.add(name)
  return server.control(controlEndpoints.setSwitches, switches)
}

/** Sends the keys in the query, as most public clients do. Returns the HTTP status and the parsed body. */
async function send(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = { method: 'POST', body: JSON.stringify(body), headers }
  const url = `${server.url}/v2/${path}${path.includes('?') ? '&' : '?'}${keys}`
  const response = await fetch(url, body === undefined ? {} : init)
  return { status: response.status, body: await response.json() }
}

const book = async (task: object = meeting): Promise<string> =>
  (await send('Task.svc/Create', task)).body.Message.Id

/** The one task with this id, or undefined. */
const read = async (id: string) => (await send(`Task.svc/Retrieve.GetById?id=${id}`)).body[0]

const appointments = (FromDate: string, ToDate: string) =>
  send('Task.svc/RetrieveAppointments/ByUserEmailAddress', { FromDate, ToDate, Users: [owner] })

test('homeHost: a client on the wrong regional host is refused, then asks which host to use', async () => {
  const home = 'api-in21.leadsquared.com'
  expect((await send('Task.svc/RetrieveTaskType')).status).toBe(200)
  await turn({ homeHost: home })
  const refused = await send('Task.svc/RetrieveTaskType')
  expect(refused.status).toBe(401)
  expect(refused.body.ExceptionMessage).toContain(home)
  const asked = await send('Authentication.svc/UserByAccessKey.Get')
  expect(asked.body.LSQCommonServiceURLs.api).toBe(home)
})

test('numbersAsStrings: a client that compares RelatedEntity and StatusCode with strings', async () => {
  const id = await book()
  expect(await read(id)).toMatchObject({ RelatedEntity: 0, StatusCode: 0, Reminder: 0 })
  await turn({ numbersAsStrings: true })
  expect(await read(id)).toMatchObject({ RelatedEntity: '0', StatusCode: '0', Reminder: '0' })
})

test('monthFirstCreatedOn: a client that parses CreatedOn as an American date', async () => {
  const id = await book()
  const { CreatedOn, ModifiedOn } = await read(id)
  await turn({ monthFirstCreatedOn: true })
  const after = await read(id)
  expect(after.CreatedOn).toMatch(/^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/)
  expect(Date.parse(`${after.CreatedOn} UTC`)).toBe(Date.parse(`${CreatedOn}Z`))
  expect(after.ModifiedOn).toBe(ModifiedOn)
})

test.each([
  ['empty', { RecordCount: 0, List: [] }],
  ['missing', { RecordCount: 0 }],
  ['null', { RecordCount: 0, List: null }],
] as const)('emptyList: a day without appointments, %s', async (emptyList, expected) => {
  await turn({ emptyList })
  expect((await appointments('2027-03-09', '2027-03-09')).body).toEqual(expected)
})

test('errorsUnder200: a client that looks only at the HTTP status takes a refusal for a success', async () => {
  const tooEarly = { ...meeting, DueDate: '2027-03-09T04:30:00Z' }
  const before = await send('Task.svc/Create', tooEarly)
  expect(before.status).toBe(500)
  await turn({ errorsUnder200: true })
  expect(await send('Task.svc/Create', tooEarly)).toEqual({ status: 200, body: before.body })
  expect(before.body).toMatchObject({ Status: 'Error', ExceptionType: 'MXInvalidInputException' })
  expect(await server.tasksNamed(meeting.Name)).toEqual([])
})

test.each([
  [false, 429],
  [true, 200],
])('rateRefusalUnder200 %s: a loop without pauses runs into the limit', async (isOn, expected) => {
  await turn({ rateLimitCalls: 2, rateRefusalUnder200: isOn })
  await book()
  await book()
  const third = await send('Task.svc/Create', meeting)
  expect(third).toMatchObject({
    status: expected,
    body: { Status: 'Error', ExceptionType: 'MXAPIRateLimitExceededException' },
  })
  expect(await server.tasksNamed(meeting.Name)).toHaveLength(2)
})

test('anyAppointmentWindow: a client that asks for all appointments since 1970', async () => {
  const id = await book()
  expect(await appointments('1970-01-01', '2030-01-01')).toMatchObject({
    status: 500,
    body: { ExceptionType: 'MXInvalidInputException' },
  })
  await turn({ anyAppointmentWindow: true })
  const { status, body } = await appointments('1970-01-01', '2030-01-01')
  expect(status).toBe(200)
  expect(body.List.map((task: { UserTaskId: string }) => task.UserTaskId)).toContain(id)
})

test('updateAppliesEndDate: a client that makes an appointment longer', async () => {
  const id = await book()
  const longer = { UserTaskId: id, EndDate: '2027-03-09 06:00:00' }
  expect((await send('Task.svc/Update', longer)).body.Status).toBe('Success')
  expect((await read(id)).EndDate).toBe('2027-03-09 05:00:00')
  await turn({ updateAppliesEndDate: true })
  expect((await send('Task.svc/Update', longer)).body.Status).toBe('Success')
  expect((await read(id)).EndDate).toBe('2027-03-09 06:00:00')
})

test('defaultTaskType: a client that never sends a TaskType', async () => {
  const { TaskType: _, ...untyped } = meeting
  expect(await send('Task.svc/Create', untyped)).toMatchObject({
    status: 500,
    body: { ExceptionType: 'MXMandatoryAttributeMissingException' },
  })
  await turn({ defaultTaskType: true })
  expect((await read(await book(untyped))).TaskType.IsDefault).toBe(true)
})

test('unknownLeadFields: a web form that writes a field of its own tenant', async () => {
  const form = [
    { Attribute: 'EmailAddress', Value: 'form@example.com' },
    { Attribute: 'mx_Shoe_Size', Value: '43' },
  ]
  expect((await send('LeadManagement.svc/Lead.Capture', form)).status).toBe(500)
  await turn({ unknownLeadFields: true })
  const { body } = await send('LeadManagement.svc/Lead.Capture', form)
  const found = await send(`LeadManagement.svc/Leads.GetById?id=${body.Message.Id}`)
  expect(found.body[0]).toMatchObject({ EmailAddress: 'form@example.com', mx_Shoe_Size: '43' })
})

test('isMxException: a client that looks for the flag instead of the status', async () => {
  const refused = () => send('Task.svc/Create', { ...meeting, Name: '' })
  expect((await refused()).body.IsMXException).toBeUndefined()
  await turn({ isMxException: true })
  expect((await refused()).body.IsMXException).toBe(true)
})

test('browserAccess: a landing page gets no CORS headers, so that it cannot read the answer', async () => {
  const allowed = async () => {
    const headers = { origin: 'https://landing.example' }
    const response = await fetch(`${server.url}/v2/UserManagement.svc/Users.Get?${keys}`, {
      headers,
    })
    return response.headers.get('access-control-allow-origin')
  }
  expect(await allowed()).toBe('*')
  await turn({ browserAccess: false })
  expect(await allowed()).toBeNull()
})

test('jsonContentTypeOnly: a client that sends JSON as text/plain', async () => {
  const asText = { 'content-type': 'text/plain;charset=UTF-8' }
  expect((await send('Task.svc/Create', meeting, asText)).status).toBe(200)
  await turn({ jsonContentTypeOnly: true })
  expect((await send('Task.svc/Create', meeting, asText)).status).toBe(400)
  expect(await server.tasksNamed(meeting.Name)).toHaveLength(1)
})

test('refuseOverlaps: a client that books the same hour twice without looking', async () => {
  const strict = { ...meeting, TaskType: { Name: 'Demo' } }
  const [first, second] = [await book(strict), await book(strict)]
  expect(await read(second)).toMatchObject({ DueDate: (await read(first)).DueDate })
  await turn({ refuseOverlaps: true })
  expect(await send('Task.svc/Create', strict)).toMatchObject({
    status: 500,
    body: { ExceptionType: 'MXInvalidInputException' },
  })
})

test.each([
  [0, 0],
  [600_000, 1],
])(
  'queueDelayMs %i: a client that reads a task right after it deleted it',
  async (queueDelayMs, left) => {
    await turn({ queueDelayMs })
    const id = await book()
    expect((await send('Task.svc/DeleteTasks', { TaskIds: [id] })).body.Status).toBe('Success')
    expect((await send(`Task.svc/Retrieve.GetById?id=${id}`)).body).toHaveLength(left)
  },
)

test('every switch has a client in this file that needs it', () => {
  expect([...turned].toSorted()).toEqual(Object.keys(defaultSwitches).toSorted())
})
