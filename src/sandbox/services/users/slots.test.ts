import { beforeEach, expect, test } from 'vitest'
import { AvailableSlotsReply } from '#wire/user/available-slots.ts'
import { freeSpans, withinHours } from './available-slots.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'
import { wallTimeIn } from './zones.ts'

const path = 'Task.svc/RetrieveAvailableSlots/ByUserEmailAddress'
const { world, call } = createTestTenant()
// By the seed: two shifts in Adelaide, one long day in Kolkata, nobody's template; the fifth is on leave on the 26th.
const [adelaide, kolkata, none, , away] = world.tenant.users()
const gone = world.tenant.users().find((user) => !user.isActive)

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches, { availableSlots: true })
  world.tasks.clear()
})

async function slots(user: typeof adelaide, day: string, changes: object = {}) {
  const { body } = await call(path, {
    FromDate: day,
    ToDate: day,
    Users: [user?.email.toUpperCase()],
    IncludeAllowedConflictSlots: false,
    ...changes,
  })
  return AvailableSlotsReply.parse(body).List[0]?.UserSlots[0]
}

async function book(type: string, DueDate: string, EndDate: string) {
  const { status } = await call('Task.svc/Create', {
    Name: 'Busy',
    TaskType: { Name: type },
    OwnerId: adelaide?.id,
    DueDate,
    EndDate,
  })
  expect(status).toBe(200)
}

test('rule 37: off, it is a path whose behaviour nobody knows', async () => {
  world.switches.availableSlots = false
  expect((await call(path, {})).status).toBe(501)
})

test('rule 37: hours of the template, in its zone, without its breaks', async () => {
  const { headers } = await call(path, { FromDate: '2026-11-24', ToDate: '2026-11-24', Users: [] })
  expect(headers.get('X-Sandbox-Invented')).toBe('true')
  expect(await slots(adelaide, '2026-11-24')).toEqual({
    UserId: adelaide?.id,
    EmailAddress: adelaide?.email,
    UserTimeZone: 'Australia/Adelaide',
    AvailableSlots: [
      { StartTime: '08:30:00', EndTime: '10:15:00' },
      { StartTime: '10:30:00', EndTime: '12:30:00' },
      { StartTime: '14:00:00', EndTime: '18:00:00' },
    ],
    BreakTimings: [{ StartTime: '10:15:00', EndTime: '10:30:00' }],
    BusySlots: [],
    NoSlotsReason: '',
  })
})

test('rule 37: a task whose type prevents conflicts makes its slot busy, in the zone of the template', async () => {
  // Adelaide is 10 and a half hours ahead of UTC in November.
  await book('Demo', '2026-11-24 04:30:00', '2026-11-24 05:00:00')
  const day = await slots(adelaide, '2026-11-24', { IncludeAllowedConflictSlots: true })
  expect(day?.BusySlots).toEqual([{ StartTime: '15:00:00', EndTime: '15:30:00' }])
  expect(day?.AvailableSlots.slice(2)).toEqual([
    { StartTime: '14:00:00', EndTime: '15:00:00' },
    { StartTime: '15:30:00', EndTime: '18:00:00' },
  ])
})

test('rule 37: a task that allows conflicts takes its slot only where such slots are not asked for', async () => {
  await book('Meeting', '2026-11-23 22:00:00', '2026-11-23 23:30:00')
  const without = await slots(adelaide, '2026-11-24')
  const including = await slots(adelaide, '2026-11-24', { IncludeAllowedConflictSlots: true })
  expect(without?.BusySlots).toEqual([])
  expect(without?.AvailableSlots[0]).toEqual({ StartTime: '10:00:00', EndTime: '10:15:00' })
  expect(including?.AvailableSlots[0]).toEqual({ StartTime: '08:30:00', EndTime: '10:15:00' })
})

test.each([
  [adelaide, '2026-11-28', 'NotScheduled'],
  [adelaide, '2026-12-02', 'Holiday'],
  [away, '2026-11-26', 'Leave'],
  [none, '2026-11-24', 'WorkDayTemplateNotDefined'],
])('rule 37: no slots, and the reason: %#', async (user, day, reason) => {
  expect(await slots(user, day)).toMatchObject({ AvailableSlots: [], NoSlotsReason: reason })
})

test('rule 37: a row per day, in pages, with everybody who is known and active', async () => {
  const { body } = await call(path, {
    FromDate: '2026-11-23',
    ToDate: '2026-11-27',
    Users: [adelaide?.email, kolkata?.email, gone?.email, 'nobody@example.com'],
    Paging: { PageIndex: 2, PageSize: 2 },
  })
  const list = AvailableSlotsReply.parse(body)
  expect(list.RecordCount).toBe(5)
  expect(list.List.map((row) => row.Date)).toEqual(['2026-11-25', '2026-11-26'])
  expect(list.List[0]?.UserSlots.map((user) => user.UserId)).toEqual([adelaide?.id, kolkata?.id])
})

test('rule 37: a window of more than 100 days is refused', async () => {
  const window = { FromDate: '2026-01-01', ToDate: '2026-12-31', Users: [adelaide?.email] }
  expect((await call(path, window)).status).toBe(500)
})

test('spans that overlap, touch or lie outside are taken out once', () => {
  const hours = [{ StartTime: '09:00:00', EndTime: '17:00:00' }]
  const hour = 3600
  const taken = [
    { from: 12 * hour, to: 14 * hour },
    { from: 7 * hour, to: 10 * hour },
    { from: 13 * hour, to: 13.5 * hour },
    { from: 14 * hour, to: 15 * hour },
    { from: 0, to: 0 },
    { from: 20 * hour, to: 21 * hour },
  ]
  expect(freeSpans(hours, taken)).toEqual([
    { StartTime: '10:00:00', EndTime: '12:00:00' },
    { StartTime: '15:00:00', EndTime: '17:00:00' },
  ])
  expect(withinHours({ from: 8 * hour, to: 10 * hour }, hours)).toEqual([
    { StartTime: '09:00:00', EndTime: '10:00:00' },
  ])
  expect(withinHours({ from: 0, to: 0 }, hours)).toEqual([])
})

test.each([
  ['Asia/Kathmandu', '2026-11-23T18:20:05Z', '2026-11-24', 5 * 60 + 5],
  ['America/St_Johns', '2026-11-24T02:00:00Z', '2026-11-23', 22.5 * 3600],
  ['UTC', '2026-11-24T00:00:00Z', '2026-11-24', 0],
])('wall time in %s of %s', (zone, instant, date, seconds) => {
  expect(wallTimeIn(zone, Date.parse(instant))).toEqual({ date, seconds })
})
