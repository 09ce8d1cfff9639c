import { createServer } from 'node:http'
import { once } from 'node:events'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPortalTokens, type PortalTokens } from './portal-tokens.ts'

const audience = 'appointment-desk'
const secret = 'a-secret-of-the-portal-with-32-bytes'
const now = Date.UTC(2026, 10, 24, 9)
const seconds = now / 1000

const usual = {
  sub: 'u-1',
  email: 'priya@example.com',
  name: 'Priya Nair',
  purpose: 'sign-in',
  aud: audience,
  exp: seconds + 120,
  jti: 'token-1',
} as const

/** Tokens that each may be used once, as the store sees to, and how long it remembers them. */
function onceOnly(used = new Map<string, number>()) {
  return {
    putTicket: (id: string, _payload: string, untilMs: number) => {
      const isFirst = !used.has(id)
      used.set(id, untilMs)
      return Promise.resolve(isFirst)
    },
  }
}

function shared(used?: Map<string, number>): PortalTokens {
  return createPortalTokens(
    { secret },
    { audience, sessions: onceOnly(used), clock: { now: () => now } },
  )
}

function sign(changes: Record<string, unknown> = {}, key = secret): Promise<string> {
  const claims = Object.fromEntries(
    Object.entries({ ...usual, ...changes }).filter(([, value]) => value !== undefined),
  )
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(key))
}

describe('sign-in', () => {
  test('a token of the portal names the person', async () => {
    expect(await shared().signIn(await sign({ groups: ['sales'] }))).toEqual({
      ok: true,
      value: { email: 'priya@example.com', name: 'Priya Nair' },
    })
  })

  test('a person without a name is called by the e-mail', async () => {
    expect(await shared().signIn(await sign({ name: undefined }))).toEqual({
      ok: true,
      value: { email: 'priya@example.com', name: 'priya@example.com' },
    })
  })

  test.each([
    { exp: seconds + 330 },
    { exp: seconds - 29 },
    { exp: seconds + 120, iat: seconds + 120 - 330 },
    { nbf: seconds + 30 },
  ])('clocks may differ by half a minute: %j', async (changes) => {
    expect(await shared().signIn(await sign(changes))).toMatchObject({ ok: true })
  })

  test('a used token is remembered for as long as it could be used again', async () => {
    const used = new Map<string, number>()
    await shared(used).signIn(await sign({ exp: seconds + 120 }))
    expect(Math.min(...used.values())).toBeGreaterThan((seconds + 120 + 30) * 1000)
  })

  test('a token signs in once', async () => {
    const tokens = shared()
    const token = await sign()
    expect(await tokens.signIn(token)).toMatchObject({ ok: true })
    expect(await tokens.signIn(token)).toEqual({ ok: false, fault: 'used-before' })
    expect(await tokens.signIn(await sign({ exp: seconds + 60 }))).toMatchObject({ ok: false })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['has expired', { exp: seconds - 31 }, 'expired'],
    ['lives for more than five minutes', { exp: seconds + 331 }, 'lives-too-long'],
    ['was made to live longer', { iat: seconds + 120 - 331 }, 'lives-too-long'],
    ['expires at no time', { exp: 'soon' }, 'claims'],
    ['never expires', { exp: undefined }, 'claims'],
    ['is not valid yet', { nbf: seconds + 60 }, 'not-yet'],
    ['is for somebody else', { aud: 'another' }, 'audience'],
    ['is for nobody', { aud: undefined }, 'audience'],
    ['fills a form', { purpose: 'prefill' }, 'purpose'],
    ['has no purpose', { purpose: undefined }, 'purpose'],
    ['has no number of its own', { jti: undefined }, 'claims'],
    ['names nobody', { sub: undefined }, 'claims'],
    ['has no e-mail', { email: undefined }, 'claims'],
    ['has an e-mail that is none', { email: 'priya' }, 'claims'],
  ])('a token that %s is refused', async (_case, changes, fault) => {
    expect(await shared().signIn(await sign(changes))).toEqual({ ok: false, fault })
  })

  test('another secret, no signature and no token are refused', async () => {
    const another = await sign({}, 'another-secret-that-has-32-bytes-too')
    expect(await shared().signIn(another)).toEqual({ ok: false, fault: 'signature' })
    const [, claims] = (await sign()).split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
    expect(await shared().signIn(none)).toMatchObject({ ok: false })
    expect(await shared().signIn('not a token')).toEqual({ ok: false, fault: 'unreadable' })
  })
})

