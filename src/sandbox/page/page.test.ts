import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyHeaders, startTestServer, type TestServer } from '../test-server.ts'

let open: TestServer
let shut: TestServer
beforeAll(async () => {
  open = await startTestServer()
  shut = await startTestServer({ hasControl: false })
})
afterAll(() => Promise.all([open.close(), shut.close()]))

const create = (server: TestServer, name: string) =>
  server.call('Task.svc/Create', { Name: name, TaskType: { Name: 'Meeting' } })
const page = async (server: TestServer) => (await fetch(`${server.url}/`)).text()

/** The changes that the page is told, one after the other. */
async function* changes(server: TestServer, signal: AbortSignal) {
  const response = await fetch(`${server.url}/`, {
    headers: { Accept: 'text/event-stream' },
    signal,
  })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  if (!response.body) throw new Error('no body')
  yield* response.body.pipeThrough(new TextDecoderStream())
}

describe('the root page', () => {
  test('names the keys, the newest tasks and every switch', async () => {
    await create(open, 'Seen')
    const text = await page(open)
    for (const said of [...Object.values(keyHeaders), 'Seen', 'queueDelayMs', '/v2/']) {
      expect(text).toContain(said)
    }
  })

  test('escapes what callers wrote', async () => {
    await create(open, '<script>alert(1)</script>')
    expect(await page(open)).not.toContain('<script>alert')
  })

  test('shows calls only where control is on', async () => {
    for (const [server, shows] of [
      [open, true],
      [shut, false],
    ] as const) {
      await create(server, 'x')
      expect((await page(server)).includes('Last calls')).toBe(shows)
    }
  })

  test('is read-only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await fetch(`${open.url}/`, { method })).status).toBe(404)
    }
    expect((await fetch(`${open.url}/`, { method: 'HEAD' })).status).toBe(200)
  })

  test('runs its own script alone, and stands in no frame', async () => {
    const { headers } = await fetch(`${open.url}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'.*script-src 'nonce-.{20,}'.*frame-ancestors 'none'/)
    expect(policy).not.toContain('unsafe')
  })
})

test('an open page is told of a task by itself, also where control is off', async () => {
  const leaving = new AbortController()
  let told = ''
  await create(shut, 'Before')
  for await (const text of changes(shut, leaving.signal)) {
    if (told === '') await create(shut, 'Arrived')
    told += text
    if (told.includes('Arrived')) break
  }
  leaving.abort()
  expect(told.indexOf('Before')).toBeLessThan(told.indexOf('Arrived'))
})

test('a sandbox that stops lets go of open pages', async () => {
  const server = await startTestServer()
  let told = ''
  for await (const text of changes(server, new AbortController().signal)) {
    if (told === '') void server.close()
    told += text
  }
  expect(told).toContain('Tasks made today')
})
