import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { headersByPath, type InlineStylesEnv, securityHeaders } from './security-headers.ts'

/** What a path of a desk at this address answers with. */
async function headersOf(
  path: string,
  publicUrl: string,
  portalOrigins: string[] = [],
  hsts = true,
) {
  const app = new Hono<InlineStylesEnv>()
  app.use(headersByPath(), securityHeaders({ publicUrl, portalOrigins, hsts }))
  app.get('/', (c) => c.html('<p>page</p>'))
  app.get('/styled', (c) => {
    c.set('inlineStyles', ['sha256-one', 'sha256-two'])
    return c.html('<style></style>')
  })
  app.get('/embed.js', (c) => c.body('script', 200, { 'Content-Type': 'text/javascript' }))
  app.get('/auth/callback', (c) => c.html('<p>window</p>'))
  app.get('*', (c) => c.json({}))
  return (await app.request(path)).headers
}

const https = 'https://desk.example.com'

describe('every response', () => {
  test.each(['/', '/api/session', '/embed.js', '/auth/callback'])('%s', async (path) => {
    const headers = await headersOf(path, https)
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('X-Frame-Options')).toBeNull()
    expect(headers.get('X-Robots-Tag')).toBe('noindex')
    const policy = headers.get('Content-Security-Policy') ?? ''
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy).toContain(directive)
    }
    expect(policy).not.toContain('unsafe')
  })
})

test('only a page with inline style sheets allows them', async () => {
  const policyOf = async (path: string) =>
    (await headersOf(path, https)).get('Content-Security-Policy')?.split('; ')
  expect(await policyOf('/styled')).toContain("style-src 'self' 'sha256-one' 'sha256-two'")
  expect(await policyOf('/')).toContain("style-src 'self'")
})

test.each([
  ['below a path of a portal', 'https://portal.example.com/desk', true],
  ['below two paths', 'https://portal.example.com/apps/desk', true],
  ['with a port, below a path', 'https://portal.example.com:8443/desk', true],
  ['where the operator switched it off', https, false],
  ['on plain http', 'http://localhost:3000', true],
])('nothing speaks for the host %s', async (_case, publicUrl, hsts) => {
  const headers = await headersOf('/', publicUrl, [], hsts)
  expect(headers.get('Strict-Transport-Security')).toBeNull()
})

test('plain http on loopback does not ask for https', async () => {
  const headers = await headersOf('/', 'http://127.0.0.1:3000')
  expect(headers.get('Strict-Transport-Security')).toBeNull()
})

test('the listed portals may frame us, and nobody else', async () => {
  const listed = ['https://portal.example.com', 'https://*.example.org']
  const headers = await headersOf('/', https, listed)
  expect(headers.get('Content-Security-Policy')).toContain(
    'frame-ancestors https://portal.example.com https://*.example.org',
  )
})

test.each([
  ['/', 'same-origin-allow-popups', 'cross-origin'],
  ['/embed.js', 'same-origin-allow-popups', 'cross-origin'],
  ['/auth/callback', 'unsafe-none', 'cross-origin'],
  ['/api/session', 'same-origin-allow-popups', 'same-origin'],
])('%s keeps its opener by %s and may be loaded by %s', async (path, opener, resource) => {
  const headers = await headersOf(path, https)
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe(opener)
  expect(headers.get('Cross-Origin-Resource-Policy')).toBe(resource)
})
