import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd, postBooking } from '../support/post-booking.ts'
import { bookButton, expectFormKept, fillForm, notice } from '../support/rep.ts'

/** What an operator sees of the calls to LeadSquared. The budget that is learnt here lasts as long as this desk. */
test.use({ deskEnv: { LEADSQUARED_RATE_LIMIT: '25/5s', BOOKING_PATIENCE_MS: '7000' } })

const route = { route: '/api/appointments' }
const create = 'Task.svc/Create'

/** Reads samples of `GET /metrics`: the sum of those that have these labels. */
async function readMetrics(request: APIRequestContext) {
  const lines = (await (await request.get('/metrics')).text()).split('\n')
  return (name: string, labels: Record<string, string> = {}): number => {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    return lines
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => wanted.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
  }
}

test('calls, waits, hits of the memory and the time of requests are counted', async ({
  request,
  sandbox,
}) => {
  await sandbox.faults({ rules: [{ operation: create, kind: 'latency', delayMs: 400 }] })
  // Fills the memory, so that the second booking needs LeadSquared for nothing but itself.
  expect((await bookToEnd(request, '')).status()).toBe(201)
  const before = await readMetrics(request)
  const key = randomUUID()
  expect((await postBooking(request, '', {}, key)).status()).toBe(201)
  // A replay is not another booking, and needs LeadSquared for nothing.
  expect((await postBooking(request, '', {}, key)).status()).toBe(200)
  const after = await readMetrics(request)
  const grown = (name: string, labels: Record<string, string>) =>
    after(name, labels) - before(name, labels)

  const call = { operation: create, lane: 'create', outcome: 'ok' }
  expect(grown('desk_leadsquared_calls_total', call)).toBe(1)
  expect(grown('desk_leadsquared_wait_seconds_count', { lane: 'create' })).toBe(1)
  expect(grown('desk_leadsquared_call_seconds_count', { operation: create })).toBe(1)
  expect(grown('desk_bookings_total', { outcome: 'booked' })).toBe(1)
  expect(grown('desk_booking_end_seconds_count', { outcome: 'booked' })).toBe(1)
  expect(after('desk_bookings_open')).toBe(0)
  expect(after('desk_store_up')).toBe(1)
  expect(after('desk_build_info')).toBe(1)
  expect(after('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  expect(grown('desk_request_seconds_count', { ...route, status: '201' })).toBe(1)
  expect(grown('desk_cache_total', { list: 'task types', result: 'hit' })).toBeGreaterThan(0)
  expect(grown('desk_cache_total', { result: 'miss' })).toBe(0)
  expect(after('desk_leadsquared_queue_length')).toBe(0)
  expect(after('desk_leadsquared_rate_limit', { kind: 'granted' })).toBe(25)
  expect(after('desk_leadsquared_circuit', { state: 'closed' })).toBe(1)
  expect(grown('desk_request_seconds_sum', route)).toBeGreaterThan(0.39)
})

test('what a refusal teaches is shown, and who waits; past the patience the form keeps everything', async ({
  page,
  request,
  sandbox,
}) => {
  const refusal = { operation: create, kind: 'rate-limit', names: 7 } as const
  await sandbox.faults({ rules: [{ ...refusal, forMs: 60_000 }] })
  const key = randomUUID()
  const waiting = await postBooking(request, '', {}, key)
  expect(waiting.status()).toBe(202)
  expect(Number(waiting.headers()['retry-after'])).toBeGreaterThan(0)
  expect(await waiting.json()).toMatchObject({ outcome: 'waiting', position: 1 })
  const metrics = await readMetrics(request)
  expect(metrics('desk_leadsquared_queue_length')).toBe(1)
  expect(metrics('desk_leadsquared_rate_limit', { kind: 'granted' })).toBe(7)
  const ready = await (await request.get('/readyz')).json()
  expect(ready).toMatchObject({ rateLimit: { ceiling: 7, waiting: 1 } })
  expect(ready.rateLimit.calls).toBeLessThanOrEqual(7)

  const outcome = async () => (await request.get(`/api/attempts/${key}`)).json()
  // Longer than the patience.
  await expect.poll(outcome, { timeout: 15_000 }).toMatchObject({
    outcome: 'refused',
    problem: { code: 'leadsquared-busy' },
  })

  await fillForm(page, 'Too busy')
  await bookButton(page).click()
  await expect(notice(page, 'LeadSquared is too busy').getByText(/Nothing was booked/)).toBeVisible(
    { timeout: 15_000 },
  )
  await expectFormKept(page, 'Too busy')
  await sandbox.faults({})
  expect((await sandbox.tasks()).filter(({ name }) => name === 'Too busy')).toEqual([])
})

test('the browser keeps assets for good, and asks of the rest only whether it has changed', async ({
  request,
}) => {
  const page = await request.get('/')
  const asset = /assets\/[\w.-]+\.js/.exec(await page.text())?.[0]
  expect((await request.get(`/${asset}`)).headers()['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  )
  for (const path of ['/', '/api/task-types', '/api/owners']) {
    const first = (await request.get(path)).headers()
    const { etag = '' } = first
    expect(etag).not.toBe('')
    const again = await request.get(path, { headers: { 'If-None-Match': etag } })
    expect(again.status(), path).toBe(304)
    for (const name of ['content-security-policy', 'cross-origin-resource-policy']) {
      expect(again.headers()[name]).toBe(first[name])
    }
  }
})

test('a log line has its level by name, and each call to LeadSquared is joined with its request', async ({
  startDesk,
}) => {
  const desk = await startDesk({ LOG_LEVEL: 'debug' })
  const answer = await fetch(`${desk.url}/api/owners?query=priya`, {
    headers: { 'X-Request-Id': 'edge-0000-0001' },
  })
  expect(answer.headers.get('x-request-id')).toBe('edge-0000-0001')
  const linesOf = (message: string) =>
    desk
      .log()
      .split('\n')
      .filter((line) => line.includes(`"msg":"${message}"`))
      .map((line) => JSON.parse(line))
  await expect
    .poll(() => linesOf('request'))
    .toContainEqual(expect.objectContaining({ level: 'info', requestId: 'edge-0000-0001' }))
  expect(linesOf('call to LeadSquared')).toContainEqual(
    expect.objectContaining({
      level: 'debug',
      requestId: 'edge-0000-0001',
      operation: 'UserManagement.svc/Users.Get',
      outcome: 'ok',
    }),
  )
  expect(desk.log().toLowerCase()).not.toContain('priya')
})

test('while LeadSquared is away the desk stays ready, says so in the body, and lets it decide where asked', async ({
  startDesk,
}) => {
  const desk = await startDesk({
    LEADSQUARED_URL: 'http://127.0.0.1:9',
    LEADSQUARED_ACCESS_KEY: 'a-key-of-nobody',
    LEADSQUARED_SECRET_KEY: 'a-secret-of-nobody',
    ALLOW_ANONYMOUS: '1',
  })
  const decided = await fetch(`${desk.url}/readyz?leadsquared=1`)
  expect(decided.status).toBe(503)
  const ready = await fetch(`${desk.url}/readyz`)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({
    status: 'ready',
    leadSquaredReachable: false,
    storeWritable: true,
  })
})
