import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { type Conflict, OwnerDays } from '#contract/day.ts'
import { Problem } from '#contract/problem.ts'
import { expect, settings, test } from '../support/fixtures.ts'
import { bookToEnd } from '../support/post-booking.ts'
import { keyHeaders, sandboxControl } from '../support/sandbox-control.ts'

test.use({ deskEnv: settings.advises })

/** The calls by which a day is read. */
const dayCalls = /RetrieveAppointments|GetWorkDayDetails|Retrieve\/ByUserId/

async function daysOf(request: APIRequestContext, query: Record<string, string>, desk = '') {
  const response = await request.get(`${desk}/api/days?${new URLSearchParams(query)}`)
  expect(response.status(), await response.text()).toBe(200)
  return OwnerDays.parse(await response.json())
}

async function dayOf(request: APIRequestContext, query: Record<string, string>, desk = '') {
  const [day] = (await daysOf(request, query, desk)).days
  if (!day) throw new Error('There is no day.')
  return day
}

/** What a refusal names, or nothing where it is none. */
async function conflictsIn(response: { status(): number; json(): Promise<unknown> }) {
  expect(response.status()).toBe(409)
  const problem = Problem.parse(await response.json())
  expect(problem).toMatchObject({ code: 'conflict', outcome: 'refused' })
  return problem.params?.conflicts ?? []
}

const kinds = (conflicts: readonly Conflict[]) => conflicts.map(({ kind }) => kind).toSorted()

/** Owners that the sandbox has, with the zone of each. */
async function ownersIn(request: APIRequestContext, sandboxUrl: string, timeZone: string) {
  const { owners } = await (await request.get('/api/owners?limit=50')).json()
  const found: string[] = []
  for (const { id } of owners) {
    const path = `/v2/UserManagement.svc/User/Retrieve/ByUserId?userId=${id}`
    const [user] = await (await fetch(sandboxUrl + path, { headers: keyHeaders })).json()
    if (user?.TimeZone === timeZone) found.push(id)
  }
  return found
}

/** An owner of that zone whose hours are known on this day. */
async function workingOwner(
  request: APIRequestContext,
  sandboxUrl: string,
  timeZone: string,
  from: string,
) {
  for (const owner of await ownersIn(request, sandboxUrl, timeZone)) {
    const day = await dayOf(request, { owner, from })
    if (day.hours.kind === 'known') return owner
  }
  throw new Error(`Nobody works in ${timeZone}.`)
}

test('a rep in Kathmandu books for an owner in New York across the spring change', async ({
  request,
  desk,
  upstream,
}) => {
  const zone = 'America/New_York'
  const owner = await workingOwner(request, desk.sandboxUrl, zone, '2027-03-12')
  // The clocks change on Sunday, 14 March. Ten in the morning moves by an hour of UTC.
  const cases = [
    ['2027-03-12', '2027-03-12T20:45:00+05:45', '2027-03-12 15:00:00'],
    ['2027-03-15', '2027-03-15T19:45:00+05:45', '2027-03-15 14:00:00'],
  ] as const
  for (const [date, start, stored] of cases) {
    const { hours } = await dayOf(request, { owner, from: date })
    const { free } = await (
      await request.get(
        `/api/free?${new URLSearchParams({ owner, from: start, durationMinutes: '30', count: '1' })}`,
      )
    ).json()
    expect(hours.kind).toBe('known')
    expect(free[0].start).toBe(`${stored.replace(' ', 'T')}Z`)
    const end = start.replace(':45:00+', ':59:00+')
    const booked = await bookToEnd(request, '', { owner: { id: owner }, start, end })
    expect(booked.status(), await booked.text()).toBe(201)
    const { taskId, appointment } = await booked.json()
    expect(appointment.start).toBe(`${stored.replace(' ', 'T')}.000Z`)
    expect(await upstream.task(taskId)).toMatchObject({ DueDate: `${stored}.000` })
    // The rep's day is another one than the owner's, and the booking is in both.
    for (const query of [{}, { zone: 'Asia/Kathmandu' }]) {
      const { busy } = await dayOf(request, { owner, from: date, ...query })
      expect(busy?.map((one) => one.start)).toContain(`${stored.replace(' ', 'T')}Z`)
    }
  }
  const spring = await dayOf(request, { owner, from: '2027-03-14' })
  expect(spring.date).toBe('2027-03-14')
})

