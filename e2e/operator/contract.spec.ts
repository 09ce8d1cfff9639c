import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../support/fixtures.ts'
import { toEnd } from '../support/post-booking.ts'
import { nextCreate } from '../support/sandbox-control.ts'

const owner = { email: 'priya.nair@example.com' }
const small = { taskType: { name: 'Meeting' }, owner }
const lead = '22222222-2222-4222-8222-000000000001'
const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' }

async function book(
  request: APIRequestContext,
  data: unknown,
  key: string = randomUUID(),
  headers = {},
) {
  return toEnd(() =>
    request.post('/api/appointments', {
      data,
      headers: { ...sameOrigin, 'Idempotency-Key': key, ...headers },
    }),
  )
}

test.describe('the contract of the seed page', () => {
  for (const [row, changes, stored] of [
    [
      'with a lead',
      { lead: { id: lead } },
      { RelatedEntity: 1, RelatedEntityId: lead, Name: 'Meeting: Lena Lead' },
    ],
    ['without a lead', {}, { RelatedEntity: 0, RelatedEntityIdName: '', Name: 'Meeting' }],
    [
      'owner by id',
      { owner: { id: '11111111-1111-4111-8111-000000000002' } },
      { OwnerId: '11111111-1111-4111-8111-000000000002' },
    ],
    ['owner by e-mail', {}, { OwnerEmailAddress: owner.email }],
    [
      'a type whose name ends in a blank',
      { taskType: { name: 'Phone Call' } },
      { Name: 'Phone Call' },
    ],
    [
      'due and end date from an odd zone',
      { start: '2027-03-28T01:30:00+05:45', end: '2027-03-28T02:15+05:45' },
      { DueDate: '2027-03-27 19:45:00.000', EndDate: '2027-03-27 20:30:00' },
    ],
    [
      'a start alone takes the length of the type',
      { start: '2027-01-12T10:00:00Z' },
      { EndDate: '2027-01-12 10:30:00' },
    ],
    [
      'reminder and notification',
      { reminderMinutes: 45, notifyOwner: true },
      { Reminder: 45, NotifyBy: '1100' },
    ],
    ['no notification', {}, { NotifyBy: '1000' }],
  ] as const) {
    test(row, async ({ request, upstream }) => {
      const response = await book(request, { ...small, ...changes })
      expect(response.status()).toBe(201)
      const body = await response.json()
      expect(body.outcome).toBe('booked')
      expect(await upstream.task(body.taskId)).toMatchObject(stored)
    })
  }

  test('neither date: the answer says what LeadSquared chose', async ({ request, upstream }) => {
    const body = await (await book(request, small)).json()
    const task = await upstream.task(body.taskId)
    expect(`${body.appointment.start}`.slice(0, 19).replace('T', ' ')).toBe(
      String(task?.['DueDate']).slice(0, 19),
    )
  })

  test('every task carries the reference of its attempt', async ({ request, upstream }) => {
    const body = await (await book(request, { ...small, description: 'First visit' })).json()
    const task = await upstream.task(body.taskId)
    expect(task?.['Description']).toMatch(
      /^First visit\n\nBooked with Appointment Desk, ref AD-[0-9A-Z]{6}$/,
    )
  })
})

test.describe('one key is one booking', () => {
  test('the same key again is the same receipt', async ({ request }) => {
    const key = randomUUID()
    const first = await book(request, small, `"${key}"`)
    const second = await book(request, small, key)
    expect([first.status(), second.status()]).toEqual([201, 200])
    expect(second.headers()['idempotent-replayed']).toBe('true')
    expect(await second.json()).toEqual(await first.json())
    expect(first.headers()['location']).toMatch(new RegExp(`/api/attempts/${key}$`))
    expect(await (await request.get(`/api/attempts/${key}`)).json()).toEqual(await first.json())
  })

  test('ten at the same time make one task', async ({ request }) => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => book(request, small, key)))
    const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).taskId))
    expect(new Set(ids).size).toBe(1)
  })

  test('another body under the same key is refused', async ({ request }) => {
    const key = randomUUID()
    await book(request, small, key)
    const response = await book(request, { ...small, subject: 'Another' }, key)
    expect(response.status()).toBe(422)
    const problem = await response.json()
    expect(problem).toMatchObject({ code: 'key-reused', attempt: key })
    // The key did book, so nothing may say that it did not.
    expect(problem).not.toHaveProperty('outcome')
  })

  test('a refused key may be tried again', async ({ request, sandbox }) => {
    const key = randomUUID()
    await sandbox.faults({ rules: [{ ...nextCreate, kind: 'mx-error' }] })
    expect((await book(request, small, key)).status()).toBe(422)
    expect((await book(request, small, key)).status()).toBe(201)
  })
})

