import { expect, test } from 'vitest'
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { OwnerDays } from '#contract/day.ts'
import { leadOf, nameOf, openBusyDesk } from '../booking/test-busy-hour.ts'

/** Half an hour at the pace of 100 reps in an hour. The clock costs the test its time, not the reps. */
const reps = 50
const periodMs = 30 * 60_000
/** For the last bookings, which wait for their turn. */
const waitsMostMs = 5 * 60_000

/** Half an hour in which each rep looks at a day and books into it, as the page does. */
async function busyHour(
  callsPerWindow: number,
  bookingsEach: number,
  { hasDays = true, readsAhead = false } = {},
) {
  const desk = openBusyDesk({ callsPerWindow, conflicts: 'advise' })
  const outcomes: number[] = []
  const waitsMs: number[] = []
  let days = 0
  let daysKnown = 0
  let readAhead = 0

  async function rep(number: number): Promise<void> {
    await desk.clock.sleep((number * periodMs) / (reps * bookingsEach))
    for (let booking = 0; booking < bookingsEach; booking += 1) {
      await desk.app.request('/api/session')
      await desk.app.request('/api/task-types')
      await desk.app.request('/api/owners?query=')
      const index = number * bookingsEach + booking
      await desk.app.request(`/api/leads?query=${nameOf(index + 1)}`)
      // Bookings spread over a month, each in a half hour of its own.
      const start =
        Date.UTC(2026, 11, 1 + Math.floor(index / 18), 4, 0) + (index % 18) * 30 * 60_000
      const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
      const owner = users[1]?.ID ?? ''
      if (hasDays) {
        const query = new URLSearchParams({ owner, from: iso(start).slice(0, 10) })
        const told = await desk.app.request(`/api/days?${query}`)
        const [day] = OwnerDays.parse(await told.json()).days
        days += 1
        if (day?.busy) daysKnown += 1
        if (readsAhead) {
          const dayMs = 24 * 60 * 60_000
          const ahead = new URLSearchParams({
            owner,
            from: iso(start - dayMs).slice(0, 10),
            to: iso(start + dayMs).slice(0, 10),
            ifIdle: '1',
          })
          const answer = await desk.app.request(`/api/days?${ahead}`)
          const [before] = OwnerDays.parse(await answer.json()).days
          if (before?.busy) readAhead += 1
        }
      }
      await desk.clock.sleep(45_000)
      const askedAt = desk.clock.now()
      const key = crypto.randomUUID()
      const headers = {
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      }
      const body = JSON.stringify({
        taskType: { id: taskTypes[0]?.Id },
        owner: { id: owner },
        lead: { id: leadOf(index + 1)[0]?.ProspectID },
        start: iso(start),
        end: iso(start + 30 * 60_000),
        location: 'Pune',
        customFields: { mx_Custom_1: 'Inspection' },
        conflictOverride: { seen: 'any' },
      })
      let response = await desk.app.request('/api/appointments', { method: 'POST', headers, body })
      // As a rep does: waits while it waits, and tries again when it is told to, under the same key.
      while (response.status === 202 || response.status === 503) {
        await desk.clock.sleep(Number(response.headers.get('Retry-After') ?? 1) * 1000)
        response = await desk.app.request('/api/appointments', { method: 'POST', headers, body })
      }
      outcomes.push(response.status)
      waitsMs.push(desk.clock.now() - askedAt)
      const isLast = booking === bookingsEach - 1
      if (!isLast) await desk.clock.sleep(periodMs / bookingsEach - 60_000)
    }
  }

  const everybody = Promise.all(Array.from({ length: reps }, (_, n) => rep(n)))
  await desk.clock.settle(periodMs + waitsMostMs, everybody)
  await desk.close()
  const { 'LeadManagement.svc/Leads.GetByQuickSearch': _typed, ...counted } = desk.calls
  const calls = Object.values(counted).reduce((sum, count) => sum + count, 0)
  const bookings = reps * bookingsEach
  const booked = outcomes.filter((status) => status === 201 || status === 200).length
  const sortedMs = waitsMs.toSorted((a, b) => a - b)
  return {
    bookedShare: booked / bookings,
    callsEach: calls / bookings,
    slowMs: sortedMs[Math.floor(bookings * 0.95)] ?? 0,
    shareOfDaysKnown: days === 0 ? 0 : daysKnown / days,
    shareReadAhead: days === 0 ? 0 : readAhead / days,
  }
}

test.each([25, 10])(
  'at %i calls in 5 s everybody sees the day, and a booking with all around it costs 4 calls',
  async (callsPerWindow) => {
    const hour = await busyHour(callsPerWindow, 2)
    expect(hour.bookedShare).toBe(1)
    expect(hour.shareOfDaysKnown).toBeGreaterThan(0.98)
    expect(hour.callsEach).toBeLessThanOrEqual(4.2)
    expect(hour.slowMs).toBeLessThan(1000)
  },
  60_000,
)

