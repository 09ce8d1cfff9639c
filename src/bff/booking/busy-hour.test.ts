import { expect, test } from 'vitest'
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import users from '#wire/examples/users-get.json' with { type: 'json' }
import { leadOf, nameOf, openBusyDesk } from './test-busy-hour.ts'

const reps = 100
const bookingsEach = 4
const hourMs = 60 * 60_000

test('a busy hour of 100 reps costs at most 1.05 calls a booking, beside the searches that they type', async () => {
  const desk = openBusyDesk()
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' }
  const outcomes: number[] = []
  const purpose = 'Inspection'

  async function rep(number: number): Promise<void> {
    await desk.clock.sleep((number * hourMs) / (reps * bookingsEach))
    for (let booking = 0; booking < bookingsEach; booking += 1) {
      await desk.app.request('/api/session')
      await desk.app.request('/api/task-types')
      await desk.app.request('/api/owners?query=')
      const lead = number * bookingsEach + booking + 1
      await desk.app.request(`/api/leads?query=${nameOf(lead)}`)
      await desk.clock.sleep(45_000)
      await desk.app.request('/api/owners?query=ravi')
      const response = await desk.app.request('/api/appointments', {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() },
        body: JSON.stringify({
          taskType: { id: taskTypes[0]?.Id },
          owner: { id: users[1]?.ID },
          lead: { id: leadOf(lead)[0]?.ProspectID },
          subject: `Demo ${lead}`,
          start: '2026-11-24T10:30:00+05:30',
          end: '2026-11-24T11:00:00+05:30',
          location: 'Pune',
          customFields: { mx_Custom_1: purpose },
        }),
      })
      outcomes.push(response.status)
      const isLast = booking === bookingsEach - 1
      if (!isLast) await desk.clock.sleep(hourMs / bookingsEach - 45_000)
    }
  }

  const probing = (async () => {
    await desk.upstream.check()
    for (let minute = 0; minute < 60; minute += 1) {
      await desk.clock.sleep(60_000)
      await desk.upstream.check()
    }
  })()
  const everybody = Promise.all([probing, ...Array.from({ length: reps }, (_, n) => rep(n))])
  await desk.clock.settle(hourMs + 60_000, everybody)
  await desk.close()

  const { 'LeadManagement.svc/Leads.GetByQuickSearch': typed = 0, ...counted } = desk.calls
  const calls = Object.values(counted).reduce((sum, count) => sum + count, 0)
  expect(outcomes).toEqual(Array.from({ length: reps * bookingsEach }, () => 201))
  expect(typed).toBe(reps * bookingsEach)
  expect(calls / (reps * bookingsEach)).toBeLessThanOrEqual(1.05)
})
