import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { toEnd } from '../support/post-booking.ts'
import { portalEnv, portalSecret, signedByPortal as sign } from '../support/portal-token.ts'
import type { RunningDesk } from '../support/run-desk.ts'

const priya = 'priya.nair@example.com'
const own = { 'Sec-Fetch-Site': 'same-origin' }

let desk: RunningDesk
test.beforeEach(async ({ startDesk }) => {
  desk = await startDesk(portalEnv)
})

async function exchange(request: APIRequestContext, token: string) {
  const answer = await request.post(`${desk.url}/api/session/portal`, {
    data: { token },
    headers: own,
  })
  return { status: answer.status(), body: await answer.json() }
}

test('a token of the portal signs in once, and its bearer books as the person', async ({
  request,
}) => {
  const token = await sign({ name: 'Priya Nair' })
  const { status, body } = await exchange(request, token)
  expect(status).toBe(200)
  expect(body).toEqual({ bearer: expect.stringMatching(/^[\w-]{43}$/), expiresInSeconds: 900 })
  const headers = { ...own, Authorization: `Bearer ${body.bearer}` }
  const session = await request.get(`${desk.url}/api/session`, { headers })
  expect(await session.json()).toMatchObject({
    signIn: 'portal',
    signedIn: true,
    user: { email: priya, name: 'Priya Nair' },
    defaultOwner: { email: priya },
  })
  const book = (email: string, key = randomUUID()) =>
    toEnd(() =>
      request.post(`${desk.url}/api/appointments`, {
        data: { taskType: { name: 'Meeting' }, owner: { email } },
        headers: { ...headers, 'Idempotency-Key': key },
      }),
    )
  expect((await book(priya)).status()).toBe(201)
  expect(await (await book('integration@example.com')).json()).toMatchObject({
    code: 'not-allowed',
  })
  expect(await exchange(request, token)).toMatchObject({
    status: 401,
    body: { code: 'not-signed-in', detail: expect.stringContaining('used before') },
  })
})

test('a session survives a restart; neither token nor bearer is kept or logged', async ({
  request,
  startDesk,
}) => {
  const token = await sign()
  const { body } = await exchange(request, token)
  await desk.stop('SIGKILL')
  const log = desk.log()
  desk = await startDesk(portalEnv)
  const session = await request.get(`${desk.url}/api/session`, {
    headers: { Authorization: `Bearer ${body.bearer}` },
  })
  expect(await session.json()).toMatchObject({ signedIn: true })
  expect(await exchange(request, token)).toMatchObject({ status: 401 })
  for (const text of [token, body.bearer, portalSecret]) expect(log).not.toContain(text)
})

test('without a bearer, or with a made-up one, a visitor sees nothing of the tenant', async ({
  request,
}) => {
  for (const authorization of ['', 'Bearer x', `Bearer ${'A'.repeat(43)}`, 'Basic eDp5']) {
    const answer = await request.get(`${desk.url}/api/task-types`, {
      headers: { Authorization: authorization },
    })
    expect(answer.status()).toBe(401)
  }
  // Identity headers of a proxy mean nothing here.
  const answer = await request.get(`${desk.url}/api/task-types`, {
    headers: { 'X-Forwarded-Email': priya },
  })
  expect(answer.status()).toBe(401)
})

test('a prefill is read without sign-in, and neither token passes as the other', async ({
  request,
}) => {
  const read = (token: string) =>
    request.post(`${desk.url}/api/prefill`, { data: { token }, headers: own })
  const prefill = await sign({ purpose: 'prefill', type: 'Demo', lead: 'x', duration: 30 })
  const answer = await read(prefill)
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toEqual({ values: { type: 'Demo', lead: 'x', duration: '30' } })
  expect(await exchange(request, prefill)).toMatchObject({ status: 401 })
  expect((await read(await sign({ type: 'Demo' }))).status()).toBe(403)
})

test('a token is taken from the page itself only', async ({ request }) => {
  const answer = await request.post(`${desk.url}/api/session/portal`, {
    data: { token: await sign() },
    headers: { 'Sec-Fetch-Site': 'cross-site' },
  })
  expect(answer.status()).toBe(403)
})
