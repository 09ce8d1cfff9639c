import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import ICAL from 'ical.js'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd, toEnd } from '../support/post-booking.ts'
import { type SandboxControl, sandboxControl } from '../support/sandbox-control.ts'

/** Changes over HTTP: each is made exactly once, or it is said that this is not known. */

test.use({ deskEnv: { RECONCILE_WINDOW_MS: '2000', LEADSQUARED_TIMEOUT_MS: '1500' } })

const start = '2027-03-25T09:00:00Z'
const end = '2027-03-25T09:30:00Z'
const expected = { start, end }
/** After the clocks in Europe have changed. */
const later = { start: '2027-03-29T08:00:00Z', end: '2027-03-29T09:00:00Z' }

test('move, hand over, take along, complete and delete show in LeadSquared', async ({
  request,
  upstream,
}) => {
  const taskId = await book(request, 'All of it')
  const before = await file(request, taskId)
  expect(before).toMatchObject({ status: 'CONFIRMED', start: '2027-03-25T09:00:00.000Z' })

  const moved = await post(request, `${taskId}/move`, { ...later, expected })
  expect(moved.status()).toBe(200)
  expect(await moved.json()).toMatchObject({
    outcome: 'done',
    kind: 'move',
    taskId,
    appointment: { start: '2027-03-29T08:00:00.000Z', end: '2027-03-29T09:00:00.000Z' },
  })
  expect(await upstream.task(taskId)).toMatchObject({
    DueDate: '2027-03-29 08:00:00.000',
    EndDate: '2027-03-29 09:00:00',
  })
  const after = await file(request, taskId)
  expect(after).toMatchObject({ uid: before.uid, start: '2027-03-29T08:00:00.000Z' })
  expect(after.sequence).toBeGreaterThan(before.sequence)

  const handedOver = await post(request, `${taskId}/hand-over`, {
    owner: { email: 'taskowner@example.com' },
    expected: later,
  })
  expect(await handedOver.json()).toMatchObject({
    outcome: 'done',
    kind: 'hand-over',
    appointment: { owner: { email: 'taskowner@example.com' } },
  })
  expect(await upstream.task(taskId)).toMatchObject({
    OwnerEmailAddress: 'taskowner@example.com',
    DueDate: '2027-03-29 08:00:00.000',
  })

  expect(await (await post(request, `${taskId}/complete`)).json()).toMatchObject({
    outcome: 'done',
    kind: 'complete',
  })
  expect(await upstream.task(taskId)).toMatchObject({ StatusCode: 1 })
  expect(await (await request.get(`/api/appointments/${taskId}`)).json()).toMatchObject({
    taskId,
    status: 'completed',
    links: { lead: null },
  })

  const deleted = await remove(request, taskId)
  expect(await deleted.json()).toMatchObject({ outcome: 'done', kind: 'delete', taskId })
  expect(await upstream.task(taskId)).toBeUndefined()
  expect((await request.get(`/api/appointments/${taskId}`)).status()).toBe(404)
  expect(await file(request, taskId)).toMatchObject({ status: 'CANCELLED', uid: before.uid })
})

test('the same key tells the same again, and changes once', async ({ request, sandbox }) => {
  const taskId = await book(request, 'Replayed')
  const key = randomUUID()
  const body = { ...later, expected }
  const answers = await Promise.all([1, 2].map(() => post(request, `${taskId}/move`, body, key)))
  const again = await post(request, `${taskId}/move`, body, key)
  for (const answer of [...answers, again]) expect(answer.status()).toBe(200)
  expect(again.headers()['idempotent-replayed']).toBe('true')
  expect(await again.json()).toEqual(await answers[0]?.json())
  expect(await callsOf(sandbox, 'Task.svc/BulkUpdateAppointmentTime')).toBe(1)
  const asked = await request.get(`/api/attempts/${key}`)
  expect(await asked.json()).toMatchObject({ outcome: 'done', kind: 'move', taskId })
  const other = await post(request, `${taskId}/complete`, undefined, key)
  expect(await other.json()).toMatchObject({ code: 'key-reused' })
})

test('what somebody else moved meanwhile is told and not overwritten', async ({
  request,
  upstream,
}) => {
  const taskId = await book(request, 'Moved twice')
  await post(request, `${taskId}/move`, { ...later, expected })
  const stale = await post(request, `${taskId}/move`, {
    start: '2027-04-01T08:00:00Z',
    end: '2027-04-01T09:00:00Z',
    expected,
  })
  expect(stale.status()).toBe(409)
  expect(await stale.json()).toMatchObject({
    code: 'changed',
    outcome: 'refused',
    params: { current: { start: '2027-03-29T08:00:00.000Z', status: 'open' } },
  })
  expect(await upstream.task(taskId)).toMatchObject({ DueDate: '2027-03-29 08:00:00.000' })
})

