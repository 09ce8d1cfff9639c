import { describe, expect, test } from 'vitest'
import { secretValues } from './secrets.ts'
import { readConfig } from './config.ts'
import { ConfigError, type Environment, explainStart } from './environment.ts'

const account = {
  LEADSQUARED_URL: 'https://api-in21.leadsquared.com',
  LEADSQUARED_ACCESS_KEY: 'u$r-access-key-of-the-account',
  LEADSQUARED_SECRET_KEY: 'secret-key-of-the-account',
  LEADSQUARED_RATE_LIMIT: '10/5s',
  ALLOW_ANONYMOUS: '1',
} as const

const portalSecret = 'a-secret-of-the-portal-with-32-bytes'

function read(env: Environment, files: Record<string, string> = {}) {
  return readConfig(env, (path) => {
    const content = files[path]
    if (content === undefined) throw new Error('ENOENT')
    return content
  })
}

test.each([
  ['HOST=no.such PORT=3000', 'Example: HOST=127.0.0.1'],
  ['SANDBOX_HOST=no.such SANDBOX_PORT=4010', 'Example: SANDBOX_HOST=127.0.0.1'],
])('where %s cannot be found, the example names the same variable', (asked, example) => {
  const code = { code: 'ENOTFOUND', syscall: 'getaddrinfo' }
  const error = Object.assign(new Error('getaddrinfo ENOTFOUND no.such'), code)
  expect(explainStart(error, asked, '.data')).toMatchObject({
    message: `${asked}: getaddrinfo ENOTFOUND no.such. ${example}`,
  })
})

