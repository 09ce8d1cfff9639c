import { randomUUID } from 'node:crypto'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import ICAL from 'ical.js'
import { expect, test } from '../support/fixtures.ts'
import { toEnd } from '../support/post-booking.ts'
import type { RunningDesk } from '../support/run-desk.ts'

/** Who may read, change and take along an appointment where people sign in: who booked it, and whose it is now. */

const secret = 'planted-proxy-secret-0002'
const booker = 'priya.nair@example.com'
const owner = 'taskowner@example.com'
const stranger = 'integration@example.com'
const times = { start: '2027-03-25T09:00:00Z', end: '2027-03-25T09:30:00Z' }

test('the booker and the owner read, change and take it along; to others it does not exist', async ({
  request,
  startDesk,
}) => {
  const desk = await startDesk({ SIGN_IN: 'proxy', PROXY_SECRET: secret })
  const ask = asking(request, desk)
  const booked = await ask('POST', '/api/appointments', booker, {
    taskType: { name: 'Meeting' },
    owner: { email: owner },
    ...times,
  })
  expect(booked.status()).toBe(201)
  const path = `/api/appointments/${(await booked.json()).taskId}`
  const later = { start: '2027-03-26T09:00:00Z', end: '2027-03-26T09:30:00Z' }

  for (const person of [booker, owner]) {
    expect((await ask('GET', path, person)).status()).toBe(200)
    expect(await statusOf(await ask('GET', `${path}.ics`, person))).toBe('CONFIRMED')
  }
  await expectNothing(stranger, ask, path)

  // The owner moves what the booker booked.
  const moved = await ask('POST', `${path}/move`, owner, { ...later, expected: times })
  expect(await moved.json()).toMatchObject({ outcome: 'done', kind: 'move' })

  // After a hand-over it is the new owner's, and no longer the old one's.
  const handedOver = await ask('POST', `${path}/hand-over`, booker, {
    owner: { email: stranger },
    expected: later,
  })
  expect(await handedOver.json()).toMatchObject({ outcome: 'done', kind: 'hand-over' })
  expect((await ask('GET', path, stranger)).status()).toBe(200)
  await expectNothing(owner, ask, path)
  const back = await ask('POST', `${path}/hand-over`, stranger, {
    owner: { email: owner },
    expected: later,
  })
  expect(await back.json()).toMatchObject({ outcome: 'done', kind: 'hand-over' })

  // After its deletion both take it out of their calendars.
  const deleted = await ask('DELETE', path, booker)
  expect(await deleted.json()).toMatchObject({ outcome: 'done', kind: 'delete' })
  for (const person of [booker, owner]) {
    expect((await ask('GET', path, person)).status()).toBe(404)
    expect(await statusOf(await ask('GET', `${path}.ics`, person))).toBe('CANCELLED')
  }
  await expectNothing(stranger, ask, path)
})

type Ask = ReturnType<typeof asking>

function asking(request: APIRequestContext, desk: RunningDesk) {
  return (method: string, path: string, email: string, data?: object): Promise<APIResponse> => {
    const headers = {
      'X-Forwarded-Email': email,
      'X-Proxy-Secret': secret,
      'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': randomUUID(),
    }
    const options = { method, headers, ...(data ? { data } : {}) }
    return toEnd(() => request.fetch(`${desk.url}${path}`, options))
  }
}

async function expectNothing(person: string, ask: Ask, path: string): Promise<void> {
  for (const answer of [
    await ask('GET', path, person),
    await ask('GET', `${path}.ics`, person),
    await ask('POST', `${path}/move`, person, { ...times, expected: times }),
    await ask('POST', `${path}/complete`, person),
    await ask('DELETE', path, person),
  ]) {
    expect(answer.status()).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not-found' })
  }
}

async function statusOf(answer: APIResponse): Promise<unknown> {
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toContain('text/calendar')
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()))
  return calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')
}