test('another browser sees nothing and changes nothing', async ({ request, playwright, desk }) => {
  const taskId = await book(request, 'Private')
  const stranger = await playwright.request.newContext({ baseURL: desk.url })
  for (const answer of [
    await stranger.get(`/api/appointments/${taskId}`),
    await stranger.get(`/api/appointments/${taskId}.ics`),
    await post(stranger, `${taskId}/move`, { ...later, expected }),
    await post(stranger, `${taskId}/hand-over`, { owner: { email: 'a@example.com' }, expected }),
    await post(stranger, `${taskId}/complete`),
    await remove(stranger, taskId),
    await request.get(`/api/appointments/${randomUUID()}`),
  ]) {
    expect(answer.status()).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not-found' })
  }
  await stranger.dispose()
})

test.describe('an answer that is lost', () => {
  for (const [name, operation, path, body] of [
    ['move', 'Task.svc/BulkUpdateAppointmentTime', '/move', { ...later, expected }],
    [
      'hand-over',
      'Task.svc/Update',
      '/hand-over',
      { owner: { email: 'taskowner@example.com' }, expected },
    ],
    ['complete', 'Task.svc/MarkComplete', '/complete', undefined],
  ] as const) {
    for (const kind of [
      'cut-after',
      'cut-before',
      'stall-after',
      'half-answer',
      'empty-answer',
    ] as const) {
      test(`${name}, ${kind}: sent once, and told as it is`, async ({
        request,
        sandbox,
        upstream,
      }) => {
        const taskId = await book(request, `${name} ${kind}`)
        await sandbox.faults({ rules: [{ operation, kind, times: 1 }] })
        const key = randomUUID()
        const first = await postOnce(request, `${taskId}${path}`, body, key)
        expect(first.status()).toBe(202)
        expect(await first.json()).toMatchObject({ outcome: 'unconfirmed' })
        const isMade = kind !== 'cut-before'
        await expect
          .poll(async () => (await (await request.get(`/api/attempts/${key}`)).json()).outcome, {
            timeout: 30_000,
          })
          .toBe(isMade ? 'done' : 'refused')
        expect(await callsOf(sandbox, operation)).toBe(1)
        const task = await upstream.task(taskId)
        const shows = {
          move: task?.['DueDate'] === '2027-03-29 08:00:00.000',
          'hand-over': task?.['OwnerEmailAddress'] === 'taskowner@example.com',
          complete: task?.['StatusCode'] === 1,
        }
        expect(shows[name]).toBe(isMade)
      })
    }
  }
})

test('a desk that is killed while it changes settles it after its restart, and sends nothing twice', async ({
  startDesk,
  playwright,
}) => {
  test.slow()
  const first = await startDesk({ RECONCILE_WINDOW_MS: '2000' })
  const context = await playwright.request.newContext({ baseURL: first.url })
  const taskId = await book(context, 'Killed')
  const key = randomUUID()
  const lost = post(context, `${taskId}/move`, { ...later, expected }, key).catch(() => null)
  const control = sandboxControl(first.sandboxUrl)
  await expect.poll(() => callsOf(control, 'Task.svc/BulkUpdateAppointmentTime')).toBe(1)
  await first.stop('SIGKILL')
  await lost
  const next = await startDesk({ RECONCILE_WINDOW_MS: '2000' })
  await expect
    .poll(
      async () => (await (await context.get(`${next.url}/api/attempts/${key}`)).json()).outcome,
      { timeout: 40_000 },
    )
    .toBe('done')
  await context.dispose()
})

async function book(request: APIRequestContext, subject: string): Promise<string> {
  const answer = await bookToEnd(request, '', { subject, start, end })
  expect(answer.status()).toBe(201)
  return (await answer.json()).taskId
}

function post(request: APIRequestContext, path: string, data?: object, key: string = randomUUID()) {
  return toEnd(() => postOnce(request, path, data, key))
}

function postOnce(request: APIRequestContext, path: string, data: object | undefined, key: string) {
  return request.post(`/api/appointments/${path}`, {
    ...(data ? { data } : {}),
    headers: headers(key),
  })
}

function remove(request: APIRequestContext, taskId: string) {
  const options = { headers: headers(randomUUID()) }
  return toEnd(() => request.delete(`/api/appointments/${taskId}`, options))
}

function headers(key: string) {
  return { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': key }
}

async function callsOf(sandbox: SandboxControl, operation: string): Promise<number> {
  return (await sandbox.calls(operation)).length
}

async function file(request: APIRequestContext, taskId: string) {
  const answer = await request.get(`/api/appointments/${taskId}.ics`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toContain('text/calendar')
  const event = new ICAL.Component(ICAL.parse(await answer.text())).getFirstSubcomponent('vevent')
  const { uid, sequence, startDate } = new ICAL.Event(event ?? undefined)
  const status = event?.getFirstPropertyValue('status')
  return { uid, sequence, start: startDate.toJSDate().toISOString(), status }
}
