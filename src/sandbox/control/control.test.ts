import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { controlEndpoints } from './contract.ts'
import { defaultSwitches } from '../switches.ts'
import { demoKeys } from '../tenancy.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { testNowMs } from '../test-tenant.ts'

const { health, reset, seed, calls, forgetCalls, clock, setClock, switches, setSwitches } =
  controlEndpoints

let sandbox: TestServer
beforeAll(async () => {
  sandbox = await startTestServer()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await sandbox.control(seed, { name: 'empty' })
  await sandbox.control(reset)
})

const create = () => sandbox.call('Task.svc/Create', { Name: 'A', TaskType: { Name: 'Meeting' } })
const ask = (path: string, init?: RequestInit) => fetch(`${sandbox.url}/__sandbox/${path}`, init)

describe('the door', () => {
  test('is shut unless it was opened', async () => {
    const shut = await startTestServer({ hasControl: false })
    for (const path of ['health', 'calls', 'openapi.json', 'reset', '']) {
      const response = await fetch(`${shut.url}/__sandbox/${path}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ ExceptionType: 'SandboxNotFound' })
    }
    await shut.close()
  })

  test('is no vendor path', async () => {
    expect((await fetch(`${sandbox.url}/v2/__sandbox/health`)).status).toBe(404)
  })

  test.each([{ Origin: 'https://evil.example' }, { Origin: 'null' }])(
    'is shut to a page of others: %j',
    async (headers) => {
      expect((await ask('reset', { method: 'POST', headers })).status).toBe(403)
    },
  )

  test('answers 404 and 400 as problems', async () => {
    const unknown = await ask('nothing')
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ])
    for (const body of ['', '{', '[]', '{"rules":[{"kind":"none","operation":"*"}]}']) {
      expect((await ask('faults', { method: 'PUT', body })).status).toBe(400)
    }
  })
})

describe('beyond loopback', () => {
  test('the control plane asks for its token, and the calls of LeadSquared do not', async () => {
    const open = await startTestServer({ host: '0.0.0.0', token: 'let-me-in' })
    expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    const health = (headers: Record<string, string>) =>
      fetch(`${open.url}/__sandbox/health`, { headers }).then(({ status }) => status)
    expect(await health({})).toBe(403)
    expect(await health({ Authorization: 'Bearer let-me-out' })).toBe(403)
    expect(await health({ Authorization: 'Bearer let-me-in' })).toBe(200)
    const foreign = { Authorization: 'Bearer let-me-in', Origin: 'https://evil.example' }
    expect(await health(foreign)).toBe(403)
    expect((await open.call('Task.svc/RetrieveTaskType')).status).toBe(200)
    await open.close()
  })
})

test('openapi.json names every call with its schemas', async () => {
  const document: {
    openapi: string
    paths: Record<string, Record<string, { responses: { default: object } }>>
  } = JSON.parse(await (await ask('openapi.json')).text())
  expect(document.openapi).toBe('3.1.0')
  const told = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(told.toSorted()).toEqual(
    Object.values(controlEndpoints)
      .map(({ method, path }) => `${method} /${path}`)
      .toSorted(),
  )
  const refusal: object = JSON.parse(await (await ask('nothing')).text())
  expect(document.paths['/faults']?.['put']?.responses.default).toMatchObject({
    content: { 'application/problem+json': { schema: { required: Object.keys(refusal) } } },
  })
})

describe('rule 44: seeds and reset', () => {
  test('a named seed, and reset goes back to it', async () => {
    expect(await sandbox.control(health)).toMatchObject({ tasks: 0, leads: 0, users: 40 })
    await create()
    expect(await sandbox.control(health)).toMatchObject({ tasks: 1 })
    expect(await sandbox.control(reset)).toMatchObject({ tasks: 0 })
    const demo = await sandbox.control(seed, { name: 'demo' })
    expect(demo.leads).toBe(2000)
    expect(demo.tasks).toBeGreaterThan(400)
    await create()
    expect(await sandbox.control(reset)).toEqual(demo)
  })

  test('data of your own', async () => {
    const lead = { ProspectID: '77777777-7777-4777-8777-000000000001', FirstName: 'Own' }
    await sandbox.control(seed, { data: { leads: [lead] } })
    const { text } = await sandbox.call(`LeadManagement.svc/Leads.GetById?id=${lead.ProspectID}`)
    expect(JSON.parse(text)).toMatchObject([{ ...lead, ProspectAutoId: '1001', LastName: null }])
    expect(await sandbox.control(health)).toMatchObject({ users: 40, leads: 1, tasks: 0 })
  })

  test('answers of your own tenant, as they came', async () => {
    const user = { ID: nobody, FirstName: 'Own', EmailAddress: 'own@example.com', StatusCode: 0 }
    const body = JSON.stringify({ data: { 'Users.Get': [{ ...user, Role: 'Sales_User' }] } })
    expect((await ask('seed', { method: 'POST', body })).status).toBe(200)
    const { text } = await sandbox.call('UserManagement.svc/Users.Get')
    expect(JSON.parse(text)).toMatchObject([user])
  })

  test('data that does not fit changes nothing', async () => {
    await create()
    const body = JSON.stringify({ data: { tasks: [{ id: 'x' }] } })
    expect((await ask('seed', { method: 'POST', body })).status).toBe(400)
    expect(await sandbox.control(health)).toMatchObject({ tasks: 1 })
  })

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
    const response = await ask('seed', { method: 'POST', body: JSON.stringify({ data }) })
    expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(place)])
    expect(await sandbox.control(health)).toMatchObject({ tasks: 1, users: 40 })
    expect((await create()).status).toBe(200)
    expect(await sandbox.control(reset)).toMatchObject({ tasks: 0, users: 40 })
    expect((await create()).status).toBe(200)
  })

  test('leads of a seed without a number get one that no other lead has', async () => {
    const leads = [lead, { ProspectID: nobody, ProspectAutoId: '1001' }]
    const response = await ask('seed', {
      method: 'POST',
      body: JSON.stringify({ data: { leads } }),
    })
    expect(response.status).toBe(200)
    const { text } = await sandbox.call(`LeadManagement.svc/Leads.GetById?id=${lead.ProspectID}`)
    expect(JSON.parse(text)).toMatchObject([{ ProspectAutoId: '1002' }])
  })

  test('reset undoes switches, faults, clock and calls', async () => {
    await sandbox.control(setSwitches, { isMxException: true })
    await sandbox.control(setClock, { now: '2030-01-01T00:00:00Z', isRunning: false })
    await sandbox.control(controlEndpoints.setFaults, {
      rules: [{ operation: '*', kind: 'twice' }],
    })
    await create()
    await sandbox.control(reset)
    expect(await sandbox.control(switches)).toEqual(defaultSwitches)
    expect(await sandbox.control(clock)).toEqual({
      now: new Date(testNowMs).toISOString(),
      isRunning: true,
    })
    expect((await sandbox.control(controlEndpoints.faults)).rules).toEqual([])
    expect((await sandbox.control(calls)).calls).toEqual([])
  })
})

test('tasks tells what is kept, the newest first, whatever the switches do', async () => {
  await sandbox.control(setSwitches, { numbersAsStrings: true, monthFirstCreatedOn: true })
  await create()
  const { text } = await create()
  const { count, tasks } = await sandbox.control(controlEndpoints.tasks)
  expect([count, tasks[0]?.id]).toEqual([2, JSON.parse(text).Message.Id])
  expect(tasks[0]).toMatchObject({ name: 'A', taskType: { name: 'Meeting' }, statusCode: 0 })
  expect(tasks[0]?.start).toBe(new Date(testNowMs).toISOString())
})

test('the clock is set and stopped, and decides what is written', async () => {
  await sandbox.control(setClock, { now: '2031-02-03T04:05:06Z', isRunning: false })
  await create()
  const { tasks } = await sandbox.control(controlEndpoints.tasks)
  expect(tasks[0]).toMatchObject({ createdAt: '2031-02-03T04:05:06.000Z' })
  expect(await sandbox.control(clock)).toMatchObject({ isRunning: false })
})

describe('calls', () => {
  test('rule 45: what was asked, keys masked, and which switches shaped it', async () => {
    await sandbox.control(setSwitches, { defaultTaskType: true, refuseOverlaps: true })
    await sandbox.call(
      `Task.svc/Create?accessKey=${demoKeys.accessKey}&secretKey=${demoKeys.secretKey}&x=1`,
      { Name: demoKeys.secretKey, OwnerId: 'nobody' },
    )
    const told = await sandbox.control(calls)
    expect(told.calls).toMatchObject([
      {
        method: 'POST',
        path: 'Task.svc/Create',
        query: { accessKey: 'u$r5…', secretKey: '5a4d…', x: '1' },
        status: 500,
        exceptionType: 'MXInvalidInputException',
        switches: ['defaultTaskType'],
        writes: 0,
      },
    ])
    expect(JSON.stringify(told)).not.toContain(demoKeys.secretKey)
    expect(JSON.stringify(told)).not.toContain(demoKeys.accessKey)
  })

  test('rule 45: the log says the same', async () => {
    const events: object[] = []
    const other = await startTestServer({ log: (event) => events.push(event) })
    await other.control(setSwitches, { numbersAsStrings: true })
    await other.call(`Task.svc/RetrieveTaskType?accessKey=${demoKeys.accessKey}`)
    expect(events.at(-1)).toMatchObject({
      method: 'GET',
      path: 'Task.svc/RetrieveTaskType',
      query: { accessKey: 'u$r5…' },
      status: 401,
    })
    expect(JSON.stringify(events)).not.toContain(demoKeys.secretKey)
    await other.close()
  })

  test('of one operation, and forgotten', async () => {
    await create()
    await sandbox.call('UserManagement.svc/Users.Get')
    const response = await ask('calls?operation=Task.svc/Create')
    expect((await response.json()).calls).toHaveLength(1)
    await sandbox.control(forgetCalls)
    expect((await sandbox.control(calls)).calls).toEqual([])
  })
})

test('a switch that is left out goes to its default, and an unknown one is refused', async () => {
  await sandbox.control(setSwitches, { isMxException: true, emptyList: 'null' })
  expect(await sandbox.control(setSwitches, { emptyList: 'missing' })).toEqual({
    ...defaultSwitches,
    emptyList: 'missing',
  })
  expect((await ask('switches', { method: 'PUT', body: '{"nothing":true}' })).status).toBe(400)
})
