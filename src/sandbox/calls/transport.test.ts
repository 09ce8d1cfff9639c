import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { controlEndpoints } from '../control/contract.ts'
import { demoKeys } from '../tenancy.ts'
import { keyHeaders, startTestServer, type TestServer } from '../test-server.ts'

const { setSwitches, setFaults, reset, seed, calls } = controlEndpoints
const { accessKey, secretKey } = demoKeys
const read = 'Task.svc/RetrieveTaskType'

let sandbox: TestServer
beforeAll(async () => {
  sandbox = await startTestServer()
  await sandbox.control(seed, { name: 'empty' })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control(reset))

const ask = (path: string, init: RequestInit = { headers: keyHeaders }) =>
  fetch(`${sandbox.url}/v2/${path}`, init)
const create = (body: string | object, headers: Record<string, string> = {}) =>
  ask('Task.svc/Create', {
    method: 'POST',
    headers: { ...keyHeaders, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const meeting = { Name: 'A', TaskType: { Name: 'Meeting' } }

describe('transport', () => {
  test.each([
    [read, 200],
    [`/${read}`, 200],
    [`${read}/`, 200],
    [`${read}?`, 200],
    [read.toLowerCase(), 200],
    [read.toUpperCase(), 200],
    ['Task.svc/Retrieve%54askType', 404],
    ['', 404],
  ])(
    'rule 1: letter case of the path does not count, escapes do: %s is %d',
    async (path, status) => {
      expect((await ask(path)).status).toBe(status)
    },
  )

  test('rule 1: X-Forwarded headers change nothing', async () => {
    const headers = {
      ...keyHeaders,
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-For': '203.0.113.1',
    }
    const response = await ask('Authentication.svc/UserByAccessKey.Get', { headers })
    expect(JSON.stringify(await response.json())).not.toContain('evil.example')
  })

  test('rule 1: only /v2 is there', async () => {
    for (const path of ['/v1/', '/v3/', '/']) {
      const answer = await fetch(`${sandbox.url}${path}${read}`, { headers: keyHeaders })
      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ ExceptionMessage: expect.stringMatching(/begin with \/v2\//) }),
      ])
    }
  })

  test('rule 5: no User-Agent, GET with a content type, JSON with a charset or without a type', async () => {
    const bare = httpRequest(`${sandbox.url}/v2/${read}`, {
      headers: { ...keyHeaders, 'Content-Type': 'application/json' },
    })
    bare.end()
    const [response] = await once(bare, 'response')
    expect([response.statusCode, bare.hasHeader('User-Agent')]).toEqual([200, false])
    response.resume()
    for (const type of ['application/json', 'application/json; charset=UTF-8', 'text/plain']) {
      expect((await create(meeting, { 'content-type': type })).status).toBe(200)
    }
  })

  test.each([
    ['Task.svc/Create', 405],
    ['Task.svc/MarkAsComplete', 404],
    ['Task.svc/RetrieveToDos/ByUserId', 405],
    ['Task.svc/Bulk/Create', 501],
    ['Webhook.svc/Retrieve', 501],
  ])('rule 6: GET %s is %d', async (path, status) => {
    expect((await ask(path)).status).toBe(status)
  })

  test('rule 7: success is 200 with JSON, and no rate or request-id header', async () => {
    const response = await ask(read)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect([...response.headers.keys()].toSorted()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'date',
      'keep-alive',
    ])
  })

  test('rule 7: a browser may call from any origin, which is marked as inferred', async () => {
    const Origin = 'https://landing.example'
    const preflight = await ask('LeadManagement.svc/Lead.Capture', {
      method: 'OPTIONS',
      headers: {
        Origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-lsq-accesskey',
      },
    })
    expect([preflight.status, await preflight.text()]).toEqual([204, ''])
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST')
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('x-lsq-accesskey')
    for (const headers of [{ ...keyHeaders, Origin }, { Origin }]) {
      const answer = await ask(read, { headers })
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(answer.headers.get('X-Sandbox-Inferred')).toBe('CORS')
    }
  })

  test('rule 7: with the switch off there are no CORS headers', async () => {
    await sandbox.control(setSwitches, { browserAccess: false })
    const Origin = 'https://landing.example'
    const answer = await ask(read, { headers: { ...keyHeaders, Origin } })
    expect(
      [...answer.headers.keys()].filter((name) => /access-control|inferred/.test(name)),
    ).toEqual([])
    const asking = { Origin, 'Access-Control-Request-Method': 'POST' }
    expect((await ask(read, { method: 'OPTIONS', headers: asking })).status).toBe(405)
  })

  test('rule 7: never an error under 200 while its switch is off', async () => {
    const answers = [await create('{'), await create({}), await ask('x'), await ask(read, {})]
    expect(answers.map(({ status }) => status)).toEqual([400, 500, 404, 401])
  })

  test('rule 8: what is documented is not marked, what is invented is', async () => {
    expect((await ask(read)).headers.has('X-Sandbox-Invented')).toBe(false)
    expect((await create('{')).headers.get('X-Sandbox-Invented')).toBe('true')
  })

  test('rule 9: members that nobody knows are ignored in silence', async () => {
    expect((await create({ ...meeting, Nothing: 1, name: 'lower' })).status).toBe(200)
    expect(await sandbox.tasksNamed('A')).toHaveLength(1)
  })
})

describe('keys', () => {
  test.each([
    ['by query', `?accessKey=${accessKey}&secretKey=${secretKey}`, {}, 200],
    ['by query in another order', `?secretKey=${secretKey}&a=1&accessKey=${accessKey}`, {}, 200],
    [
      'by header in any case',
      '',
      { 'X-LSQ-ACCESSKEY': accessKey, 'x-lsq-secretkey': secretKey },
      200,
    ],
    ['both ways', `?accessKey=${accessKey}&secretKey=${secretKey}`, keyHeaders, 200],
    ['two different pairs', `?accessKey=${accessKey}&secretKey=wrong`, keyHeaders, 401],
    ['half of a pair', `?accessKey=${accessKey}`, {}, 401],
    ['none', '', {}, 401],
    ['the wrong ones', '', { ...keyHeaders, 'x-LSQ-SecretKey': 'wrong' }, 401],
    [
      'the dollar encoded',
      `?ACCESSKEY=${encodeURIComponent(accessKey)}&secretkey=${secretKey}`,
      {},
      200,
    ],
  ])('rules 2 and 3: %s', async (_case, search, headers, status) => {
    expect((await ask(`${read}${search}`, { headers: new Headers(headers) })).status).toBe(status)
  })

  test('rule 3: the user of the keys makes and changes the task', async () => {
    await create(meeting)
    const [task] = await sandbox.tasksNamed('A')
    expect(task?.createdBy).toBe('11111111-1111-4111-8111-000000000001')
    expect(accessKey).toMatch(/^u\$r.{20,}/)
  })

  test('rule 3: the keys of an inactive user are 401', async () => {
    const data = { users: [{ ...integration, isActive: false }] }
    await sandbox.control(seed, { data })
    expect((await ask(read)).status).toBe(401)
    await sandbox.control(seed, { name: 'empty' })
    expect((await ask(read)).status).toBe(200)
  })

  test('rule 3: where the first user of a tenant has left, the keys belong to the first who is active', async () => {
    const gone = {
      ...integration,
      id: integration.id.replace(/1$/, '2'),
      email: 'gone@example.com',
    }
    await sandbox.control(seed, { data: { users: [{ ...gone, isActive: false }, integration] } })
    const told = await ask('Authentication.svc/UserByAccessKey.Get')
    expect(await told.json()).toMatchObject({ Id: integration.id })
    await sandbox.control(seed, { name: 'empty' })
  })

  test('rule 4: with a home host every other host answers 401 and names it, except UserByAccessKey', async () => {
    await sandbox.control(setSwitches, { homeHost: 'api-in21.leadsquared.com' })
    const refused = await ask(read)
    expect(refused.status).toBe(401)
    expect((await refused.json()).ExceptionMessage).toContain('api-in21.leadsquared.com')
    const told = await ask('Authentication.svc/UserByAccessKey.Get')
    expect((await told.json()).LSQCommonServiceURLs.api).toBe('api-in21.leadsquared.com')
    await sandbox.control(setSwitches, { homeHost: '127.0.0.1' })
    expect((await ask(read)).status).toBe(200)
  })
})

describe('errors', () => {
  test('rule 14: refused input is 500 in the envelope; a switch adds IsMXException', async () => {
    const plain = await create({})
    expect([plain.status, await plain.json()]).toEqual([
      500,
      {
        Status: 'Error',
        ExceptionType: 'MXMandatoryAttributeMissingException',
        ExceptionMessage: expect.any(String),
      },
    ])
    await sandbox.control(setSwitches, { isMxException: true })
    expect(await (await create({})).json()).toMatchObject({ IsMXException: true })
    expect(await (await create('{')).json()).not.toHaveProperty('IsMXException')
  })

  test('rule 15: the same bodies under 200', async () => {
    const before = await Promise.all([create({}), create('{'), ask(read, {})])
    await sandbox.control(setSwitches, { errorsUnder200: true })
    const after = await Promise.all([create({}), create('{'), ask(read, {})])
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200])
    const bodies = (answers: Response[]) => Promise.all(answers.map((answer) => answer.text()))
    expect(await bodies(after)).toEqual(await bodies(before))
  })

  test('rule 16: faults may be asked for one call alone', async () => {
    await sandbox.control(setFaults, {
      rules: [{ operation: read, kind: 'system-error', times: 1 }],
    })
    expect((await ask(read)).status).toBe(500)
    expect((await ask(read)).status).toBe(200)
    const told = await sandbox.control(calls)
    expect(told.calls.map(({ faults }) => faults)).toEqual([['system-error'], []])
  })
})

test('HTTPS, for clients that insist on it', async () => {
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  const secure = await startTestServer({ tls: { cert: pair.cert, key: pair.private } })
  expect(secure.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const request = httpsRequest(`${secure.url}/v2/${read}`, {
    headers: keyHeaders,
    ca: pair.cert,
    checkServerIdentity: () => undefined,
  })
  request.end()
  const [response] = await once(request, 'response')
  expect(response.statusCode).toBe(200)
  response.resume()
  await once(response, 'end')
  request.destroy()
  await secure.close()
})

const integration = {
  id: '11111111-1111-4111-8111-000000000001',
  firstName: 'Ines',
  lastName: 'Integration',
  email: 'integration@example.com',
  role: 'Administrator',
  isActive: true,
  timeZone: 'Asia/Kolkata',
  phone: '',
  groups: [],
}
