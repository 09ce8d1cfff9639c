import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '../support/fixtures.ts'
import type { RunningDesk } from '../support/run-desk.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

let desk: RunningDesk
test.beforeEach(async ({ startDesk }) => {
  desk = await startDesk()
})

/** Books; null where no whole answer came. */
async function book(
  key: string,
): Promise<{ status: number; body: Record<string, unknown> } | null> {
  try {
    const answer = await fetch(`${desk.url}/api/appointments`, {
      method: 'POST',
      body: JSON.stringify({
        taskType: { name: 'Meeting' },
        owner: { email: 'priya.nair@example.com' },
        subject: `Booking ${key}`,
      }),
      headers: {
        'Content-Type': 'application/json',
        'Sec-Fetch-Site': 'same-origin',
        'Idempotency-Key': key,
      },
    })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  } catch {
    return null
  }
}

/** How many tasks each booking made, as LeadSquared has it. */
async function tasksOf(keys: readonly string[]): Promise<number[]> {
  const tasks = await sandboxControl(desk.sandboxUrl).tasks(200)
  return keys.map((key) => tasks.filter(({ name }) => name === `Booking ${key}`).length)
}

test('a stop while forty bookings run loses none and makes none twice', async ({ startDesk }) => {
  const keys = Array.from({ length: 40 }, () => randomUUID())
  await book(randomUUID())
  const running = keys.map((key) => book(key))
  await Promise.race(running)
  expect(await desk.stop('SIGTERM')).toBe(0)
  const answers = await Promise.all(running)
  const told = answers.map((answer) => answer?.body['outcome'] ?? 'nothing')
  expect(told).toContain('booked')

  desk = await startDesk()
  // A client that heard nothing, or that the booking waits, asks again with the same key, as the page does.
  const after = await Promise.all(
    keys.map(async (key, index) => (told[index] === 'booked' ? answers[index] : book(key))),
  )
  expect(after.map((answer) => answer?.body['outcome'])).toEqual(keys.map(() => 'booked'))
  expect(await tasksOf(keys)).toEqual(keys.map(() => 1))
})

test('a stop while LeadSquared stalls ends in time, and what was being sent is unconfirmed', async ({
  startDesk,
}) => {
  await desk.stop('SIGTERM')
  desk = await startDesk({ LEADSQUARED_TIMEOUT_MS: '60000' })
  await sandboxControl(desk.sandboxUrl).faults({
    rules: [{ kind: 'stall-after', operation: 'Task.svc/Create' }],
  })
  const key = randomUUID()
  const answer = book(key)
  await expect.poll(() => tasksOf([key])).toEqual([1])
  expect(await desk.stop('SIGTERM')).toBe(0)
  expect((await answer)?.body).toMatchObject({ outcome: 'unconfirmed' })

  desk = await startDesk()
  await expect.poll(async () => (await book(key))?.body['outcome']).toBe('booked')
  expect(await tasksOf([key])).toEqual([1])
})

test('while the database is locked a booking is turned away clearly, and afterwards it works by itself', async ({
  folder,
}) => {
  const first = randomUUID()
  expect((await book(first))?.status).toBe(201)
  const lock = new DatabaseSync(join(folder, 'desk.sqlite'))
  lock.exec('BEGIN IMMEDIATE')
  const key = randomUUID()
  const turnedAway = await book(key)
  expect(turnedAway).toMatchObject({ status: 503, body: { code: 'store-unavailable' } })
  expect(turnedAway?.body).not.toHaveProperty('outcome')
  const ready = await fetch(`${desk.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(JSON.parse(await ready.text())).toMatchObject({ storeWritable: false })
  expect(await tasksOf([key])).toEqual([0])
  // An operator reads why.
  await expect
    .poll(() => desk.log())
    .toMatch(/"level":"error".*database is locked.*"msg":"the store failed"/)
  lock.exec('ROLLBACK')
  lock.close()
  expect((await book(key))?.status).toBe(201)
  expect(await tasksOf([first, key])).toEqual([1, 1])
})

interface Answer {
  status: number
  connection: string | undefined
  retryAfter: string | undefined
  body: Record<string, unknown>
}

/** Asks over a connection of its own, as a load balancer does. `fetch` hides how the connection ends. */
function ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body ? 'POST' : 'GET'
    const sent = request(`${desk.url}${path}`, { method, headers }, (response) => {
      const whole = text(response).then((said) => ({
        status: response.statusCode ?? 0,
        connection: response.headers.connection,
        retryAfter: response.headers['retry-after'],
        body: JSON.parse(said),
      }))
      whole.then(resolve, reject)
    })
    sent.on('error', reject).end(body && JSON.stringify(body))
  })
}

test('for three seconds a stopping desk says so, takes no booking, and then ends in time', async () => {
  const begun = randomUUID()
  expect((await book(begun))?.status).toBe(201)
  expect(await ask('/readyz')).toMatchObject({ status: 200, connection: 'keep-alive' })
  const signalledAt = performance.now()
  desk.signal('SIGTERM')
  await expect.poll(async () => (await ask('/readyz')).body['status']).toBe('stopping')
  // An impatient second signal changes nothing.
  desk.signal('SIGINT')
  expect(await ask('/readyz')).toMatchObject({ status: 503, connection: 'close' })
  const refused = await ask(
    '/api/appointments',
    { taskType: { name: 'Meeting' }, owner: { email: 'priya.nair@example.com' } },
    {
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': randomUUID(),
    },
  )
  expect(refused).toMatchObject({ status: 503, connection: 'close', body: { code: 'stopping' } })
  expect(Number(refused.retryAfter)).toBeGreaterThan(0)
  expect(refused.body).not.toHaveProperty('outcome')
  // What was booked before is still told.
  expect(await ask(`/api/attempts/${begun}`)).toMatchObject({
    status: 200,
    connection: 'close',
    body: { outcome: 'booked' },
  })
  expect(await ask('/healthz')).toMatchObject({ status: 200, connection: 'close' })
  expect(await desk.stop('SIGTERM')).toBe(0)
  const tookMs = performance.now() - signalledAt
  expect(tookMs).toBeGreaterThan(3000)
  expect(tookMs).toBeLessThan(10_000)
})
