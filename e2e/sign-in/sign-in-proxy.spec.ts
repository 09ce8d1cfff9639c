import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import type { IncomingMessage } from 'node:http'
import { expect, test } from '../support/fixtures.ts'
import { postBooking, toEnd } from '../support/post-booking.ts'
import type { RunningDesk } from '../support/run-desk.ts'
import { keyHeaders } from '../support/sandbox-control.ts'

const secret = 'planted-proxy-secret-0001'
const priya = 'priya.nair@example.com'

let desk: RunningDesk
let start: (env?: Record<string, string>) => Promise<RunningDesk>
test.beforeEach(({ startDesk }) => {
  start = startDesk
})

/** What an oauth2-proxy before us sends along. */
function as(email: string): Record<string, string> {
  return { 'X-Forwarded-Email': email, 'X-Proxy-Secret': secret, 'Sec-Fetch-Site': 'same-origin' }
}

/** A request whose headers are sent as they stand, duplicates included: names and values in turn. */
async function raw(path: string, headers: readonly string[]) {
  const { hostname, port } = new URL(desk.url)
  const sent = httpRequest({
    hostname,
    port,
    path,
    headers: ['Host', `${hostname}:${port}`, 'Connection', 'close', ...headers],
  })
  sent.end()
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  if (!answer) throw new Error('There is no answer.')
  return { status: answer.statusCode, body: await text(answer) }
}

async function book(
  request: {
    post: (url: string, options: object) => Promise<{ status(): number; json(): Promise<unknown> }>
  },
  email: string,
  owner: object,
  key: string = randomUUID(),
) {
  const answer = await toEnd(() =>
    request.post(`${desk.url}/api/appointments`, {
      data: { taskType: { name: 'Meeting' }, owner },
      headers: { ...as(email), 'Idempotency-Key': key },
    }),
  )
  return { status: answer.status(), body: await answer.json() }
}

test('the person whom the proxy names books, and is named in task, list and log', async ({
  request,
}) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret })
  const session = await request.get(`${desk.url}/api/session`, { headers: as(priya) })
  expect(await session.json()).toMatchObject({
    signIn: 'proxy',
    signedIn: true,
    user: { email: priya },
    defaultOwner: { name: 'Priya Nair', email: priya },
  })
  const key = randomUUID()
  const booked = await book(request, priya, { email: priya }, key)
  expect(booked.status).toBe(201)
  const { taskId } = JSON.parse(JSON.stringify(booked.body))
  const stored = await fetch(`${desk.sandboxUrl}/v2/Task.svc/Retrieve.GetById?id=${taskId}`, {
    headers: keyHeaders,
  })
  expect(await stored.text()).toContain(`Booked by ${priya} with Appointment Desk`)

  const own = await request.get(`${desk.url}/api/attempts/${key}`, { headers: as(priya) })
  expect(own.status()).toBe(200)
  const others = await request.get(`${desk.url}/api/attempts/${key}`, {
    headers: as('ravi.rao@example.com'),
  })
  expect(others.status()).toBe(404)
  const posted = () =>
    desk
      .log()
      .split('\n')
      .find((line) => line.includes(key) && line.includes('"method":"POST"')) ?? ''
  await expect.poll(posted).toMatch(/"person":"[\w-]{12}"/)
  await desk.stop('SIGKILL')
  expect(desk.log()).not.toContain(priya)
  expect(desk.log()).not.toContain(secret)
})

test('a person whom the proxy does not name sees nothing of the tenant', async ({ request }) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret })
  const session = await request.get(`${desk.url}/api/session`)
  expect(await session.json()).toMatchObject({ signedIn: false, user: null, defaultOwner: null })
  for (const path of ['task-types', 'owners', 'leads?query=lena', 'attempts', 'nothing']) {
    const answer = await request.get(`${desk.url}/api/${path}`)
    expect([path, answer.status()]).toEqual([path, 401])
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in' })
  }
  const attempt = await postBooking(request, desk.url)
  expect(await attempt.json()).toMatchObject({ code: 'not-signed-in' })
})

test('a replay that is turned away at the door is never told that nothing was booked', async ({
  request,
}) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret, REQUEST_LIMIT: '3/60s' })
  const key = randomUUID()
  expect((await book(request, priya, { email: priya }, key)).status).toBe(201)
  const post = async (headers: Record<string, string>, data: unknown = {}) => {
    const answer = await request.post(`${desk.url}/api/appointments`, {
      headers: { 'Idempotency-Key': key, 'Content-Type': 'application/json', ...headers },
      data: typeof data === 'string' ? data : JSON.stringify(data),
    })
    return { status: answer.status(), body: await answer.json() }
  }
  const known = as(priya)
  const answers = [
    await post({ 'Sec-Fetch-Site': 'same-origin' }),
    await post({ ...known, 'Sec-Fetch-Site': 'cross-site' }),
    await post({ ...known, 'Content-Type': 'text/plain' }),
    await post(known, 'no JSON'),
    await post(known),
    await post(known, 'x'.repeat(2_000_000)),
  ]
  expect(answers.map(({ status }) => status)).toEqual([401, 403, 415, 400, 429, 413])
  for (const { body } of answers) expect(body).not.toHaveProperty('outcome')
})

