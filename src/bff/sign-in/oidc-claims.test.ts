import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createOidcProvider, NotWelcome } from './oidc-provider.ts'

/** What the desk makes of the answers of a provider, here of one that says what a test wants. */

const deskUrl = 'http://127.0.0.1:9'
const secrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) }
const nowMs = Date.now()
const event = 'http://schemas.openid.net/event/backchannel-logout'

let privateKey: CryptoKey
let issuer = ''
let jwk: object
let metadata: Record<string, unknown>
let claims: Record<string, unknown>
let tokens: { status?: number; body: object; hasIdToken: boolean }
let asked: { path: string; authorization: string | undefined; body: URLSearchParams }[]

const server = createServer((request, response) => {
  const answer = async () => {
    const path = request.url ?? ''
    const body = new URLSearchParams(await text(request))
    asked.push({ path, authorization: request.headers.authorization, body })
    const { status = 200 } = path === '/token' ? tokens : {}
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(await answerTo(path)))
  }
  void answer()
})

async function answerTo(path: string): Promise<object> {
  if (path.startsWith('/.well-known/')) return metadata
  if (path === '/keys') return { keys: [jwk] }
  if (path === '/userinfo') return { sub: 'priya', email: 'info@example.com' }
  const idToken = tokens.hasIdToken ? { id_token: await sign({ sub: 'priya', ...claims }) } : {}
  return { access_token: 'a', token_type: 'Bearer', ...idToken, ...tokens.body }
}

async function sign(payload: Record<string, unknown>, typ = 'JWT'): Promise<string> {
  const seconds = Math.floor(nowMs / 1000)
  const usual = { iss: issuer, aud: 'desk', iat: seconds, exp: seconds + 600 }
  const all = Object.entries({ ...usual, ...payload }).filter(([, value]) => value !== undefined)
  return new SignJWT(Object.fromEntries(all))
    .setProtectedHeader({ alg: 'RS256', typ, kid: 'the key' })
    .sign(privateKey)
}

beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  ;({ privateKey } = pair)
  jwk = { ...(await exportJWK(pair.publicKey)), kid: 'the key', alg: 'RS256' }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => {
  server.close()
})
beforeEach(() => {
  asked = []
  claims = { email: 'priya@example.com', nonce: secrets.nonce }
  tokens = { body: {}, hasIdToken: true }
  metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/keys`,
  }
})

function provider(tickets: number[] = []) {
  return createOidcProvider({
    issuer,
    clientId: 'desk',
    clientSecret: 'the-secret',
    publicUrl: deskUrl,
    sessions: {
      putTicket(_id, _payload, untilMs) {
        tickets.push(untilMs)
        return Promise.resolve(true)
      },
    },
    clock: { now: () => nowMs },
  })
}

const back = new URL(`${deskUrl}/auth/callback?code=1&state=${secrets.state}`)
const signIn = () => provider().exchange(back, secrets)

describe('the e-mail', () => {
  test('of the ID token counts, and nothing more is asked', async () => {
    expect((await signIn()).person).toMatchObject({ email: 'priya@example.com' })
    expect(asked.map(({ path }) => path)).not.toContain('/userinfo')
  })

  test('is asked for where the ID token has none, and without one nobody comes in', async () => {
    claims = { nonce: secrets.nonce }
    expect((await signIn()).person).toMatchObject({ email: 'info@example.com' })
    delete metadata['userinfo_endpoint']
    await expect(signIn()).rejects.toThrow(NotWelcome)
  })

  test.each([
    [false, false],
    ['false', false],
    [true, true],
    ['true', true],
    [undefined, true],
  ])('with email_verified %j is taken: %s', async (verified, isTaken) => {
    claims = { ...claims, email_verified: verified }
    const error = await signIn().then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error instanceof NotWelcome).toBe(!isTaken)
  })

  test('is the name where the provider gives none', async () => {
    expect((await signIn()).person).toMatchObject({ name: 'priya@example.com' })
    claims = { ...claims, name: 'Priya Nair' }
    expect((await signIn()).person).toMatchObject({ name: 'Priya Nair' })
  })
})

describe('asking again', () => {
  test.each([
    [{ refresh_token: 'r', expires_in: 600 }, 570_000],
    [{ refresh_token: 'r', expires_in: 70 }, 60_000],
    [{ refresh_token: 'r' }, 3_570_000],
  ])('after %j comes in %i ms', async (body, afterMs) => {
    tokens.body = body
    expect(await signIn()).toMatchObject({ refreshToken: 'r', refreshAt: nowMs + afterMs })
  })

  test('is not possible without a refresh token, and changes nothing then', async () => {
    const first = await signIn()
    expect(first).toMatchObject({ refreshToken: null, refreshAt: null, providerSession: null })
    asked = []
    expect(await provider().refresh(first)).toBe(first)
    expect(asked).toEqual([])
  })

  test('keeps what the answer leaves out, and takes what it says', async () => {
    tokens.body = { refresh_token: 'r' }
    claims = { ...claims, sid: 'session-1' }
    const first = await signIn()
    expect(first).toMatchObject({ providerSession: 'session-1', idToken: expect.any(String) })
    tokens = { body: {}, hasIdToken: false }
    expect(await provider().refresh(first)).toMatchObject({
      person: first.person,
      refreshToken: 'r',
      idToken: first.idToken,
      providerSession: 'session-1',
    })
    tokens = { body: {}, hasIdToken: true }
    claims = { email: 'married@example.com', sid: 7 }
    expect(await provider().refresh(first)).toMatchObject({
      person: { email: 'married@example.com' },
      providerSession: 'session-1',
    })
    claims = { email: 'priya@example.com', email_verified: false }
    expect(await provider().refresh(first)).toBeNull()
  })

  test('ends the session where the grant is over, and for no other error', async () => {
    tokens.body = { refresh_token: 'r' }
    const first = await signIn()
    tokens = { status: 400, body: { error: 'invalid_grant' }, hasIdToken: false }
    expect(await provider().refresh(first)).toBeNull()
    tokens = { status: 400, body: { error: 'temporarily_unavailable' }, hasIdToken: false }
    await expect(provider().refresh(first)).rejects.toThrow(/server responded/)
  })
})

test.each([
  [undefined, 'Basic'],
  [['client_secret_basic', 'client_secret_post'], 'Basic'],
  [['client_secret_post'], 'body'],
])('where the provider takes %j our secret goes by %s', async (methods, by) => {
  metadata['token_endpoint_auth_methods_supported'] = methods
  await signIn()
  const call = asked.find(({ path }) => path === '/token')
  expect(call?.authorization?.startsWith('Basic ') ?? false).toBe(by === 'Basic')
  expect(call?.body.has('client_secret')).toBe(by === 'body')
})

test('a refresh token is asked for where the provider offers one', async () => {
  const scope = async () =>
    new URL(await provider().authorizationUrl(secrets)).searchParams.get('scope')
  expect(await scope()).toBe('openid profile email')
  metadata['scopes_supported'] = ['openid', 'offline_access']
  expect(await scope()).toBe('openid profile email offline_access')
})

test('a provider that ends no sessions names no address, and one that does gets a hint if there is one', async () => {
  expect(await provider().endSessionUrl('a-token')).toBeNull()
  metadata['end_session_endpoint'] = `${issuer}/end`
  expect(await provider().endSessionUrl(null)).not.toContain('id_token_hint')
})

describe('a logout token', () => {
  const usual = { jti: '1', sub: 'priya', events: { [event]: {} } }
  const read = async (changes: Record<string, unknown>, tickets: number[] = []) =>
    provider(tickets).readLogoutToken(await sign({ ...usual, ...changes }, 'logout+jwt'))

  test('names the session, or else the person, and is remembered for longer than it lives', async () => {
    const tickets: number[] = []
    expect(await read({}, tickets)).toEqual({ subject: 'priya' })
    expect(await read({ sid: 's-1' })).toEqual({ providerSession: 's-1' })
    expect(Math.min(...tickets)).toBeGreaterThan(nowMs + 10 * 60_000)
  })

  test.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://elsewhere.example.com' }],
    ['for another client', { aud: 'another' }],
    ['of eleven minutes ago', { iat: Math.floor(nowMs / 1000) - 660 }],
    ['with a nonce, which makes it an ID token', { nonce: 'n' }],
    ['without the event of a logout', { events: {} }],
    ['without an id of its own', { jti: undefined }],
    ['that names nobody', { sub: undefined }],
  ])('%s ends nothing', async (_case, changes) => {
    expect(await read(changes)).toBeNull()
  })

  test('ends nothing where the provider publishes no keys', async () => {
    delete metadata['jwks_uri']
    expect(await read({})).toBeNull()
  })
})
