import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { StoreUnavailable } from '#store/unavailable.ts'
import { problemFrom, ProblemThrown, sendProblem } from './problems.ts'
import type { BffEnv } from './route.ts'

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

test.each([
  new TypeError('Cannot read properties of undefined (reading "accessKey") at /srv/desk/x.ts:1'),
  new StoreUnavailable('unable to open /var/lib/desk/desk.sqlite'),
  new ProblemThrown('leadsquared-unreachable', {}, 'connect ECONNREFUSED 10.0.0.7:443 secret'),
])(
  'breakage tells nothing of what is inside, and certifies that nothing was created',
  async (thrown) => {
    const { status, text } = await told(thrown)
    expect(status).toBeGreaterThanOrEqual(500)
    expect(text).not.toMatch(/\/srv|\/var|\.ts|accessKey|10\.0\.0\.7|secret|sqlite/)
    expect(JSON.parse(text)).toMatchObject({
      outcome: 'refused',
      instance: 'urn:uuid:7d444840-9dc0-41d1-b245-5ffdce74fad2',
    })
  },
)