test.each([25, 10])(
  'at %i calls in 5 s the days beside it are read ahead, and nobody waits for that',
  async (callsPerWindow) => {
    const hour = await busyHour(callsPerWindow, 2, { readsAhead: true })
    expect(hour.bookedShare).toBe(1)
    expect(hour.shareOfDaysKnown).toBeGreaterThan(0.98)
    // A calendar for three days, and the hours of the two that are new.
    expect(hour.callsEach).toBeLessThanOrEqual(4.2 + 3)
    expect(hour.shareReadAhead).toBeGreaterThan(0.2)
    expect(hour.slowMs).toBeLessThan(1000)
  },
  60_000,
)

test.each([
  [2, 0],
  [5, 0],
  [10, 3],
  [25, 3],
])('at %i calls in 5 s reading ahead costs %i calls', async (callsPerWindow, cost) => {
  const { app, clock, departed, close } = openBusyDesk({ callsPerWindow, conflicts: 'advise' })
  const owner = users[1]?.ID ?? ''
  const ask = async (query: string) => app.request(`/api/days?owner=${owner}&${query}`)
  await clock.settle(60_000, ask('from=2026-12-02'))
  const before = departed.length
  await clock.settle(60_000, ask('from=2026-12-01&to=2026-12-03&ifIdle=1'))
  expect(departed.length - before).toBe(cost)
  await close()
})

test('at 2 calls in 5 s the day shows what it can, and every booking is made', async () => {
  const [hour, without] = [await busyHour(2, 1), await busyHour(2, 1, { hasDays: false })]
  for (const one of [hour, without]) expect(one.bookedShare).toBe(1)
  expect(hour.shareOfDaysKnown).toBeGreaterThan(0.8)
  expect(hour.slowMs).toBeLessThan(30_000)
}, 60_000)

const onlyDays = [
  'UserManagement.svc/User/Retrieve/ByUserId',
  'UserManagement.svc/User/GetWorkDayDetails',
]

test.each([0, 1, 20, 60])(
  'at 2 calls in 5 s a booking does not wait behind %i reps who look at days',
  async (readers) => {
    const desk = openBusyDesk({ callsPerWindow: 2, conflicts: 'advise' })
    const { clock, app, departed } = desk
    const warm = ['/api/task-types', '/api/owners?query=', '/api/leads?query=lead0001']
    await clock.settle(60_000, Promise.all(warm.map(async (path) => app.request(path))))
    await clock.advance(60_000)

    const days = Array.from({ length: readers }, async (_, reader) => {
      const owner = `11111111-1111-4111-8111-${String(reader + 100).padStart(12, '0')}`
      const told = await app.request(`/api/days?owner=${owner}&from=2026-12-01`)
      return OwnerDays.parse(await told.json()).days[0]?.busy ?? null
    })
    await clock.advance(10)
    const [askedAt, before] = [clock.now(), departed.length]
    const booked = book(desk, users[1]?.ID ?? '').then(({ status }) => ({
      status,
      at: clock.now(),
    }))
    const { status, at } = await clock.settle(120_000, booked)
    expect([200, 201]).toContain(status)
    // A look-up that had left already keeps one of the two places for a window. No other one overtakes the booking.
    const until = departed.indexOf('Task.svc/Create', before)
    const overtaking = departed.slice(before, until).filter((call) => onlyDays.includes(call))
    expect(overtaking).toEqual([])
    expect(at - askedAt).toBeLessThan(2 * 5000 + 1000)

    // Of the readers most are told that the day is not known, within the time that they are given.
    const told = await clock.settle(30_000, Promise.all(days))
    expect(told.filter((busy) => busy !== null).length).toBeLessThanOrEqual(2)
    await desk.close()
  },
)

/** As a rep does: waits while it waits. */
async function book({ app, clock }: ReturnType<typeof openBusyDesk>, owner: string) {
  const headers = {
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  }
  const body = JSON.stringify({
    taskType: { id: taskTypes[0]?.Id },
    owner: { id: owner },
    lead: { id: leadOf(1)[0]?.ProspectID },
    start: '2026-12-01T04:00:00Z',
    end: '2026-12-01T04:30:00Z',
    location: 'Pune',
    customFields: { mx_Custom_1: 'Inspection' },
    conflictOverride: { seen: 'any' },
  })
  for (;;) {
    const response = await app.request('/api/appointments', { method: 'POST', headers, body })
    if (response.status !== 202 && response.status !== 503) return response
    await clock.sleep(1000)
  }
}
