import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { zoneOf } from '#time/zoned.ts'
import type { BffEnv } from '../http/env.ts'
import { problemFrom, sendProblem } from '../http/problems.ts'
import type { TestClock } from '../test-clock.ts'
import type { Bookings } from './bookings.ts'
import { bookingRoutes } from './routes.ts'
import { key, leadId, ownerId } from './test-booking.ts'
import { ask, booked, openDesk, startProcess } from './test-bookings.ts'
import { failures, goesWell, neverArrived, type TestUpstream } from './test-upstream.ts'

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let bookings: Bookings

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream } = world)
  bookings = world.desk.bookings
  return world.close
})

interface Sent {
  key?: string
  body?: object
  person?: string
  visitor?: string
  waitMs?: number
}

/** What a page gets for a call of its own. */
async function call(method: string, path: string, sent: Sent = {}, answers = bookings) {
  const { person, visitor = 'visitor-1', body, waitMs = 500 } = sent
  const app = new Hono<BffEnv>()
  app.onError((error, c) => sendProblem(c, problemFrom(error, c)))
  app.use(async (c, next) => {
    c.set('requestId', 'e7a6ad04-7d0b-4c31-a94d-4bb2d62d2b4f')
    c.set('person', person === undefined ? null : { email: person, name: 'Priya' })
    c.set('visitor', visitor)
    await next()
  })
  const settings = { publicUrl: 'https://desk.example.com' }
  const known = { id: ownerId, name: 'Ravi Rep', email: null, timeZone: zoneOf('Asia/Kathmandu') }
  const memory = { knownOwner: (id: string) => (id === ownerId ? known : null) }
  bookingRoutes(app, { settings, attempts: store, bookings: answers, memory })
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (sent.key !== undefined) headers['Idempotency-Key'] = sent.key
  const init = body === undefined ? { method, headers } : { method, headers, body: text(body) }
  const answer = await clock.settle(waitMs, Promise.resolve(app.request(`/api/${path}`, init)))
  const [location, retryAfter, isReplayed] = ['Location', 'Retry-After', 'Idempotent-Replayed'].map(
    (name) => answer.headers.get(name),
  )
  return { status: answer.status, location, retryAfter, isReplayed, body: await answer.json() }
}

const text = (body: object) => JSON.stringify(body)
const book = (sent: Sent = {}) =>
  call('POST', 'appointments', { key, body: ask().request, ...sent })
const attempt = `attempts/${key}`

describe('booking', () => {
  test('a booking is created once, and each answer says where to ask for it again', async () => {
    const location = `https://desk.example.com/api/${attempt}`
    expect(await book()).toMatchObject({
      status: 201,
      location,
      isReplayed: null,
      retryAfter: null,
      body: { outcome: 'booked', attempt: key, taskId: booked.taskId },
    })
    expect(await book()).toMatchObject({
      status: 200,
      location,
      isReplayed: 'true',
      body: { outcome: 'booked', attempt: key, taskId: booked.taskId },
    })
  })

  test('without a check for conflicts nothing is said of one, and with one its result', async () => {
    expect((await book()).body).not.toHaveProperty('conflictsChecked')
    const clear = { means: 'clear', permit: undefined, isChecked: false } as const
    const conflicts = { check: () => Promise.resolve(clear) }
    const checking = startProcess({ store, clock, upstream, name: 'process-2', conflicts })
    const other = '7d444840-9dc0-41d1-b245-5ffdce74fad3'
    const { body } = await call(
      'POST',
      'appointments',
      { key: other, body: ask().request },
      checking.bookings,
    )
    expect(body).toMatchObject({ outcome: 'booked', conflictsChecked: false })
    await clock.settle(30_000, checking.stop())
  })

  test.each([
    [60_000, 60, '5'],
    [2400, 3, '3'],
    [400, 1, '1'],
  ])('a wait of %i ms is told as %i s, and to ask again after %s s', async (ms, about, again) => {
    upstream.fates = [{ ...goesWell, turnAfterMs: ms }]
    expect(await book({ waitMs: 360 })).toMatchObject({
      status: 202,
      retryAfter: again,
      location: `https://desk.example.com/api/${attempt}`,
      body: { outcome: 'waiting', attempt: key, position: 3, aboutSeconds: about, reason: 'busy' },
    })
  })

  test('without a readable answer it is unconfirmed, with the time to ask again', async () => {
    upstream.fates = [neverArrived]
    expect(await book()).toMatchObject({
      status: 202,
      retryAfter: '2',
      location: `https://desk.example.com/api/${attempt}`,
      body: { outcome: 'unconfirmed', attempt: key, checkAfterSeconds: 2 },
    })
  })

  test('a refusal certifies that nothing was created, for this key and this request', async () => {
    upstream.fates = [{ answer: failures.refused }]
    expect(await book()).toMatchObject({
      status: 422,
      body: {
        outcome: 'refused',
        code: 'leadsquared-refused',
        attempt: key,
        instance: 'urn:uuid:e7a6ad04-7d0b-4c31-a94d-4bb2d62d2b4f',
      },
    })
  })

  test('a key that was used for another booking certifies nothing', async () => {
    await book()
    const { status, body } = await book({ body: { ...ask().request, subject: 'Another' } })
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'key-reused', attempt: key },
    })
    expect(body).not.toHaveProperty('outcome')
  })

  test('a request without a key, and one whose times cannot be, are refused before anything is kept', async () => {
    const { request } = ask()
    expect(await call('POST', 'appointments', { body: request })).toMatchObject({
      body: { code: 'key-missing' },
    })
    const end = '2026-11-24T10:00:00+05:30'
    const { body } = await book({ body: { ...ask().request, end } })
    expect(body).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/end', rule: 'not-after-start' }],
    })
    expect(body).not.toHaveProperty('outcome')
    expect(await store.find('', key)).toBeNull()
  })
})

