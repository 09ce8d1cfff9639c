import { connect, type Socket } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ErrorPrinted } from '#wire/envelope.ts'
import { keyHeaders, startTestServer, type TestServer } from '../test-server.ts'

/** Whatever went wrong inside the sandbox; nothing may. */
const faults: object[] = []
let sandbox: TestServer
beforeAll(async () => {
  sandbox = await startTestServer({
    log: (event) => 'fault' in event && faults.push(event),
  })
})
afterAll(() => sandbox.close())

/** Sends bytes as they are, says that no more will come, and reads until the other side closes. */
function send(bytes: string | Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
  socket.end(bytes)
  return textOf(socket)
}

/** Sends a request that asks for the connection to be closed, and reads until it is. */
function ask(request: string): Promise<string> {
  const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
  socket.write(`${request}Connection: close\r\n\r\n`)
  return textOf(socket)
}

/** Everything that comes until the other side closes. A reset after the answer is as good an end as any. */
async function textOf(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
  })
  await new Promise((resolve) => socket.on('error', () => {}).on('close', resolve))
  return text
}

/** The first answer of a stream: its status, its body, and what of it is not of the documented shape. */
function read(stream: string, method = 'GET') {
  const [head = '', ...rest] = stream.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
  return { status, body, strange: strangenessOf() }

  function strangenessOf(): string | null {
    if (Number.isNaN(status)) return `no answer: ${stream}`
    if (/\n\s+at |node:internal|\.ts:\d/.test(stream)) return `a stack trace: ${stream}`
    if (method === 'HEAD' || status < 400) return null
    // The control plane, which this server has open, answers in a form of its own.
    if (/content-type: application\/problem\+json/i.test(head)) return null
    if (!/content-type: application\/json/i.test(head)) return `another type: ${head}`
    return ErrorPrinted.safeParse(JSON.parse(body.slice(0, length))).success ? null : body
  }
}

async function isStillThere(): Promise<void> {
  expect(faults).toEqual([])
  expect((await sandbox.call('Task.svc/RetrieveTaskType')).status).toBe(200)
}

const keyLines = Object.entries(keyHeaders).map(([name, value]) => `${name}: ${value}\r\n`)