describe('prefill', () => {
  const fields = { type: 'Demo', owner: 'priya@example.com', duration: 45 }

  test('a token fills what it names, as often as the page is opened', async () => {
    const tokens = shared()
    const token = await sign({ ...fields, purpose: 'prefill', exp: seconds + 3600 })
    const expected = {
      ok: true,
      value: { type: 'Demo', owner: 'priya@example.com', duration: '45' },
    }
    expect(await tokens.prefill(token)).toEqual(expected)
    expect(await tokens.prefill(token)).toEqual(expected)
  })

  test('a length is written as a number or as digits, or not at all', async () => {
    const filled = async (changes: object) =>
      shared().prefill(await sign({ type: 'Demo', purpose: 'prefill', ...changes }))
    expect(await filled({ duration: '45' })).toMatchObject({ value: { duration: '45' } })
    expect(await filled({})).toEqual({ ok: true, value: { type: 'Demo' } })
  })

  test('a token without a number of its own is refused', async () => {
    const token = await sign({ ...fields, purpose: 'prefill', jti: undefined })
    expect(await shared().prefill(token)).toEqual({ ok: false, fault: 'claims' })
  })

  test('a token that signs in fills nothing', async () => {
    expect(await shared().prefill(await sign(fields))).toEqual({ ok: false, fault: 'purpose' })
  })

  test('a token of two days is refused', async () => {
    const token = await sign({ ...fields, purpose: 'prefill', exp: seconds + 172_800 })
    expect(await shared().prefill(token)).toEqual({ ok: false, fault: 'lives-too-long' })
  })

  test('a field of the wrong form is refused', async () => {
    const token = await sign({ purpose: 'prefill', subject: 'x'.repeat(1000) })
    expect(await shared().prefill(token)).toEqual({ ok: false, fault: 'claims' })
  })
})

describe('keys that the portal publishes', () => {
  const keys = new Map<string, CryptoKey>()
  let published: object[] = []
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ keys: published }))
  })
  let jwksUrl = ''

  beforeAll(async () => {
    for (const alg of ['ES256', 'RS256', 'EdDSA', 'PS256']) {
      const pair = await generateKeyPair(alg, { extractable: true })
      keys.set(alg, pair.privateKey)
      published = [...published, { ...(await exportJWK(pair.publicKey)), alg, kid: alg }]
    }
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    jwksUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`
  })
  afterAll(() => {
    server.close()
  })

  function byKeys(): PortalTokens {
    return createPortalTokens(
      { jwksUrl },
      { audience, sessions: onceOnly(), clock: { now: () => now } },
    )
  }

  async function signWith(alg: string, kid = alg): Promise<string> {
    const key = keys.get(alg)
    if (!key) throw new Error('There is no such key.')
    return new SignJWT(usual).setProtectedHeader({ alg, kid }).sign(key)
  }

  test.each(['ES256', 'RS256', 'EdDSA'])('%s is taken', async (alg) => {
    expect(await byKeys().signIn(await signWith(alg))).toMatchObject({ ok: true })
  })

  test('an algorithm that was not promised is refused', async () => {
    expect(await byKeys().signIn(await signWith('PS256'))).toEqual({
      ok: false,
      fault: 'signature',
    })
  })

  test('a key that is not published is refused', async () => {
    expect(await byKeys().signIn(await signWith('ES256', 'unknown'))).toEqual({
      ok: false,
      fault: 'signature',
    })
  })

  test('a public key is no shared secret', async () => {
    const forged = await sign({}, JSON.stringify(published[1]).padEnd(32))
    expect(await byKeys().signIn(forged)).toEqual({ ok: false, fault: 'signature' })
  })

  test('while the keys cannot be read nothing is decided about a token', async () => {
    const gone = createPortalTokens(
      { jwksUrl: 'http://127.0.0.1:9/' },
      { audience, sessions: onceOnly(), clock: { now: () => now } },
    )
    await expect(gone.signIn(await signWith('ES256'))).rejects.toThrow('fetch failed')
  })
})