describe('asking for the outcome', () => {
  test('tells what was booked, waits, is unconfirmed or was refused', async () => {
    await book()
    expect(await call('GET', attempt)).toMatchObject({
      status: 200,
      body: { outcome: 'booked', attempt: key, taskId: booked.taskId },
    })
    const told = async (answer: Awaited<ReturnType<Bookings['look']>>) =>
      (await call('GET', attempt, {}, { ...bookings, look: () => Promise.resolve(answer) })).body
    expect(
      await told({ kind: 'waiting', position: 2, aboutMs: 1500, reason: 'unreachable' }),
    ).toEqual({
      outcome: 'waiting',
      attempt: key,
      position: 2,
      aboutSeconds: 2,
      reason: 'unreachable',
    })
    expect(await told({ kind: 'unconfirmed', checkAfterMs: 0 })).toEqual({
      outcome: 'unconfirmed',
      attempt: key,
      checkAfterSeconds: 1,
    })
    expect(await told({ kind: 'refused', code: 'withdrawn', facts: {} })).toMatchObject({
      outcome: 'refused',
      attempt: key,
      problem: { code: 'withdrawn', outcome: 'refused', attempt: key },
    })
  })

  test('an appointment that was changed tells its change', async () => {
    await book()
    const row = await bookings.look('', key)
    if (row?.kind !== 'booked') throw new Error('It was not booked.')
    const look = () => Promise.resolve({ ...row, of: 'complete' })
    expect((await call('GET', attempt, {}, { ...bookings, look })).body).toMatchObject({
      outcome: 'done',
      kind: 'complete',
      attempt: key,
      taskId: booked.taskId,
    })
  })

  test('a key that nobody used, or that another person used, is not found', async () => {
    await book({ person: 'Priya@example.com' })
    expect((await call('GET', attempt, { person: 'priya@EXAMPLE.com' })).status).toBe(200)
    for (const other of [{}, { person: 'ravi@example.com' }]) {
      expect(await call('GET', attempt, other)).toMatchObject({
        status: 404,
        body: { code: 'not-found', detail: 'Nobody has booked with this key.' },
      })
    }
  })
})

test('a booking that waits is withdrawn, and a key that nobody used has nothing to withdraw', async () => {
  upstream.fates = [{ ...goesWell, turnAfterMs: 60_000 }]
  await book()
  expect((await call('DELETE', attempt)).body).toMatchObject({
    outcome: 'refused',
    problem: { code: 'withdrawn' },
  })
  expect((await call('DELETE', 'attempts/8e03978e-40d5-43dd-bc93-000000000001')).status).toBe(404)
})

describe('the recent bookings', () => {
  const keyOf = (n: number) => `8e03978e-40d5-43dd-bc93-${String(n).padStart(12, '0')}`
  const listed = async (query = '', sent: Sent = {}) =>
    (await call('GET', `attempts${query}`, sent)).body.attempts

  test('are those of the person, or of the browser where nobody signs in', async () => {
    await book({ key: keyOf(1), person: 'priya@example.com', visitor: 'visitor-3' })
    await book({ key: keyOf(2) })
    await book({ key: keyOf(3), visitor: 'visitor-2' })
    expect(await listed('', { person: 'Priya@example.com' })).toMatchObject([{ attempt: keyOf(1) }])
    expect(await listed()).toMatchObject([{ attempt: keyOf(2) }])
    expect(await listed('', { visitor: 'visitor-2' })).toMatchObject([{ attempt: keyOf(3) }])
  })

  test('are the last ten, or as many as are asked for', async () => {
    for (let n = 0; n < 12; n += 1) await book({ key: keyOf(n), waitMs: 30 })
    expect(await listed()).toHaveLength(10)
    expect(await listed('?limit=11')).toHaveLength(11)
  })

  test('one that was booked has the names of LeadSquared', async () => {
    await book({ body: { ...ask().request, lead: { id: leadId } } })
    expect(await listed()).toEqual([
      {
        attempt: key,
        outcome: 'booked',
        at: '2026-11-23T09:00:00.000Z',
        taskId: booked.taskId,
        code: null,
        subject: 'Demo',
        taskTypeName: 'Meeting',
        ownerName: 'Ravi Rep',
        ownerTimeZone: 'Asia/Kathmandu',
        leadName: 'Lena Lead',
        start: '2026-11-24T05:00:00.000Z',
        end: '2026-11-24T05:30:00.000Z',
      },
    ])
  })

  test('one that waits for its turn has the owner and the time that were asked for', async () => {
    upstream.fates = [{ ...goesWell, turnAfterMs: 60_000 }]
    await book()
    expect(await listed()).toMatchObject([
      { outcome: 'waiting', taskId: null, ownerName: ownerId, start: '2026-11-24T05:00:00.000Z' },
    ])
  })

  test.each([
    [{ id: ownerId }, ownerId],
    [{ email: 'nobody@example.com' }, 'nobody@example.com'],
  ])('one that was refused says why, and names the owner as %j', async (owner, ownerName) => {
    const { subject: _none, ...request } = ask().request
    const type = { taskType: { id: 'no-such-type' } }
    await book({ body: { ...request, ...type, owner } })
    expect(await listed()).toMatchObject([
      {
        outcome: 'refused',
        taskId: null,
        code: 'unknown-task-type',
        subject: '',
        taskTypeName: '',
        ownerName,
        leadName: null,
      },
    ])
  })

  test('one that was refused while it was looked up has the name of the type as it was asked', async () => {
    await book({ body: { ...ask().request, taskType: { name: 'No such type' } } })
    expect(await listed()).toMatchObject([{ subject: 'Demo', taskTypeName: 'No such type' }])
  })
})