test('a day costs three calls, another one two, and the same one none', async ({
  startDesk,
  request,
}) => {
  const desk = await startDesk({ CONFLICTS: 'advise' })
  const sandbox = sandboxControl(desk.sandboxUrl)
  const owner = '11111111-1111-4111-8111-000000000006'
  const calls = async (from: string) => {
    await sandbox.forgetCalls()
    await daysOf(request, { owner, from }, desk.url)
    return (await sandbox.calls()).filter(({ path }) => dayCalls.test(path)).length
  }
  expect(await calls('2027-04-06')).toBe(3)
  expect(await calls('2027-04-06')).toBe(0)
  expect(await calls('2027-05-04')).toBe(2)
})

test('a clash is told with its reason, and booking anyway is another body under another key', async ({
  request,
  desk,
  sandbox,
}) => {
  const owner = await workingOwner(request, desk.sandboxUrl, 'Asia/Kolkata', '2027-06-08')
  const slot = { start: '2027-06-08T11:00:00+05:30', end: '2027-06-08T11:30:00+05:30' }
  const wish = { owner: { id: owner }, subject: 'Site visit with Lumen', ...slot }
  const first = await bookToEnd(request, '', wish)
  expect(await first.json()).toMatchObject({ outcome: 'booked', conflictsChecked: true })

  const { busy } = await dayOf(request, { owner, from: '2027-06-08' })
  expect(busy).toMatchObject([{ title: 'Site visit with Lumen', isTentative: false }])

  const key = randomUUID()
  const again = { ...wish, subject: 'Demo' }
  const conflicts = await conflictsIn(await bookToEnd(request, '', again, key))
  expect(conflicts).toMatchObject([
    {
      kind: 'overlap',
      title: 'Site visit with Lumen',
      start: '2027-06-08T05:30:00Z',
      end: '2027-06-08T06:00:00Z',
      token: busy?.[0]?.token,
      isHard: false,
    },
  ])
  expect(await (await request.get(`/api/attempts/${key}`)).json()).toMatchObject({
    outcome: 'refused',
    problem: { code: 'conflict' },
  })

  const seen = conflicts.map(({ token }) => token)
  const conflictOverride = { reason: 'They asked for it', seen }
  expect((await bookToEnd(request, '', { ...again, conflictOverride }, key)).status()).toBe(422)
  const anyway = await bookToEnd(request, '', { ...again, conflictOverride })
  expect(anyway.status()).toBe(201)
  const named = (await sandbox.tasks()).filter(({ name }) => name === 'Demo')
  expect(named).toHaveLength(1)
  expect(JSON.stringify(named)).not.toContain('They asked for it')
})

test('of ten reps who book one time in the same second exactly one gets it', async ({
  request,
  desk,
  sandbox,
}) => {
  const owner = await workingOwner(request, desk.sandboxUrl, 'Asia/Kolkata', '2027-06-09')
  const slot = { start: '2027-06-09T11:00:00+05:30', end: '2027-06-09T11:30:00+05:30' }
  const wish = { owner: { id: owner }, subject: 'The race', ...slot }
  const answers = await Promise.all(Array.from({ length: 10 }, () => bookToEnd(request, '', wish)))
  expect(answers.filter((answer) => answer.status() === 201)).toHaveLength(1)
  for (const answer of answers) {
    if (answer.status() === 201) continue
    const told = kinds(await conflictsIn(answer))
    expect(told.every((kind) => kind === 'held' || kind === 'overlap')).toBe(true)
  }
  expect((await sandbox.tasks()).filter(({ name }) => name === 'The race')).toHaveLength(1)
})

test('a type that prevents conflicts cannot be booked over anything', async ({ request, desk }) => {
  const owner = await workingOwner(request, desk.sandboxUrl, 'Asia/Kolkata', '2027-06-10')
  const slot = { start: '2027-06-10T11:00:00+05:30', end: '2027-06-10T11:45:00+05:30' }
  const wish = { taskType: { name: 'Demo' }, owner: { id: owner }, ...slot }
  expect((await bookToEnd(request, '', wish)).status()).toBe(201)
  const anyway = { ...wish, conflictOverride: { seen: 'any' } }
  const [conflict] = await conflictsIn(await bookToEnd(request, '', anyway))
  expect(conflict).toMatchObject({ kind: 'overlap', isHard: true })
})

