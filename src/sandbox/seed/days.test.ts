import { expect, test } from 'vitest'
import { dayMs } from '../clock.ts'
import { createTestTenant, testNowMs } from '../test-tenant.ts'
import { demoDaysAreDue, fillDemoDays } from './days.ts'

const monthMs = 31 * dayMs
const today = Math.floor(testNowMs / dayMs)
const dayOf = (instantMs: number) => Math.floor(instantMs / dayMs)

test('the days reach from a week ago to two weeks ahead, with appointments and to-dos, and past ones are complete', () => {
  const { world } = createTestTenant()
  const tasks = world.tasks.find({})
  const days = tasks.map(({ dueMs }) => dayOf(dueMs))
  expect(Math.min(...days)).toBeLessThanOrEqual(today - 6)
  expect(Math.max(...days)).toBeGreaterThanOrEqual(today + 11)
  const categories = tasks.map((task) => world.tenant.taskTypeById(task.taskTypeId)?.Category)
  expect(new Set(categories)).toEqual(new Set([0, 1]))
  const past = tasks.filter(({ dueMs }) => dueMs < testNowMs - dayMs)
  expect(new Set(past.map(({ statusCode }) => statusCode))).toEqual(new Set([1]))
})

test('several owners have something today, in different zones, and one of them has a full day', () => {
  const { world } = createTestTenant()
  const ofToday = world.tasks.find({ dueFromMs: today * dayMs, dueToMs: (today + 1) * dayMs })
  const owners = new Set(ofToday.map(({ ownerId }) => ownerId))
  const zones = new Set([...owners].map((id) => world.tenant.userById(id)?.timeZone))
  expect(owners.size).toBeGreaterThan(5)
  expect(zones.size).toBeGreaterThan(3)
  const busiest = Math.max(
    ...[...owners].map((id) => ofToday.filter((t) => t.ownerId === id).length),
  )
  expect(busiest).toBeGreaterThan(7)
})

test('appointments are within the hours of their owners and do not overlap', () => {
  const { world } = createTestTenant()
  const { templates, calendars } = world.tenant.workDays()
  const typeIds = world.tenant.appointmentTypeIds()
  for (const { id, timeZone } of world.tenant.users().slice(0, 12)) {
    const tasks = world.tasks.find({ ownerIds: [id], taskTypeIds: typeIds })
    tasks.reduce((endMs, task) => {
      expect(task.dueMs).toBeGreaterThanOrEqual(endMs)
      return task.endMs
    }, 0)
    const template = templates[calendars[id]?.template ?? '']
    for (const task of tasks) {
      const zone = template?.timeZone ?? timeZone
      const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
      const spans = template ? template.shifts[at(task.dueMs).dayOfWeek % 7] : undefined
      const [start, end] = [task.dueMs, task.endMs].map((ms) => at(ms).toPlainTime().toString())
      const isInside = (spans ?? [{ StartTime: '09:00:00', EndTime: '17:00:00' }]).some(
        (span) => String(start) >= span.StartTime && String(end) <= span.EndTime,
      )
      expect(isInside, `${task.name} at ${start} in ${zone}`).toBe(true)
    }
  }
})

test('a month later the days are filled again, and changed tasks stay as they are', async () => {
  const { world, call } = createTestTenant()
  const [own, moved, gone] = world.tasks.find({ dueFromMs: testNowMs + 3 * dayMs })
  const { body } = await call('Task.svc/Create', { Name: 'Mine', TaskType: { Name: 'Meeting' } })
  await call('Task.svc/Update', { UserTaskId: moved?.id, Name: 'Changed' })
  world.tasks.remove(gone?.id ?? '')
  expect(demoDaysAreDue(world.tenant.whole(), testNowMs)).toBe(false)

  const later = testNowMs + monthMs
  expect(demoDaysAreDue(world.tenant.whole(), later)).toBe(true)
  fillDemoDays(world, later)
  const ahead = world.tasks.find({ dueFromMs: later, dueToMs: later + 10 * dayMs })
  expect(ahead.length).toBeGreaterThan(100)
  expect(world.tasks.byId(body.Message.Id)).toMatchObject({ name: 'Mine', statusCode: 0 })
  expect(world.tasks.byId(moved?.id ?? '')).toMatchObject({ name: 'Changed', statusCode: 0 })
  expect(world.tasks.byId(own?.id ?? '')).toMatchObject({ statusCode: 1 })
  expect(world.tasks.byId(gone?.id ?? '')).toBeNull()

  const count = world.tasks.count()
  fillDemoDays(world, later)
  expect(world.tasks.count()).toBe(count)
})

test('a sandbox that runs for a month fills the days by itself', async () => {
  const { world, call, passTime } = createTestTenant()
  const ahead = (days: number) => world.tasks.find({ dueFromMs: testNowMs + days * dayMs }).length
  expect(ahead(20)).toBe(0)
  passTime(monthMs)
  await call('Task.svc/RetrieveTaskType')
  expect(ahead(31)).toBeGreaterThan(100)
})
