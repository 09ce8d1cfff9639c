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
    const user = {
      ID: '99999999-9999-4999-8999-999999999999',
      FirstName: 'Own',
      EmailAddress: 'own@example.com',
      StatusCode: 0,
    }
    const body = JSON.stringify({ data: { 'Users.Get': [{ ...user, Role: 'Sales_User' }] } })
    expect((await ask('seed', { method: 'POST', body })).status).toBe(200)
    const { text } = await sandbox.call('UserManagement.svc/Users.Get')
    expect(JSON.parse(text)).toMatchObject([user])
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

test('GET tasks lists the stored tasks, newest first, and switches have no effect on it', async () => {
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
  test('rule 45: the log has each call with masked keys, and the switches that affected it', async () => {
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
