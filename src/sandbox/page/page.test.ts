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

  test('says why a call was refused, and that the refusal is a guess', async () => {
    await open.call('Task.svc/Create', { TaskType: { Name: 'Meeting' }, OwnerUserId: 'x' })
    const text = await page(open)
    expect(text).toContain('&#39;Name&#39; is mandatory for creating task')
    expect(text).toContain('OwnerUserId is not a member of this call and is ignored.')
    expect(text).toContain('Did you mean OwnerId?')
    expect(text).toContain('That LeadSquared refuses this call in these words is our guess.')
  })

  test('offers the reset and the seeds only where control is on', async () => {
    const [offered, hidden] = await Promise.all([page(open), page(shut)])
    for (const button of ['Reset', 'Load demo', 'Load empty', 'Load large']) {
      expect(offered).toContain(`${button}</button>`)
      expect(hidden).not.toContain(`${button}</button>`)
    }
  })

  test('the page answers only GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await fetch(`${open.url}/`, { method })).status).toBe(404)
    }
    expect((await fetch(`${open.url}/`, { method: 'HEAD' })).status).toBe(200)
  })

  test('runs only its own script, and cannot be framed', async () => {
    const { headers } = await fetch(`${open.url}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'.*script-src 'nonce-.{20,}'.*frame-ancestors 'none'/)
    expect(policy).not.toContain('unsafe')
  })
})

describe('the forms of the page', () => {
  test('a seed and a reset are done, and lead back to the page', async () => {
    await create(open, 'Deleted by the form')
    const seeded = await send(open, 'seed', { name: 'empty' })
    expect([seeded.status, seeded.headers.get('location')]).toEqual([303, '../'])
    expect(await open.tasksNamed('Deleted by the form')).toEqual([])
    await create(open, 'Deleted by the reset')
    expect((await send(open, 'reset', {})).status).toBe(303)
    expect(await open.tasksNamed('Deleted by the reset')).toEqual([])
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that the browser hides', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ])('a form from %s is refused', async (_, headers) => {
    await create(open, 'Stays')
    const body = new URLSearchParams({ name: 'empty' })
    const url = `${open.url}/__sandbox/seed`
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(403)
    expect(await open.tasksNamed('Stays')).not.toEqual([])
  })

  test("a program may send JSON under a form's content type, as curl does", async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const url = `${open.url}/__sandbox/seed`
    const sent = await fetch(url, { method: 'POST', body: '{"name":"empty"}', headers })
    expect(sent.status).toBe(200)
  })

  test('a name that is no seed is refused', async () => {
    expect((await send(open, 'seed', { name: 'other' })).status).toBe(400)
  })

  test('with a token the forms ask for it, and only the right one counts', async () => {
    const guarded = await startTestServer({ token: 'right' })
    expect(await page(guarded)).toContain('type="password" name="token"')
    expect((await send(guarded, 'reset', {})).status).toBe(403)
    expect((await send(guarded, 'reset', { token: 'wrong' })).status).toBe(403)
    expect((await send(guarded, 'seed', { name: 'empty', token: 'right' })).status).toBe(303)
    await guarded.close()
  })

  /** What a browser does when somebody presses a button of the page. */
  function send(server: TestServer, path: string, fields: Record<string, string>) {
    return fetch(`${server.url}/__sandbox/${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: server.url },
      redirect: 'manual',
    })
  }
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
