import { BlockList } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { problemFrom, sendProblem } from './problems.ts'
import type { BffEnv } from './env.ts'
import { type RequestLimit, requestLimit, signInLimit } from './request-limit.ts'

const limit = { requests: 3, windowSeconds: 60 }

/** An API that knows the person by a header of the test. */
function api(settings: { requestLimit: RequestLimit | null } = { requestLimit: limit }) {
  const trustedProxies = new BlockList()
  trustedProxies.addAddress('127.0.0.1')
  trustedProxies.addSubnet('10.0.0.0', 8)
  const options = { settings, trustedProxies }
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.use(async (c, next) => {
    const email = c.req.header('Person')
    c.set('requestId', '1')
    c.set('visitor', 'visitor')
    c.set('person', email === undefined ? null : { email, name: email })
    await next()
  })
  app.use('/api/*', requestLimit(options))
  app.use('/auth/*', signInLimit(options))
  app.all('*', (c) => c.text('ok'))
  return (path: string, headers: Record<string, string> = {}, address = '192.0.2.1') =>
    app.request(
      path,
      { headers },
      {
        incoming: {
          rawHeaders: Object.entries(headers).flat(),
          socket: { remoteAddress: address },
        },
      },
    )
}

async function statuses(ask: () => Promise<Response> | Response, count: number) {
  const answers: number[] = []
  for (let turn = 0; turn < count; turn += 1) answers.push((await ask()).status)
  return answers
}

describe('a person', () => {
  test('who asks too often is told when to come back', async () => {
    const ask = api()
    const headers = { Person: 'a@example.com' }
    const first = await ask('/api/x', headers)
    expect(first.headers.get('RateLimit-Policy')).toBe('"person";q=3;w=60')
    expect(first.headers.get('RateLimit')).toBe('"person";r=2;t=60')
    expect(await statuses(() => ask('/api/x', headers), 3)).toEqual([200, 200, 429])
    const refused = await ask('/api/x', headers)
    expect(refused.headers.get('Retry-After')).toMatch(/^[1-9]\d?$/)
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests', status: 429 })
  })

  test('takes nothing from anybody else, and cannot get more by another spelling', async () => {
    const ask = api()
    expect(await statuses(() => ask('/api/x', { Person: 'a@example.com' }), 3)).toEqual([
      200, 200, 200,
    ])
    expect((await ask('/api/x', { Person: 'A@example.com' })).status).toBe(429)
    expect((await ask('/api/x', { Person: 'b@example.com' })).status).toBe(200)
  })
})

test('without sign-in the limit counts by address, for a hundred people', async () => {
  const ask = api()
  expect(await statuses(() => ask('/api/x'), 301)).toEqual([
    ...Array.from({ length: 300 }, () => 200),
    429,
  ])
  expect((await ask('/api/x', {}, '192.0.2.2')).status).toBe(200)
})

test('signing in has its own limit, by address', async () => {
  const ask = api()
  expect(await statuses(() => ask('/auth/login'), 4)).toEqual([200, 200, 200, 429])
  expect((await ask('/auth/login', {}, '192.0.2.2')).status).toBe(200)
})

test('behind a proxy nobody is locked out by the requests of others', async () => {
  const ask = api()
  const from = (address: string) => ask('/auth/login', { 'X-Forwarded-For': address }, '127.0.0.1')
  expect(await statuses(() => from('198.51.100.1'), 4)).toEqual([200, 200, 200, 429])
  expect((await from('198.51.100.2')).status).toBe(200)
  // A client cannot gain anything by adding addresses before its own.
  expect((await from('203.0.113.9, 198.51.100.1')).status).toBe(429)
})

test('a disabled limit sets no headers and refuses nothing', async () => {
  const ask = api({ requestLimit: null })
  expect(await statuses(() => ask('/api/x'), 10)).not.toContain(429)
  expect((await ask('/api/x')).headers.get('RateLimit')).toBeNull()
})