test('identity without its proof, twice, or misspelt is refused', async () => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret })
  const proof = ['X-Proxy-Secret', secret]
  const email = ['X-Forwarded-Email', priya]
  expect((await raw('/api/task-types', [...proof, ...email])).status).toBe(200)
  for (const headers of [
    email,
    [...email, 'X-Proxy-Secret', 'another'],
    [...email, 'X-Forwarded-For', '127.0.0.1'],
    [...proof, ...email, ...email],
    [...proof, 'X_Forwarded_Email', priya],
    [...proof, ...email, 'X_Forwarded_Email', 'other@example.com'],
  ]) {
    expect((await raw('/api/task-types', headers)).status, headers.join(' ')).toBe(401)
  }
  for (const why of ['unproven', 'duplicate', 'spelling']) {
    await expect.poll(() => desk.log()).toContain(`"signInError":"proxy-${why}"`)
  }
  await desk.stop('SIGKILL')
})

test('a trusted address needs no secret, and another one cannot borrow it', async ({ request }) => {
  const trusting = (blocks: string) =>
    start({ SIGN_IN: 'proxy', TRUSTED_PROXIES: blocks, PROXY_HEADERS: 'x-auth-request' })
  desk = await trusting('127.0.0.0/8')
  const headers = { 'X-Auth-Request-Email': priya }
  const session = await request.get(`${desk.url}/api/session`, { headers })
  expect(await session.json()).toMatchObject({ signedIn: true })
  await desk.stop('SIGKILL')
  desk = await trusting('10.0.0.0/8')
  const borrowed = await request.get(`${desk.url}/api/session`, {
    headers: { ...headers, 'X-Forwarded-For': '10.0.0.1', 'X-Real-IP': '10.0.0.1' },
  })
  expect(await borrowed.json()).toMatchObject({ signedIn: false })
})

test('a proxy whose auth service sends no e-mail lets nobody be somebody else', async () => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret, BOOKING_POLICY: 'self' })
  // nginx drops a header whose value is empty, and passes a client's other headers on.
  const underItsProof = ['X-Proxy-Secret', secret]
  for (const name of [
    'X-Auth-Request-Email',
    'X-Auth-Request-User',
    'X-Forwarded-User',
    'X-Forwarded-Preferred-Username',
    'X_Forwarded_Email',
    'X-Original-Email',
  ]) {
    const answer = await raw('/api/task-types', [...underItsProof, name, priya])
    expect([name, answer.status]).toEqual([name, 401])
  }
})

test('self: the person books for themselves only, and is offered nobody else', async ({
  request,
}) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret, BOOKING_POLICY: 'self' })
  const owners = await request.get(`${desk.url}/api/owners`, { headers: as(priya) })
  const { owners: offered } = await owners.json()
  expect(offered).toMatchObject([{ email: priya }])
  expect((await book(request, priya, { id: offered[0].id })).status).toBe(201)
  const refused = await book(request, priya, { email: 'integration@example.com' })
  expect(refused.status).toBe(403)
  expect(refused.body).toMatchObject({
    code: 'not-allowed',
    outcome: 'refused',
    errors: [{ pointer: '/owner' }],
  })
})

test('group: the person books for members of their groups only', async ({ request }) => {
  desk = await start({ SIGN_IN: 'proxy', PROXY_SECRET: secret, BOOKING_POLICY: 'group' })
  const everybody = await fetch(`${desk.sandboxUrl}/v2/UserManagement.svc/Users.Get`, {
    headers: keyHeaders,
  })
  interface SeededUser {
    ID: string
    EmailAddress: string
    StatusCode: number
    MemberOfGroups?: string[]
  }
  const users: SeededUser[] = JSON.parse(await everybody.text())
  const own = users.find(({ EmailAddress }) => EmailAddress === priya)?.MemberOfGroups ?? []
  const isShared = ({ MemberOfGroups = [] }: SeededUser) =>
    MemberOfGroups.some((group) => own.includes(group))
  const active = users.filter(({ StatusCode }) => StatusCode === 0)
  const shared = active.filter(isShared)
  const stranger = active.find((user) => !isShared(user))
  await expect
    .poll(async () => {
      const answer = await request.get(`${desk.url}/api/owners?limit=50`, { headers: as(priya) })
      const { owners, complete } = await answer.json()
      return { complete, ids: owners.map(({ id }: { id: string }) => id).toSorted() }
    })
    .toEqual({ complete: true, ids: shared.map(({ ID }) => ID).toSorted() })
  expect((await book(request, priya, { id: shared.at(-1)?.ID })).status).toBe(201)
  const refused = await book(request, priya, { email: stranger?.EmailAddress })
  expect(refused.body).toMatchObject({ status: 403, code: 'not-allowed', outcome: 'refused' })
})

test('a sign-in without its guard stops the start', async () => {
  await expect(start({ SIGN_IN: 'proxy' })).rejects.toThrow(/SIGN_IN is proxy.*Example/)
  desk = await start()
})