describe('readConfig', () => {
  test('an empty environment is the sandbox on loopback with its demo keys', () => {
    const { config, secrets } = read({})
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      leadSquaredUrl: null,
      rateLimit: { calls: 25, windowMs: 5000 },
      signIn: { kind: 'none' },
    })
    expect(secrets.accessKey).toBe('u$r5a4d8b0xdemo0access0key0000000001')
  })

  test('a variable that is set to nothing counts as not set', () => {
    expect(read({ PORT: '', PUBLIC_URL: '' }).config.port).toBe(3000)
  })

  test('an IPv6 address may be in brackets', () => {
    expect(read({ HOST: '[::1]' }).config.host).toBe('::1')
  })

  test('what is wrong is said in words', () => {
    expect(() => read({ PORT: '70000' })).toThrow(
      'PORT is "70000": it must be a whole number from 0 to 65535. Example: PORT=3000',
    )
    expect(() => read({ BOOKING_PATIENCE_MS: '2min' })).toThrow(/a whole number from 1 to/)
    expect(() => read({ BOOKING_MARKER: 'Notes' })).toThrow(
      /it must be description, off, or a custom field such as mx_Custom_1/,
    )
  })

  test('a real account is read with its keys and its budget', () => {
    const { config, secrets } = read(account)
    expect(config.leadSquaredUrl).toBe('https://api-in21.leadsquared.com')
    expect(config.rateLimit).toEqual({ calls: 10, windowMs: 5000 })
    expect(secrets.secretKey).toBe('secret-key-of-the-account')
  })

  test('what is known of an owner’s day is told, but not to everybody who reaches a real account', () => {
    expect(read({}).config).toMatchObject({
      dayDetails: true,
      conflicts: { mode: 'advise', gapMinutes: 0 },
    })
    expect(read(account).config.dayDetails).toBe(false)
    expect(read({ ...account, DAY_DETAILS: 'on' }).config.dayDetails).toBe(true)
    const proxy = { SIGN_IN: 'proxy', TRUSTED_PROXIES: '10.0.0.5' }
    expect(read({ ...account, ...proxy }).config.dayDetails).toBe(true)
    expect(read({ DAY_DETAILS: 'off' }).config.dayDetails).toBe(false)
    expect(read({ CONFLICTS: 'forbid', CONFLICT_GAP_MINUTES: '15' }).config.conflicts).toEqual({
      mode: 'forbid',
      gapMinutes: 15,
    })
    expect(() => read({ CONFLICTS: 'ask' })).toThrow(/^CONFLICTS is "ask".*Example: CONFLICTS=/)
  })

  test('a secret may come from a file', () => {
    const { LEADSQUARED_SECRET_KEY: _, ...rest } = account
    const env = { ...rest, LEADSQUARED_SECRET_KEY_FILE: '/run/secrets/key' }
    expect(read(env, { '/run/secrets/key': 'from-the-file\n' }).secrets.secretKey).toBe(
      'from-the-file',
    )
  })

  test('a proxy is read with its proof, and a real account needs no more', () => {
    const { config, secrets } = read(
      {
        ...account,
        ALLOW_ANONYMOUS: '',
        SIGN_IN: 'proxy',
        PROXY_SECRET_FILE: '/run/secrets/proxy',
        TRUSTED_PROXIES: '10.0.0.5, 192.168.4.0/24',
        BOOKING_POLICY: 'self',
      },
      { '/run/secrets/proxy': 'the-proxy-secret\n' },
    )
    expect(config.signIn).toEqual({ kind: 'proxy', headers: 'x-forwarded' })
    expect(config.trustedProxies).toEqual(['10.0.0.5', '192.168.4.0/24'])
    expect(secrets.proxySecret).toBe('the-proxy-secret')
  })

  test('one family of headers names the person', () => {
    const env = { SIGN_IN: 'proxy', PROXY_SECRET: 'the-proxy-secret' }
    const { config } = read({ ...env, PROXY_HEADERS: 'x-auth-request' })
    expect(config.signIn).toEqual({ kind: 'proxy', headers: 'x-auth-request' })
  })

  test('the proxies that name a client have no sign-in of their own', () => {
    expect(read({ TRUSTED_PROXIES: '10.0.0.5' }).config.trustedProxies).toEqual(['10.0.0.5'])
  })

  test('the address of a database is a secret that may come from a file', () => {
    const url = 'postgres://desk:p%40ssword-of-desk@db.example.com/desk'
    const { config, secrets } = read({ DATABASE_URL_FILE: '/run/url' }, { '/run/url': `${url}\n` })
    expect(secrets.databaseUrl).toBe(url)
    expect(JSON.stringify(config)).not.toContain('db.example.com')
    expect(secretValues(secrets)).toContain('p@ssword-of-desk')
  })

  test('the public address keeps its path and loses its slash', () => {
    expect(read({ PUBLIC_URL: 'https://portal.example.com/desk/' }).config.publicUrl).toBe(
      'https://portal.example.com/desk',
    )
  })

  test.each<[string, Environment, RegExp]>([
    ['a port that is no number', { PORT: 'http' }, /^PORT is "http".*Example: PORT=3000/],
    ['a port out of range', { PORT: '70000' }, /^PORT/],
    ['listening to the network without an address', { HOST: '0.0.0.0' }, /^PUBLIC_URL is not set/],
    ['a public address without TLS', { PUBLIC_URL: 'http://portal.example.com' }, /^PUBLIC_URL/],
    ['a public address with parameters', { PUBLIC_URL: 'https://a.example/?x=1' }, /^PUBLIC_URL/],
    [
      'an account without keys',
      { ...account, LEADSQUARED_ACCESS_KEY: '' },
      /^LEADSQUARED_ACCESS_KEY is not set/,
    ],
    [
      'an account without a budget',
      { ...account, LEADSQUARED_RATE_LIMIT: '' },
      /^LEADSQUARED_RATE_LIMIT is not set/,
    ],
    [
      'a budget in another form',
      { ...account, LEADSQUARED_RATE_LIMIT: '25' },
      /^LEADSQUARED_RATE_LIMIT is "25"/,
    ],
    [
      'keys without an account',
      { LEADSQUARED_SECRET_KEY: 'a-secret-key' },
      /^LEADSQUARED_SECRET_KEY is set but LEADSQUARED_URL is not/,
    ],
    [
      'an account over plain http',
      { ...account, LEADSQUARED_URL: 'http://api.leadsquared.com' },
      /^LEADSQUARED_URL/,
    ],
    [
      'an account address with the version',
      { ...account, LEADSQUARED_URL: 'https://api.leadsquared.com/v2' },
      /without \/v2/,
    ],
    [
      'a real account that anybody may use',
      { ...account, ALLOW_ANONYMOUS: '' },
      /^SIGN_IN is none/,
    ],
    ['a policy that needs persons', { BOOKING_POLICY: 'self' }, /^BOOKING_POLICY is self/],
    [
      'a portal that is no origin',
      { PORTAL_ORIGINS: 'https://portal.example.com/page' },
      /^PORTAL_ORIGINS/,
    ],
    ['a portal without TLS', { PORTAL_ORIGINS: 'http://portal.example.com' }, /^PORTAL_ORIGINS/],
    ['a marker that is no field', { BOOKING_MARKER: 'somewhere' }, /^BOOKING_MARKER/],
    ['a proxy without proof', { SIGN_IN: 'proxy' }, /^SIGN_IN is proxy, and nothing tells/],
    ['a proxy with a short secret', { SIGN_IN: 'proxy', PROXY_SECRET: 'short' }, /^PROXY_SECRET/],
    [
      'a proxy that is no address',
      { SIGN_IN: 'proxy', TRUSTED_PROXIES: 'proxy.example.com' },
      /^TRUSTED_PROXIES names "proxy.example.com"/,
    ],
    [
      'a block that is too long',
      { SIGN_IN: 'proxy', TRUSTED_PROXIES: '10.0.0.0/33' },
      /^TRUSTED_PROXIES names "10.0.0.0\/33"/,
    ],
    [
      'a block of every address',
      { SIGN_IN: 'proxy', TRUSTED_PROXIES: '10.0.0.1 ::/0' },
      /^TRUSTED_PROXIES names "::\/0": that is every address/,
    ],
    [
      'two families of headers',
      {
        SIGN_IN: 'proxy',
        PROXY_SECRET: 'the-proxy-secret',
        PROXY_HEADERS: 'x-forwarded x-auth-request',
      },
      /^PROXY_HEADERS is .* must be x-forwarded or x-auth-request/,
    ],
    ['headers of another sign-in', { PROXY_HEADERS: 'x-forwarded' }, /^PROXY_HEADERS is set while/],
    ['a provider that is not named', { SIGN_IN: 'oidc' }, /^OIDC_ISSUER is not set/],
    [
      'a provider that does not know us',
      { SIGN_IN: 'oidc', OIDC_ISSUER: 'https://login.example.com' },
      /^OIDC_CLIENT_ID is not set/,
    ],
    [
      'a provider without a secret',
      { SIGN_IN: 'oidc', OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'desk' },
      /^OIDC_CLIENT_SECRET is not set/,
    ],
    [
      'a provider in the open',
      { SIGN_IN: 'oidc', OIDC_ISSUER: 'http://login.example.com', OIDC_CLIENT_ID: 'desk' },
      /^OIDC_ISSUER is "http:/,
    ],
    ['a portal without a key', { SIGN_IN: 'portal' }, /^SIGN_IN is portal, and nothing says/],
    [
      'a portal without an audience',
      { SIGN_IN: 'portal', PORTAL_SECRET: portalSecret },
      /^PORTAL_AUDIENCE is not set/,
    ],
    [
      'a portal with two keys',
      {
        SIGN_IN: 'portal',
        PORTAL_SECRET: portalSecret,
        PORTAL_JWKS_URL: 'https://portal.example.com/jwks.json',
        PORTAL_AUDIENCE: 'desk',
      },
      /^PORTAL_JWKS_URL and PORTAL_SECRET are both set/,
    ],
    [
      'a portal with a secret below 256 bits',
      { SIGN_IN: 'portal', PORTAL_SECRET: 'only-sixteen-byt', PORTAL_AUDIENCE: 'desk' },
      /^PORTAL_SECRET is too short/,
    ],
    [
      'keys of a portal in the open',
      {
        SIGN_IN: 'portal',
        PORTAL_JWKS_URL: 'http://portal.example.com/jwks.json',
        PORTAL_AUDIENCE: 'desk',
      },
      /^PORTAL_JWKS_URL is "http:/,
    ],
    ['an audience without a key', { PORTAL_AUDIENCE: 'desk' }, /^PORTAL_AUDIENCE is set, and/],
    [
      'a guard of another sign-in',
      { PROXY_SECRET: 'the-proxy-secret' },
      /^PROXY_SECRET is set while SIGN_IN is none/,
    ],
    [
      'a control plane that is open to a network',
      { SANDBOX_HOST: '0.0.0.0', SANDBOX_CONTROL: 'on' },
      /^SANDBOX_TOKEN is not set/,
    ],
    ['half a TLS pair', { SANDBOX_TLS_CERT: '/a.crt' }, /^SANDBOX_TLS_CERT and SANDBOX_TLS_KEY/],
    ['a secret twice', { ...account, LEADSQUARED_SECRET_KEY_FILE: '/x' }, /are both set/],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://desk:pw@db/desk' },
      /^DATABASE_URL(?!.*pw)/,
    ],
  ])('%s stops the start with a sentence', (_case, env, sentence) => {
    expect(() => read(env)).toThrow(ConfigError)
    expect(() => read(env)).toThrow(sentence)
  })

  test('no sentence holds a secret', () => {
    for (const env of [
      { ...account, LEADSQUARED_RATE_LIMIT: 'x' },
      { LEADSQUARED_SECRET_KEY: account.LEADSQUARED_SECRET_KEY },
    ]) {
      expect(() => read(env)).toThrow(/^(?!.*secret-key-of-the-account)/)
    }
  })
})
