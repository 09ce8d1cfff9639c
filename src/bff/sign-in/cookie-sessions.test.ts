import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import type { BffEnv } from '../http/env.ts'
import { testClock, type TestClock } from '../test-clock.ts'
import { createCookieSessions } from './cookie-sessions.ts'
import { signInCookies } from './cookies.ts'
import type { SignedIn } from './oidc-provider.ts'
import { idOfSecret, unseal } from './secrets.ts'

const signedIn: SignedIn = {
  person: { email: 'priya@example.com', name: 'Priya Nair' },
  subject: 'priya',
  providerSession: 'provider-1',
  refreshToken: 'a-refresh-token',
  idToken: 'an-id-token',
  refreshAt: null,
}

let stores: Stores
let clock: TestClock
beforeEach(() => {
  stores = openSqliteStores(':memory:')
  clock = testClock()
})
afterEach(() => stores.close())

/** A desk that signs everybody in who asks for it, and a browser that keeps one cookie. */
function desk(options: {
  publicUrl?: string
  refreshAt?: number
  refresh?: (before: SignedIn) => Promise<SignedIn | null>
}) {
  const { publicUrl = 'https://desk.example.com', refreshAt = null } = options
  const asked: SignedIn[] = []
  const cookieSessions = createCookieSessions({
    sessions: stores.sessions,
    provider: {
      refresh(before) {
        asked.push(before)
        return options.refresh?.(before) ?? Promise.resolve(before)
      },
    },
    cookies: signInCookies({ publicUrl }),
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  const app = new Hono<BffEnv>()
  app.get('/who', async (c) => c.json(await cookieSessions.identify(c)))
  app.get('/out', async (c) => c.json(await cookieSessions.close(c)))
  app.get('/in/:purpose', async (c) => {
    const purpose = c.req.param('purpose') === 'frame' ? 'frame' : 'session'
    await cookieSessions.open(c, { ...signedIn, refreshAt }, purpose)
    return c.body(null)
  })
  async function get(path: string, cookie = '') {
    const answer = await app.request(`${publicUrl}${path}`, { headers: { Cookie: cookie } })
    return { cookies: answer.headers.getSetCookie(), text: await answer.text() }
  }
  async function signIn(purpose = 'session'): Promise<string> {
    const [cookie = ''] = (await get(`/in/${purpose}`)).cookies
    return cookie.split(';')[0] ?? ''
  }
  return { get, signIn, asked }
}

describe('the cookie', () => {
  test.each<[string, string, string, string]>([
    [
      'of a tab',
      'https://desk.example.com',
      'session',
      '__Host-desk-session=…; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Strict',
    ],
    [
      'of a frame',
      'https://desk.example.com',
      'frame',
      '__Host-desk-frame=…; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=None; Partitioned',
    ],
    [
      'of a tab on loopback',
      'http://127.0.0.1:3000',
      'session',
      'desk-session=…; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict',
    ],
    [
      'of a frame on loopback',
      'http://127.0.0.1:3000',
      'frame',
      'desk-frame=…; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=None; Partitioned',
    ],
  ])('%s', async (_case, publicUrl, purpose, expected) => {
    const { cookies } = await desk({ publicUrl }).get(`/in/${purpose}`)
    expect(cookies[0]?.replace(/=[\w-]{43};/, '=…;')).toBe(expected)
  })
})

test('the person is known by the cookie, until the working day is over', async () => {
  const { get, signIn } = desk({})
  const cookie = await signIn()
  expect(JSON.parse((await get('/who', cookie)).text)).toEqual(signedIn.person)
  expect((await get('/who')).text).toBe('null')
  expect((await get('/who', cookie.replace(/.{5}$/, 'AAAAA'))).text).toBe('null')
  await clock.advance(12 * 60 * 60_000)
  expect((await get('/who', cookie)).text).toBe('null')
})

test('signing out ends the session for good', async () => {
  const { get, signIn } = desk({})
  const cookie = await signIn()
  const out = await get('/out', cookie)
  expect(JSON.parse(out.text)).toEqual({ idToken: 'an-id-token' })
  expect(out.cookies.map((one) => one.split(';').slice(0, 2).join(';'))).toEqual([
    '__Host-desk-session=; Max-Age=0',
    '__Host-desk-frame=; Max-Age=0',
  ])
  expect((await get('/who', cookie)).text).toBe('null')
})

test('signing out without a session clears the cookies all the same', async () => {
  const out = await desk({}).get('/out')
  expect(JSON.parse(out.text)).toEqual({ idToken: null })
  expect(out.cookies).toHaveLength(2)
})

test('signing in again ends the session before', async () => {
  const { get, signIn } = desk({})
  const first = await signIn()
  const [second = ''] = (await get('/in/session', first)).cookies
  expect((await get('/who', first)).text).toBe('null')
  expect((await get('/who', second.split(';')[0])).text).toContain('priya@example.com')
})

test('the store holds neither the secret nor a token of the provider', async () => {
  const { signIn } = desk({})
  const secret = (await signIn()).split('=')[1] ?? ''
  const row = JSON.stringify(await stores.sessions.find(idOfSecret(secret), clock.now()))
  expect(row).toContain('priya@example.com')
  for (const hidden of [secret, 'a-refresh-token', 'an-id-token']) expect(row).not.toContain(hidden)
})

test('a previous release, which requires groups, can read the session during an update', async () => {
  const { signIn } = desk({})
  const secret = (await signIn()).split('=')[1] ?? ''
  const row = await stores.sessions.find(idOfSecret(secret), clock.now())
  const required = { email: 'priya@example.com', name: 'Priya Nair', groups: [] }
  expect(JSON.parse(row?.person ?? '')).toEqual(required)
  expect(JSON.parse(unseal(row?.sealed ?? '', secret))).toMatchObject({ person: required })
})

describe('asking the provider again', () => {
  const soon = () => clock.now() + 60_000

  test('of many requests at once one asks, and its answer is kept', async () => {
    const refreshAt = soon()
    const { get, signIn, asked } = desk({
      refreshAt,
      refresh: (before) =>
        Promise.resolve({
          ...before,
          person: { ...before.person, name: 'Priya N.' },
          refreshAt: refreshAt + 60_000,
        }),
    })
    const cookie = await signIn()
    await get('/who', cookie)
    expect(asked).toEqual([])
    await clock.advance(60_000)
    await Promise.all(Array.from({ length: 10 }, () => get('/who', cookie)))
    expect(asked).toEqual([{ ...signedIn, refreshAt }])
    expect(JSON.parse((await get('/who', cookie)).text)).toMatchObject({ name: 'Priya N.' })
  })

  test('a provider that says no ends the session', async () => {
    const { get, signIn } = desk({ refreshAt: soon(), refresh: () => Promise.resolve(null) })
    const cookie = await signIn()
    await clock.advance(60_000)
    expect((await get('/who', cookie)).text).toBe('null')
    expect((await get('/who', cookie)).text).toBe('null')
  })

  test('a provider that is away ends nothing and is asked again after a pause', async () => {
    const away = () => Promise.reject(new Error('away'))
    const { get, signIn, asked } = desk({ refreshAt: soon(), refresh: away })
    const cookie = await signIn()
    await clock.advance(60_000)
    for (const _turn of [1, 2]) {
      expect(JSON.parse((await get('/who', cookie)).text)).toEqual(signedIn.person)
    }
    expect(asked).toHaveLength(1)
    await clock.advance(30_000)
    await get('/who', cookie)
    expect(asked).toHaveLength(2)
  })
})
