import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { ProblemCode } from '#contract/problem.ts'
import type { BffEnv } from './env.ts'
import { ProblemThrown, problemFrom, sendProblem } from './problems.ts'
import { wideLog } from './wide-log.ts'

const newId = 'made-here-0000'

/** What one request with these headers logs, and what its answer carries. */
async function ask(headers: Record<string, string>, path = '/api/x') {
  const events: object[] = []
  const levels: string[] = []
  const keep = (level: string) => (event: object) => {
    levels.push(level)
    events.push(event)
  }
  const app = new Hono<BffEnv>()
  app.use(
    wideLog({
      clock: { now: () => 0 },
      newId: () => newId,
      log: { info: keep('info'), warn: keep('warn'), error: keep('error') },
      metrics: { sawRequest: () => {}, sawSignInError: () => {} },
    }),
  )
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.get('/api/x', () => new Response('ok'))
  app.get('/api/throws/:code', (c) => {
    throw new ProblemThrown(ProblemCode.parse(c.req.param('code')))
  })
  app.get('/api/breaks', () => {
    throw new Error('a fault of ours')
  })
  app.get('/readyz', (c) => c.json({ status: 'stopping' }, 503))
  const answer = await app.request(`${path}?query=Priya`, { headers })
  return { event: events[0], level: levels[0], headers: Object.fromEntries(answer.headers) }
}

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = `00-${trace}-00f067aa0ba902b7-01`

test('the ids from a proxy are logged and returned, and the query is not logged', async () => {
  const { event, headers } = await ask({ 'X-Request-Id': 'edge-12345678', traceparent })
  expect(event).toMatchObject({ requestId: 'edge-12345678', traceId: trace, path: '/api/x' })
  expect(JSON.stringify(event)).not.toContain('Priya')
  expect(headers).toMatchObject({ 'x-request-id': 'edge-12345678', traceparent })
})

test.each([
  [{}],
  [{ 'X-Request-Id': 'short' }],
  [{ 'X-Request-Id': 'a'.repeat(129) }],
  [{ 'X-Request-Id': 'has spaces and "quotes"' }],
  [{ traceparent: '00-00000000000000000000000000000000-00f067aa0ba902b7-01' }],
  [{ traceparent: `ff-${trace}-00f067aa0ba902b7-01` }],
])('an id of %o is one of our own, and no trace', async (given) => {
  const { event, headers } = await ask(given)
  expect(event).toMatchObject({ requestId: newId })
  expect(event).not.toHaveProperty('traceId')
  expect(headers['x-request-id']).toBe(newId)
  expect(headers['traceparent']).toBeUndefined()
})

test.each([
  ['/api/x', '/api/x'],
  ['/api/openapi.json', '/api/openapi.json'],
  ['/embed/v1.js', '/embed/v1.js'],
  ['/desk/auth/backchannel-logout', '/desk/auth/backchannel-logout'],
  [
    '/api/attempts/8e03978e-40d5-43dd-bc93-6894a57f9324',
    '/api/attempts/8e03978e-40d5-43dd-bc93-6894a57f9324',
  ],
  ['/assets/main-Bx91_-a.js', '/assets/main-Bx91_-a.js'],
  ['/api/attempts/priya.nair@example.com', '/api/attempts/…'],
  ['/api/owners/Priya%20Nair', '/api/owners/…'],
  ['/Priya/+919988776655', '/…/…'],
  ['/api/leads/9988776655', '/api/leads/…'],
])('of the path %s no person is logged', async (path, logged) => {
  expect((await ask({}, path)).event).toMatchObject({ path: logged })
})

test.each([
  ['/api/x', 'info'],
  ['/api/throws/not-found', 'info'],
  ['/api/throws/stopping', 'warn'],
  ['/api/throws/leadsquared-busy', 'warn'],
  ['/api/throws/leadsquared-unreachable', 'warn'],
  ['/api/throws/store-unavailable', 'warn'],
  ['/readyz', 'warn'],
  ['/api/throws/internal', 'error'],
  ['/api/breaks', 'error'],
])('an answer to %s is logged as %s: only a fault of ours is an error', async (path, level) => {
  expect((await ask({}, path)).level).toBe(level)
})