test('outside of hours is advice, and so is another task of the lead on that day', async ({
  request,
  desk,
}) => {
  const owner = await workingOwner(request, desk.sandboxUrl, 'Asia/Kolkata', '2027-06-11')
  const { leads } = await (await request.get('/api/leads?query=lena')).json()
  const wish = { owner: { id: owner }, lead: { id: leads[0].id } }
  const slot = { start: '2027-06-11T11:00:00+05:30', end: '2027-06-11T11:30:00+05:30' }
  expect((await bookToEnd(request, '', { ...wish, ...slot })).status()).toBe(201)
  const late = { start: '2027-06-11T23:00:00+05:30', end: '2027-06-11T23:30:00+05:30' }
  const conflicts = await conflictsIn(await bookToEnd(request, '', { ...wish, ...late }))
  expect(kinds(conflicts)).toEqual(['outside-hours', 'same-lead'])
  const any = { ...wish, ...late, conflictOverride: { seen: 'any' } }
  expect((await bookToEnd(request, '', any)).status()).toBe(201)
})

test('a calendar that cannot be read keeps nobody from booking, and is never shown as free', async ({
  request,
  desk,
  sandbox,
}) => {
  const owner = await workingOwner(request, desk.sandboxUrl, 'Asia/Kolkata', '2027-06-15')
  await sandbox.faults({
    rules: [{ operation: 'Task.svc/RetrieveAppointments/ByUserId', kind: 'mx-error' }],
  })
  const { busy } = await dayOf(request, { owner, from: '2027-07-20' })
  expect(busy).toBeNull()
  const slot = { start: '2027-07-20T11:00:00+05:30', end: '2027-07-20T11:30:00+05:30' }
  const booked = await bookToEnd(request, '', { owner: { id: owner }, ...slot })
  expect(await booked.json()).toMatchObject({ outcome: 'booked', conflictsChecked: false })
})

test('without DAY_DETAILS reps see only that somebody is busy', async ({ startDesk, request }) => {
  const desk = await startDesk({ CONFLICTS: 'advise', DAY_DETAILS: 'off' })
  const owner = '11111111-1111-4111-8111-000000000006'
  const slot = { start: '2027-06-16T11:00:00+05:30', end: '2027-06-16T11:30:00+05:30' }
  const wish = { owner: { id: owner }, subject: 'A secret visit', ...slot }
  expect((await bookToEnd(request, desk.url, wish)).status()).toBe(201)
  const day = await dayOf(request, { owner, from: '2027-06-16' }, desk.url)
  expect(day.busy).toMatchObject([{ title: null, lead: null, typeName: null, color: null }])
  const refused = await bookToEnd(request, desk.url, { ...wish, subject: 'Demo' })
  expect(await conflictsIn(refused)).toMatchObject([{ kind: 'overlap', title: null }])
  expect(await refused.text()).not.toContain('A secret visit')
})

test('CONFLICTS=off books as before', async ({ startDesk, request }) => {
  const desk = await startDesk({ CONFLICTS: 'off' })
  const slot = { start: '2027-06-17T11:00:00+05:30', end: '2027-06-17T11:30:00+05:30' }
  for (let turn = 0; turn < 2; turn += 1) {
    const booked = await bookToEnd(request, desk.url, slot)
    expect(booked.status()).toBe(201)
    expect(await booked.json()).not.toHaveProperty('conflictsChecked')
  }
})

test('an owner whom nobody knows, and a question that says nothing', async ({ request }) => {
  const owner = '11111111-1111-4111-8111-0000000000ff'
  const unknown = await request.get(`/api/days?owner=${owner}&from=2027-06-17`)
  expect(unknown.status()).toBe(422)
  expect(await unknown.json()).toMatchObject({ code: 'unknown-owner' })
  const wrong = await request.get(`/api/days?owner=${owner}&from=yesterday`)
  expect(wrong.status()).toBe(400)
  expect(await wrong.json()).toMatchObject({
    code: 'invalid-request',
    errors: [{ pointer: '?/from' }],
  })
})