describe('bytes that are no request', () => {
  test.each<[string, string | Uint8Array, number]>([
    ['a word', 'hello\r\n\r\n', 400],
    ['half a request line', 'GET /v2/', 400],
    ['another protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]), 400],
    ['a NUL in the path', 'GET /v2/\0 HTTP/1.1\r\n\r\n', 400],
    ['a NUL in a header', 'GET /v2/ HTTP/1.1\r\na: \0\r\n\r\n', 400],
    ['two lengths', 'POST /v2/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', 400],
    [
      'a length and chunks',
      'POST /v2/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['chunks that are none', 'POST /v2/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['headers of 20 kB', `GET /v2/ HTTP/1.1\r\na: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s', async (_case, bytes, status) => {
    expect(read(await send(bytes))).toMatchObject({ status, strange: null })
    await isStillThere()
  })

  test('any bytes at all', async () => {
    // Empty lines before a request count for nothing (RFC 9112, 2.2), and get no answer.
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 300 })
      .filter((all) => all.some((byte) => byte !== 10 && byte !== 13))
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        expect(read(await send(sent)).strange).toBeNull()
      }),
      { numRuns: 100 },
    )
    await isStillThere()
  })
})

describe('requests that nobody expects', () => {
  test.each(['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'CONNECT'])(
    'rule 6: %s on a path that is there is a wrong method',
    async (method) => {
      const target = method === 'CONNECT' ? 'example.com:443' : '/v2/Task.svc/Create'
      const line = `${method} ${target} HTTP/1.1\r\nHost: x\r\n`
      const { status, body, strange } = read(await ask(line), method)
      expect([status, strange]).toEqual([405, null])
      expect(body === '').toBe(method === 'HEAD')
    },
  )

  test('rule 1: any Host header, none, and a path as a proxy names it', async () => {
    for (const lines of ['', 'Host: \r\n', 'Host: api.leadsquared.com\r\n', 'Host: !!\r\n']) {
      for (const target of ['', 'http://somewhere.example']) {
        const head = `GET ${target}/v2/Task.svc/RetrieveTaskType HTTP/1.1\r\n${lines}`
        const stream = await ask(`${head}${keyLines.join('')}`)
        expect(read(stream).status).toBe(200)
      }
    }
    expect(read(await ask('GET / HTTP/1.1\r\nHost: [\r\n')).status).toBe(200)
  })

  test('an Upgrade and an Expect header are ignored', async () => {
    for (const line of ['Connection: upgrade\r\nUpgrade: websocket\r\n', 'Expect: the-moon\r\n']) {
      const head = `GET /v2/Task.svc/RetrieveTaskType HTTP/1.1\r\nHost: x\r\n${keyLines.join('')}`
      expect(read(await ask(`${head}${line}`)).status).toBe(200)
    }
  })

  test('any method, path and header', async () => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/)
    const path = fc.oneof(
      fc.webPath(),
      fc.constantFrom('/v2/', '/v2', '/v2/..', '/v2/%2e%2e/', '//', '/%00', '/__sandbox/../v2/'),
      fc.stringMatching(/^\/[!-~]{0,60}$/),
    )
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH')
    const headers = fc.array(fc.tuple(token, fc.stringMatching(/^[!-~]{0,40}$/)), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(method, path, headers, async (verb, target, lines) => {
        const text = lines.map(([name, value]) => `x-${name}: ${value}\r\n`).join('')
        const request = `${verb} ${target} HTTP/1.1\r\nHost: x\r\n${text}`
        expect(read(await ask(request), verb).strange).toBeNull()
      }),
      { numRuns: 150 },
    )
    await isStillThere()
  })
})

describe('bodies', () => {
  const post = (body: string | Buffer<ArrayBuffer>) =>
    fetch(`${sandbox.url}/v2/Task.svc/Create`, { method: 'POST', headers: keyHeaders, body })

  test('over 1 MB are refused, and read to their end', async () => {
    expect((await post('a'.repeat(1_000_001))).status).toBe(413)
    expect((await post(`{"Name":"${'a'.repeat(8_000_000)}"}`)).status).toBe(413)
    await isStillThere()
  })

  test.each<[string, string | Buffer<ArrayBuffer>]>([
    ['bad UTF-8', Buffer.from('7b224e616d65223a22ff227d', 'hex')],
    ['a NUL byte', '{"Name":"\0"}'],
    ['depth without end', '['.repeat(100_000)],
    ['a number alone', '1'],
    ['a string alone', '"text"'],
    ['an array where an object is due', '[]'],
    ['XML', '<xml/>'],
    ['half of it', '{'],
    ['null', 'null'],
  ])('rule 9: %s is 400', async (_case, body) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ ExceptionType: 'JsonReaderException' })
  })

  test('the last of two members counts, depth that closes is taken, and so is a NUL that is escaped', async () => {
    const rest = '"TaskType":{"Name":"Meeting"}'
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    for (const [body, name] of [
      [`{"Name":"a","Name":"b-twice",${rest}}`, 'b-twice'],
      [`{"Name":"deep","Other":${deep},${rest}}`, 'deep'],
      [`{"Name":"n\\u0000ul","Description":"\\ud800",${rest}}`, 'n\0ul'],
    ] as const) {
      expect((await post(body)).status).toBe(200)
      expect(await sandbox.tasksNamed(name)).toHaveLength(1)
    }
  })

  test('bodies and headers that arrive too slowly end in 408', async () => {
    const impatient = await startTestServer({ patience: { headersMs: 20, requestMs: 40 } })
    const line = 'POST /v2/Task.svc/Create HTTP/1.1\r\nHost: x\r\n'
    for (const start of [line, `${line}Content-Length: 10\r\n\r\n{`]) {
      const socket = connect(Number(new URL(impatient.url).port), '127.0.0.1')
      socket.write(start)
      expect(read(await textOf(socket))).toMatchObject({ status: 408, strange: null })
    }
    await impatient.close()
  })
})
