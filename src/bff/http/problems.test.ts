import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { StoreUnavailable } from '#store/engine.ts'
import { problemFrom, ProblemThrown, sendProblem } from './problems.ts'
import type { BffEnv } from './env.ts'

/** What the browser is told when a route throws this. */
async function told(thrown: Error) {
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.use(async (c, next) => {
    c.set('requestId', '7d444840-9dc0-41d1-b245-5ffdce74fad2')
    await next()
  })
  app.post('/api/appointments', () => {
    throw thrown
  })
  const answer = await app.request('/api/appointments', { method: 'POST' })
  return { status: answer.status, text: await answer.text() }
}

const unreachable = new ProblemThrown(
  'leadsquared-unreachable',
  {},
  'connect ECONNREFUSED 10.0.0.7:443 secret',
)

test.each([
  new TypeError('Cannot read "accessKey" of undefined at /srv/desk/x.ts:1'),
  new StoreUnavailable('unable to open /var/lib/desk/desk.sqlite'),
  unreachable,
  new ProblemThrown('not-signed-in'),
  new ProblemThrown('too-many-requests', { params: { retryAfterSeconds: 3 } }),
  new ProblemThrown('not-allowed'),
])('what is thrown tells nothing of what is inside, and certifies nothing: %s', async (thrown) => {
  const { status, text } = await told(thrown)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(text).not.toMatch(/\/srv|\/var|\.ts|accessKey|10\.0\.0\.7|secret|sqlite/)
  const body = JSON.parse(text)
  expect(body).not.toHaveProperty('outcome')
  expect(body.instance).toBe('urn:uuid:7d444840-9dc0-41d1-b245-5ffdce74fad2')
})

test('an unavailable store gets its own problem, with the time to come back', async () => {
  const { status, text } = await told(new StoreUnavailable('The database is away.'))
  expect(status).toBe(503)
  expect(JSON.parse(text)).toMatchObject({
    code: 'store-unavailable',
    params: { retryAfterSeconds: 5 },
  })
})
