import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import type { BffEnv } from '../http/env.ts'
import { problemFrom, sendProblem } from '../http/problems.ts'
import type { Settings } from '../ports.ts'
import { testClock, type TestClock } from '../test-clock.ts'
import { identifyByBearer } from './bearer.ts'
import { portalRoutes } from './portal-routes.ts'
import type { PortalTokens } from './portal-tokens.ts'
import type { TokenFault } from './token-faults.ts'

const person = { email: 'priya@example.com', name: 'Priya Nair' }

let stores: Stores
let clock: TestClock
beforeEach(() => {
  stores = openSqliteStores(':memory:')
  clock = testClock()
})
afterEach(() => stores.close())

/** A desk that takes every token as `tokens` says. */
function desk(tokens: Partial<PortalTokens> = {}, signIn: Settings['signIn'] = 'portal') {
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.use(async (c, next) => {
    c.set('requestId', 'e7a6ad04-7d0b-4c31-a94d-4bb2d62d2b4f')
    await next()
  })
  const { sessions } = stores
  const read: PortalTokens = {
    signIn: () => Promise.resolve({ ok: true, value: person }),
    prefill: () => Promise.resolve({ ok: true, value: { type: 'Demo' } }),
    ...tokens,
  }
  portalRoutes(app, { sessions, clock, settings: { signIn }, tokens: read })
  const identify = identifyByBearer({ sessions, clock })
  app.get('/who', async (c) => c.json(await identify(c)))
  async function post(path: string) {
    const body = JSON.stringify({ token: 'a-token' })
    const headers = { 'Content-Type': 'application/json' }
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
  async function who(authorization?: string) {
    const headers = authorization === undefined ? {} : { Authorization: authorization }
    return JSON.parse(await (await app.request('/who', { headers })).text())
  }
  return { post, who }
}

describe('a token of the portal', () => {
  test('signs its person in for a quarter of an hour', async () => {
    const { post, who } = desk()
    const { bearer, expiresInSeconds } = JSON.parse((await post('/api/session/portal')).text)
    expect(expiresInSeconds).toBe(900)
    expect(await who(`Bearer ${bearer}`)).toEqual(person)
    expect(await who(`bearer ${bearer}`)).toEqual(person)
    await clock.advance(900_000 - 1)
    expect(await who(`Bearer ${bearer}`)).toEqual(person)
    await clock.advance(1)
    expect(await who(`Bearer ${bearer}`)).toBeNull()
  })

  test('makes a session that no other text opens', async () => {
    const { post, who } = desk()
    const { bearer } = JSON.parse((await post('/api/session/portal')).text)
    const others = [
      undefined,
      '',
      bearer,
      `Basic ${bearer}`,
      `Bearer ${bearer}x`,
      `Bearer ${bearer.slice(1)}`,
      `x Bearer ${bearer}`,
      `Bearer ${'A'.repeat(43)}`,
    ]
    for (const other of others) expect(await who(other)).toBeNull()
  })

  test.each<[TokenFault, string]>([
    ['expired', 'The token has expired.'],
    ['used-before', 'The token was used before: each jti signs in once.'],
  ])('that is %s signs nobody in, and the portal hears why', async (fault, detail) => {
    const { post } = desk({ signIn: () => Promise.resolve({ ok: false, fault }) })
    const { status, text } = await post('/api/session/portal')
    expect(status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({ code: 'not-signed-in', detail })
  })

  test('fills the form, also where people sign in another way', async () => {
    for (const signIn of ['none', 'oidc', 'proxy', 'portal'] as const) {
      const { status, text } = await desk({}, signIn).post('/api/prefill')
      expect({ status, body: JSON.parse(text) }).toEqual({
        status: 200,
        body: { values: { type: 'Demo' } },
      })
    }
  })

  test('that may not fill the form is refused, and the portal hears why', async () => {
    const { post } = desk({ prefill: () => Promise.resolve({ ok: false, fault: 'purpose' }) })
    const { status, text } = await post('/api/prefill')
    expect(status).toBe(403)
    expect(JSON.parse(text)).toMatchObject({
      code: 'not-allowed',
      detail: 'The token is for another purpose: its purpose is sign-in or prefill.',
    })
  })

  test.each(['none', 'oidc', 'proxy'] as const)(
    'signs nobody in where people sign in by %s',
    async (signIn) => {
      expect((await desk({}, signIn).post('/api/session/portal')).status).toBe(404)
    },
  )
})
