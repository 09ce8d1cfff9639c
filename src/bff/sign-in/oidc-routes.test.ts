import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import type { BffEnv } from '../http/env.ts'
import { problemFrom, sendProblem } from '../http/problems.ts'
import { testClock, type TestClock } from '../test-clock.ts'
import { createCookieSessions } from './cookie-sessions.ts'
import { signInCookies } from './cookies.ts'
import { NotWelcome, type OidcProvider, type SignedIn } from './oidc-provider.ts'
import { oidcRoutes, returnAddress } from './oidc-routes.ts'

const home = 'https://desk.example.com'
const signedIn: SignedIn = {
  person: { email: 'priya@example.com', name: 'Priya Nair' },
  subject: 'priya',
  providerSession: 'provider-1',
  refreshToken: null,
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

/** A desk whose provider answers as a test decides, and browsers that keep their cookies. */
function desk(provided: Partial<OidcProvider> = {}, publicUrl = home) {
  const exchanged: string[] = []
  const provider: OidcProvider = {
    authorizationUrl: ({ state }) =>
      Promise.resolve(`https://id.example.com/authorize?state=${state}`),
    exchange(address) {
      exchanged.push(address.href)
      return Promise.resolve(signedIn)
    },
    refresh: (before) => Promise.resolve(before),
    endSessionUrl: (idToken) => Promise.resolve(`https://id.example.com/end?hint=${idToken}`),
    readLogoutToken: (token) =>
      Promise.resolve(token === 'of-the-provider' ? { providerSession: 'provider-1' } : null),
    ...provided,
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const cookies = signInCookies({ publicUrl })
  const { sessions } = stores
  const cookieSessions = createCookieSessions({ sessions, provider, cookies, clock, log })
  const settings = { publicUrl, ownOrigins: [home, 'https://desk.internal'] }
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.use(async (c, next) => {
    c.set('requestId', 'e7a6ad04-7d0b-4c31-a94d-4bb2d62d2b4f')
    await next()
  })
  oidcRoutes(app, { settings, provider, cookieSessions, cookies, sessions, clock, log })
  app.get('/who', async (c) => c.json(await cookieSessions.identify(c)))

  function browser() {
    const jar = new Map<string, string>()
    async function go(path: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers)
      headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
      const answer = await app.request(new URL(path, home), { ...init, headers })
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
        jar.set(name, value)
      }
      const location = answer.headers.get('Location')
      return { status: answer.status, location, headers: answer.headers, text: await answer.text() }
    }
    const post = (path: string, body: object) =>
      go(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    /** Goes to the provider, and gives the address to which it sends the browser back. */
    async function toProvider(query = ''): Promise<string> {
      const { location } = await go(`/auth/login${query}`)
      return `/auth/callback?code=1&${new URL(location ?? '').searchParams}`
    }
    const who = async () => JSON.parse((await go('/who')).text)
    return { go, post, toProvider, who, jar }
  }
  return { browser, exchanged }
}

describe('signing in, in a tab', () => {
  test('leads to the provider, back to the page, and names the person', async () => {
    const { browser, exchanged } = desk()
    const { go, toProvider, who } = browser()
    const back = await toProvider('?returnTo=/%3Ftype=Demo')
    expect(await go(back)).toMatchObject({ status: 303, location: `${home}/?type=Demo` })
    expect(exchanged).toEqual([`${home}${back}`])
    expect(await who()).toEqual(signedIn.person)
  })

  test('is bound to this browser by a cookie that comes back from another site', async () => {
    const { go, jar, toProvider } = desk().browser()
    const [cookie = ''] = (await go('/auth/login')).headers.getSetCookie()
    expect(cookie.replace(/=[\w-]{43};/, '=…;')).toBe(
      '__Host-desk-login=…; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
    jar.set('__Host-desk-login', 'not-one-of-ours')
    await toProvider()
    expect(jar.get('__Host-desk-login')).toMatch(/^[\w-]{43}$/)
  })

  test('works in two tabs of one browser at once', async () => {
    const { go, toProvider } = desk().browser()
    const [first, second] = [await toProvider(), await toProvider()]
    expect([(await go(first)).status, (await go(second)).status]).toEqual([303, 303])
  })

  test('begins at the one address that the provider knows', async () => {
    const { go } = desk().browser()
    const began = await go('https://desk.internal/auth/login?returnTo=/a')
    expect(began).toMatchObject({ status: 303, location: `${home}/auth/login?returnTo=/a` })
    const foreign = await go('https://elsewhere.example.com/auth/login')
    expect(foreign.location).toContain('https://id.example.com/')
  })

  test.each<
    [
      string,
      (parts: ReturnType<ReturnType<typeof desk>['browser']>, back: string) => Promise<string>,
    ]
  >([
    ['in another browser', async ({ jar }, back) => (jar.clear(), back)],
    [
      'in a browser that signs in too',
      async (parts, back) => {
        parts.jar.clear()
        await parts.toProvider()
        return back
      },
    ],
    ['without its state', async () => '/auth/callback?code=1'],
    [
      'with a state that nobody was given',
      async () => `/auth/callback?code=1&state=${'A'.repeat(43)}`,
    ],
    ['a second time', async ({ go }, back) => (await go(back), back)],
    ['after ten minutes', async (_parts, back) => (await clock.advance(10 * 60_000), back)],
  ])('is not finished %s', async (_case, change) => {
    const { browser, exchanged } = desk()
    const parts = browser()
    const back = await change(parts, await parts.toProvider())
    const before = exchanged.length
    expect((await parts.go(back)).status).toBe(400)
    expect(exchanged).toHaveLength(before)
  })

  test('may take almost ten minutes', async () => {
    const { go, toProvider } = desk().browser()
    const back = await toProvider()
    await clock.advance(10 * 60_000 - 1)
    expect((await go(back)).status).toBe(303)
  })

  test.each([
    ['an unverified e-mail', new NotWelcome(), 403, 'Ask your administrator'],
    ['a refusal', new Error('access_denied'), 400, 'without signing you in'],
  ])('with %s signs nobody in and says so', async (_case, error, status, words) => {
    const { go, toProvider, who } = desk({ exchange: () => Promise.reject(error) }).browser()
    const answer = await go(await toProvider())
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(words)
    expect(answer.text).toContain('href="login"')
    expect(await who()).toBeNull()
    const inWindow = await go(await toProvider('?window=1'))
    expect(inWindow.text).toContain('href="login?window=1"')
  })

  test('says that the provider cannot be reached, and that it can be tried again', async () => {
    const authorizationUrl = () => Promise.reject(new Error('away'))
    const { go } = desk({ authorizationUrl }).browser()
    const answer = await go('/auth/login')
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('href="login"')
    expect((await go('/auth/login?window=1')).text).toContain('href="login?window=1"')
  })
})

describe('signing in, in a window that a framed page opened', () => {
  async function signedInWindow() {
    const parts = desk().browser()
    const { text } = await parts.go(await parts.toProvider('?window=1'))
    const [, code = ''] = /data-code="([\w-]{43})"/.exec(text) ?? []
    return { ...parts, code }
  }

  test.each([
    [true, '__Host-desk-frame'],
    [false, '__Host-desk-session'],
  ])('the page gets a session for its code, framed: %s', async (isFramed, cookie) => {
    const { post, who, code, jar } = await signedInWindow()
    expect(await who()).toBeNull()
    const answer = await post('/api/session/handover', { code, isFramed })
    expect(JSON.parse(answer.text)).toEqual({ signedIn: true })
    expect(jar.has(cookie)).toBe(true)
    expect(await who()).toEqual(signedIn.person)
  })

  test('a code counts once, and for a minute', async () => {
    const { post, code, jar, who } = await signedInWindow()
    await post('/api/session/handover', { code, isFramed: true })
    jar.clear()
    expect((await post('/api/session/handover', { code, isFramed: true })).status).toBe(401)
    expect(await who()).toBeNull()
    const late = await signedInWindow()
    await clock.advance(60_000)
    const answer = await late.post('/api/session/handover', { code: late.code, isFramed: true })
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-signed-in' })
    const soon = await signedInWindow()
    await clock.advance(59_999)
    const { status } = await soon.post('/api/session/handover', { code: soon.code, isFramed: true })
    expect(status).toBe(200)
  })
})

describe('signing out', () => {
  async function signedInAt(provided: Partial<OidcProvider> = {}, publicUrl = home) {
    const parts = desk(provided, publicUrl).browser()
    await parts.go(await parts.toProvider())
    return parts
  }

  test('ends the session here and at the provider, and clears what the page kept', async () => {
    const { go, who } = await signedInAt()
    const out = await go('/auth/logout', { headers: { 'Sec-Fetch-Site': 'same-origin' } })
    expect(out).toMatchObject({
      status: 303,
      location: 'https://id.example.com/end?hint=an-id-token',
    })
    expect(out.headers.get('Clear-Site-Data')).toBe('"storage"')
    expect(await who()).toBeNull()
  })

  test('below a path the portal shares the storage, so it is not cleared', async () => {
    const { go } = await signedInAt({}, `${home}/desk`)
    expect((await go('/auth/logout')).headers.get('Clear-Site-Data')).toBeNull()
  })

  test.each(['cross-site', 'same-site'])('a link from %s signs nobody out', async (site) => {
    const { go, who } = await signedInAt()
    expect((await go('/auth/logout', { headers: { 'Sec-Fetch-Site': site } })).status).toBe(403)
    expect(await who()).toEqual(signedIn.person)
  })

  test.each<[string, OidcProvider['endSessionUrl']]>([
    ['ends no sessions', () => Promise.resolve(null)],
    ['is away', () => Promise.reject(new Error('away'))],
  ])('works where the provider %s', async (_case, endSessionUrl) => {
    const { go, who } = await signedInAt({ endSessionUrl })
    const out = await go('/auth/logout')
    expect(out.status).toBe(200)
    expect(out.text).toContain('You are signed out')
    expect(await who()).toBeNull()
  })

  test('at the provider ends the session here, and a token of somebody else ends none', async () => {
    const { go, who } = await signedInAt()
    const tell = (body: URLSearchParams) => go('/auth/backchannel-logout', { method: 'POST', body })
    expect((await tell(new URLSearchParams())).status).toBe(400)
    expect((await tell(new URLSearchParams({ logout_token: 'forged' }))).status).toBe(400)
    expect(await who()).toEqual(signedIn.person)
    expect((await tell(new URLSearchParams({ logout_token: 'of-the-provider' }))).status).toBe(200)
    expect(await who()).toBeNull()
  })
})

test.each([
  ['', `${home}/`],
  ['?type=Demo', `${home}/?type=Demo`],
  ['/doctor.html', `${home}/doctor.html`],
  ['https://evil.example.com/', `${home}/`],
  ['//evil.example.com/', `${home}/`],
  [`${home}.evil.example.com/`, `${home}/`],
  ['javascript:alert(1)', `${home}/`],
  ['https://', `${home}/`],
])('after signing in, %j leads to %s', (asked, expected) => {
  expect(returnAddress(asked, home)).toBe(expected)
})