test.describe('bad input is a problem, and nothing is booked', () => {
  for (const [row, data, status, code] of [
    ['an unknown member', { ...small, Subject: 'x' }, 400, 'invalid-request'],
    [
      'an end before its start',
      { ...small, start: '2027-01-12T10:00:00Z', end: '2027-01-12T09:00:00Z' },
      400,
      'invalid-request',
    ],
    ['an end without a start', { ...small, end: '2027-01-12T10:00:00Z' }, 400, 'invalid-request'],
    [
      'a day that does not exist',
      { ...small, start: '2027-02-30T10:00:00Z' },
      400,
      'invalid-request',
    ],
    ['the year 9999', { ...small, start: '9999-01-01T10:00:00Z' }, 400, 'invalid-request'],
    ['an unknown type', { ...small, taskType: { name: 'Seance' } }, 422, 'unknown-task-type'],
    ['an unknown owner', { ...small, owner: { id: lead } }, 422, 'unknown-owner'],
    [
      'an inactive owner',
      { ...small, owner: { id: '11111111-1111-4111-8111-000000000010' } },
      422,
      'inactive-owner',
    ],
    [
      'an unknown lead',
      { ...small, lead: { id: '22222222-2222-4222-8222-999999999999' } },
      422,
      'unknown-lead',
    ],
    [
      'a mandatory field left out',
      { ...small, taskType: { name: 'Site Visit' }, location: 'here' },
      422,
      'missing-field',
    ],
    ['ten thousand characters', { ...small, subject: 'x'.repeat(10_000) }, 400, 'invalid-request'],
  ] as const) {
    test(row, async ({ request }) => {
      const response = await book(request, data)
      expect(response.status()).toBe(status)
      expect(response.headers()['content-type']).toBe('application/problem+json')
      const problem = await response.json()
      expect(problem).toMatchObject({ status, code })
      // A body that cannot be read is turned away before its key is looked up.
      expect(problem.outcome).toBe(status === 400 ? undefined : 'refused')
    })
  }

  test('a missing key, another media type, no JSON and too much of it are told apart', async ({
    request,
  }) => {
    const post = (headers: Record<string, string>, data: string) =>
      request.post('/api/appointments', { headers: { ...sameOrigin, ...headers }, data })
    const json = { 'content-type': 'application/json' }
    const codes = await Promise.all(
      [
        post(json, JSON.stringify(small)),
        post({ 'content-type': 'text/plain', 'Idempotency-Key': randomUUID() }, '{}'),
        post({ ...json, 'Idempotency-Key': randomUUID() }, '{'),
        post(
          { ...json, 'Idempotency-Key': randomUUID() },
          JSON.stringify({ x: 'x'.repeat(70_000) }),
        ),
      ].map(async (answer) => (await (await answer).json()).code),
    )
    expect(codes).toEqual(['key-missing', 'unsupported-media-type', 'invalid-request', 'too-large'])
  })

  test('a request from another site changes nothing', async ({ request }) => {
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      const response = await book(request, small, randomUUID(), headers)
      expect(await response.json()).toMatchObject({ code: 'not-allowed', status: 403 })
    }
  })
})

test('an owner is found without the accents of the name', async ({ request }) => {
  const { owners } = await (await request.get('/api/owners?query=bjorn')).json()
  expect(owners).toMatchObject([{ name: 'Björn Das' }])
})

test('operators can ask for health, readiness, counters and the description', async ({
  request,
}) => {
  expect((await request.get('/healthz')).status()).toBe(200)
  expect((await request.get('/readyz')).status()).toBe(200)
  expect(await (await request.get('/metrics')).text()).toContain('desk_leadsquared_calls_total')
  expect(await (await request.get('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' })
  expect(await (await request.get('/api/nothing')).json()).toMatchObject({ code: 'not-found' })
})

test('every response says who may frame it and that it is not to be indexed', async ({
  request,
}) => {
  for (const path of ['/', '/api/session', '/api/nothing', '/healthz', '/nothing']) {
    const headers = (await request.get(path)).headers()
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-robots-tag']).toBe('noindex')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBeUndefined()
  }
})

test('no answer holds a key of the account', async ({ request }) => {
  for (const path of [
    '/',
    '/api/session',
    '/api/task-types',
    '/api/openapi.json',
    '/metrics',
    '/readyz',
  ]) {
    expect(await (await request.get(path)).text()).not.toContain('demo0')
  }
})

test('what names customers is kept by no browser, and lists of the tenant only to be asked for again', async ({
  request,
}) => {
  const lifetimes = await Promise.all(
    ['session', 'leads?query=lena', 'attempts', 'owners', 'task-types'].map(async (path) => {
      const answer = await request.get(`/api/${path}`)
      return [path, answer.headers()['cache-control']]
    }),
  )
  expect(Object.fromEntries(lifetimes)).toEqual({
    session: 'no-store',
    'leads?query=lena': 'no-store',
    attempts: 'no-store',
    owners: 'private, no-cache',
    'task-types': 'private, no-cache',
  })
})
