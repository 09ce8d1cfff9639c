import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOidcProvider, type LoginSecrets, NotWelcome } from './oidc-provider.ts'
import { newSecret } from './secrets.ts'
import {
  client,
  signInByHand,
  startTestProvider,
  type TestProvider,
} from './test-openid-provider.ts'

const deskUrl = 'http://127.0.0.1:9'
let real: TestProvider
beforeAll(async () => {
  real = await startTestProvider()
  real.serve(deskUrl)
})
afterAll(() => real.close())

function provider(clientSecret: string = client.secret, isFirst = true, issuer = real.issuer) {
  return createOidcProvider({
    issuer,
    clientId: client.id,
    clientSecret,
    publicUrl: deskUrl,
    sessions: { putTicket: () => Promise.resolve(isFirst) },
    clock: { now: Date.now },
  })
}

function login(): LoginSecrets {
  return { state: newSecret(), nonce: newSecret(), verifier: newSecret() }
}

async function codeFor(account: string, secrets: LoginSecrets): Promise<URL> {
  return signInByHand(await provider().authorizationUrl(secrets), account, deskUrl)
}

describe('a sign-in', () => {
  test('gives the person, with what is needed to ask again', async () => {
    const secrets = login()
    const signedIn = await provider().exchange(await codeFor('priya', secrets), secrets)
    expect(signedIn).toMatchObject({
      person: { email: 'priya@example.com', name: 'Account priya' },
      subject: 'priya',
      providerSession: expect.any(String),
      refreshToken: expect.any(String),
    })
    expect(signedIn.refreshAt).toBeGreaterThan(Date.now())
  })

  test.each<[string, (secrets: LoginSecrets) => LoginSecrets]>([
    ['another state', (secrets) => ({ ...secrets, state: newSecret() })],
    ['another nonce', (secrets) => ({ ...secrets, nonce: newSecret() })],
    ['another PKCE verifier', (secrets) => ({ ...secrets, verifier: newSecret() })],
  ])('that comes back to %s is refused', async (_case, changed) => {
    const secrets = login()
    const address = await codeFor('priya', secrets)
    await expect(provider().exchange(address, changed(secrets))).rejects.toThrow(
      /unexpected|invalid|something went wrong|response/i,
    )
  })

  test('whose code was used before is refused', async () => {
    const secrets = login()
    const address = await codeFor('priya', secrets)
    await provider().exchange(address, secrets)
    await expect(provider().exchange(address, secrets)).rejects.toThrow(/server responded/)
  })

  test('without our secret is refused', async () => {
    const secrets = login()
    const address = await codeFor('priya', secrets)
    await expect(provider('wrong').exchange(address, secrets)).rejects.toThrow(/server responded/)
  })

  test('with an e-mail that nobody has verified is refused', async () => {
    const secrets = login()
    const address = await codeFor('unverified', secrets)
    await expect(provider().exchange(address, secrets)).rejects.toThrow(NotWelcome)
  })

  test('that the person broke off is refused', async () => {
    const secrets = login()
    const address = await codeFor('', secrets)
    await expect(provider().exchange(address, secrets)).rejects.toThrow(/error/)
  })
})

describe('asking again', () => {
  test('keeps the person, and a token that was used up ends the session', async () => {
    const secrets = login()
    const first = await provider().exchange(await codeFor('priya', secrets), secrets)
    const second = await provider().refresh(first)
    expect(second?.person).toEqual(first.person)
    expect(second?.refreshToken).not.toBe(first.refreshToken)
    expect(await provider().refresh({ ...first, refreshToken: 'made-up' })).toBeNull()
  })

  test('a provider that is away says nothing about the person', async () => {
    const gone = createOidcProvider({
      issuer: 'http://127.0.0.1:9',
      clientId: client.id,
      clientSecret: client.secret,
      publicUrl: deskUrl,
      sessions: { putTicket: () => Promise.resolve(true) },
      clock: { now: Date.now },
    })
    const secrets = login()
    const signedIn = await provider().exchange(await codeFor('priya', secrets), secrets)
    await expect(gone.refresh(signedIn)).rejects.toThrow(/fetch failed|port/)
  })
})

test('a logout token of the provider names the session that ended', async () => {
  let sent = ''
  const desk = createServer((request, response) => {
    const read = async () => {
      sent = await text(request)
      response.writeHead(200).end()
    }
    void read()
  })
  desk.listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const serving = real.serve(`http://127.0.0.1:${port}`)
  const known = await serving.Client.find(client.id)
  // Its types leave this method out.
  const logOut = known?.['backchannelLogout']
  if (typeof logOut !== 'function') throw new Error('The provider cannot log out.')
  await Reflect.apply(logOut, known, ['priya', 'session-1'])
  desk.close()
  const token = new URLSearchParams(sent).get('logout_token') ?? ''
  expect(await provider().readLogoutToken(token)).toEqual({ providerSession: 'session-1' })
  const usedBefore = provider(client.secret, false)
  expect(await usedBefore.readLogoutToken(token)).toBeNull()
})

async function logoutToken(issuer: string, key: CryptoKey): Promise<string> {
  const event = 'http://schemas.openid.net/event/backchannel-logout'
  return new SignJWT({ sub: 'priya', events: { [event]: {} } })
    .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', kid: 'the key' })
    .setIssuer(issuer)
    .setAudience(client.id)
    .setIssuedAt()
    .setExpirationTime('2m')
    .setJti('1')
    .sign(key)
}

test('a logout token that the provider did not sign ends nothing', async () => {
  const { privateKey } = await generateKeyPair('RS256')
  const forged = await logoutToken(real.issuer, privateKey)
  expect(await provider().readLogoutToken(forged)).toBeNull()
  expect(await provider().readLogoutToken('nothing')).toBeNull()
})

test('a logout is not lost while the keys of the provider cannot be read, and they are read once', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'the key', alg: 'RS256' }
  let [isAway, reads] = [true, 0]
  const keeper = createServer((request, response) => {
    const isMetadata = request.url?.startsWith('/.well-known/') === true
    if (!isMetadata) reads += 1
    const body = isMetadata ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [jwk] }
    response.writeHead(isAway && !isMetadata ? 503 : 200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(keeper, 'listening')
  const address = keeper.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const desk = provider(client.secret, true, issuer)
  const token = await logoutToken(issuer, privateKey)
  await expect(desk.readLogoutToken(token)).rejects.toThrow(/200 OK/)
  isAway = false
  reads = 0
  expect(await desk.readLogoutToken(token)).toEqual({ subject: 'priya' })
  const stranger = await generateKeyPair('RS256')
  for (let time = 0; time < 5; time += 1) {
    expect(await desk.readLogoutToken(await logoutToken(issuer, stranger.privateKey))).toBeNull()
  }
  expect(reads).toBe(1)
  keeper.close()
})

test('the session ends where the provider says', async () => {
  const address = await provider().endSessionUrl('the-id-token')
  expect(address).toMatch(/\/session\/end\?.*id_token_hint=the-id-token/)
  expect(new URL(address ?? '').searchParams.get('post_logout_redirect_uri')).toBe(`${deskUrl}/`)
})
