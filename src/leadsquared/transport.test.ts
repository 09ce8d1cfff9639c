import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type { CreateTaskRequest } from '#wire/task/create.ts'
import type { CallEvent } from './call.ts'
import { createLeadSquared, type LeadSquared } from './client.ts'
import { createRateGate } from './gate/gate.ts'
import type { GateClock } from './gate/turn.ts'
import { createTransport } from './transport.ts'

const clock: GateClock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

const task: CreateTaskRequest = {
  Name: 'Demo',
  Description: '',
  RelatedEntity: 0,
  RelatedEntityId: '',
  NotifyBy: '1000',
  OwnerEmailAddress: 'ravi.rep@example.com',
  TaskType: { Name: 'Demo' },
}

const created = JSON.stringify({
  Status: 'Success',
  Message: { Id: '33333333-3333-4333-8333-000000000001' },
})

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function upstream(answer: RequestListener) {
  const requests: { url: string; headers: Record<string, unknown>; body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    requests.push({
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  ends.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { url: `http://127.0.0.1:${port}`, requests }
}

function client(url: string, events: CallEvent[] = []): LeadSquared {
  const keys = { accessKey: 'u$r-access-key-0001', secretKey: 'secret-key-0002' }
  const leadSquared = createLeadSquared({
    transport: createTransport({ baseUrl: url, ...keys }),
    gate: createRateGate({ calls: 25, windowMs: 5000 }, clock),
    clock,
    random: () => 0,
    timeoutMs: 300,
    secrets: Object.values(keys),
    observe: (event) => events.push(event),
    onCircuit: () => {},
  })
  ends.push(() => leadSquared.close())
  return leadSquared
}

const create = { lane: 'create', person: 'a' } as const

describe('Create', () => {
  test('sends the keys in headers only, and reads the Id', async () => {
    const { url, requests } = await upstream((_request, response) => response.end(created))
    const result = await client(url).createTask(task, create)
    expect(result).toEqual({ ok: true, value: '33333333-3333-4333-8333-000000000001' })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.url).toBe('/v2/Task.svc/Create')
    expect(requests[0]?.headers).toMatchObject({
      'x-lsq-accesskey': 'u$r-access-key-0001',
      'x-lsq-secretkey': 'secret-key-0002',
      'content-type': 'application/json',
    })
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(task)
  })

  test.each<[string, RequestListener, string]>([
    ['an MX error with 500', error(500, 'MXInvalidInputException', 'Invalid Input!'), 'refused'],
    ['an MX error under 200', error(200, 'MXDuplicateEntryException', 'There is one.'), 'refused'],
    ['a system fault', error(500, 'MySqlException', 'Timeout expired.'), 'broken'],
    ['an error without a type under 200', body(200, '{"Status":"Error"}'), 'broken'],
    [
      '401',
      error(401, 'MXInvalidAccessDetailsException', 'Invalid Access Details provided.'),
      'bad-keys',
    ],
    ['401 without a body', body(401, ''), 'bad-keys'],
    ['400', error(400, 'JsonReaderException', 'Unexpected character'), 'refused'],
    [
      'a redirect, which is not followed',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'broken',
    ],
    ['408 of a proxy', body(408, ''), 'broken'],
    ['404 as HTML', body(404, '<html>Not found</html>'), 'refused'],
    [
      '429',
      error(
        429,
        'MXAPIRateLimitExceededException',
        'API calls exceeded the limit of 10 in 5 second(s)',
      ),
      'rate-limited',
    ],
    [
      'the rate limit under 200',
      error(
        200,
        'MXAPIRateLimitExceededException',
        'API calls exceeded the limit of 10 in 5 second(s)',
      ),
      'rate-limited',
    ],
    ['502 as HTML', body(502, '<html>Bad gateway</html>'), 'broken'],
    ['an empty 200', body(200, ''), 'unreadable'],
    ['half an answer', body(200, created.slice(0, 30)), 'unreadable'],
    ['success without an Id', body(200, '{"Status":"Success","Message":{"Id":""}}'), 'unreadable'],
    [
      'a Status that is not Success',
      body(200, '{"Status":"Queued","Message":{"Id":"1"}}'),
      'unreadable',
    ],
    ['a cut connection', (request) => request.socket.destroy(), 'broken'],
    ['no answer', () => {}, 'timed-out'],
    [
      'an answer that stops half-way',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"Status"')
      },
      'timed-out',
    ],
  ])('%s is told apart, and sent once', async (_case, answer, kind) => {
    const { url, requests } = await upstream(answer)
    const result = await client(url).createTask(task, create)
    expect(result.ok ? 'ok' : result.failure.kind).toBe(kind)
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['a refused connection', 'http://127.0.0.1:1'],
    ['a host without an address', 'https://no-such-host.invalid'],
  ])('%s is certainly not written', async (_case, url) => {
    const result = await client(url).createTask(task, create)
    expect(result.ok ? 'ok' : result.failure.kind).toBe('unreachable')
  })

  test('nothing is sent when the booking cannot be stored first', async () => {
    const { url, requests } = await upstream((_request, response) => response.end(created))
    const onSending = () => Promise.reject(new Error('disk full'))
    await expect(client(url).createTask(task, { ...create, onSending })).rejects.toThrow(
      'disk full',
    )
    expect(requests).toEqual([])
  })
})

describe('reads', () => {
  test('a read is retried once after a temporary fault', async () => {
    const answers = [body(502, '<html>'), body(200, '[]')]
    const { url, requests } = await upstream((request, response) =>
      answers.shift()?.(request, response),
    )
    expect(await client(url).getUsers({ lane: 'read' })).toEqual({ ok: true, value: [] })
    expect(requests).toHaveLength(2)
  })

  test('a refusal is not repeated', async () => {
    const { url, requests } = await upstream(error(500, 'MXInvalidInputException', 'Invalid'))
    const result = await client(url).getUsers({ lane: 'read' })
    expect(result.ok ? 'ok' : result.failure.kind).toBe('refused')
    expect(requests).toHaveLength(1)
  })

  test('a cancelled search does not count as a failure of LeadSquared', async () => {
    const leaving = new AbortController()
    const { url } = await upstream(() => leaving.abort())
    const result = await client(url).quickSearchLeads('lena', {
      lane: 'read',
      signal: leaving.signal,
    })
    expect(result.ok ? 'ok' : result.failure.kind).toBe('not-admitted')
  })

  test('equal reads at the same time cost one call', async () => {
    const { url, requests } = await upstream(body(200, '[]'))
    const leadSquared = client(url)
    await Promise.all(Array.from({ length: 10 }, () => leadSquared.getUsers({ lane: 'read' })))
    expect(requests).toHaveLength(1)
  })

  test('the search text arrives as it was typed', async () => {
    const { url, requests } = await upstream(body(200, '[]'))
    await client(url).quickSearchLeads('a+b & "c" ü', { lane: 'read' })
    const sent = new URL(requests[0]?.url ?? '', url)
    expect(sent.searchParams.get('key')).toBe('a+b & "c" ü')
  })

  test('the message of LeadSquared is passed on without our keys', async () => {
    const { url } = await upstream(error(500, 'MXSomething', 'key u$r-access-key-0001 is odd'))
    const result = await client(url).getUsers({ lane: 'read' })
    expect(result.ok ? '' : result.failure.said).toContain('[secret] is odd')
  })

  test('every call is reported to the observer', async () => {
    const events: CallEvent[] = []
    const { url } = await upstream(body(200, '[]'))
    await client(url, events).getUsers({ lane: 'refresh' })
    expect(events).toMatchObject([
      { operation: 'UserManagement.svc/Users.Get', lane: 'refresh', outcome: 'ok' },
    ])
  })
})

function body(status: number, text: string): RequestListener {
  return (_request, response) => response.writeHead(status).end(text)
}

function error(status: number, type: string, message: string): RequestListener {
  return body(
    status,
    JSON.stringify({ Status: 'Error', ExceptionType: type, ExceptionMessage: message }),
  )
}
