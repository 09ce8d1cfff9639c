import { expect, test } from 'vitest'
import type { TaskRow } from '#wire/task/task.ts'
import { matchTasks } from './match.ts'
import { plan, storedTask } from './test-booking.ts'

const sentAtMs = Date.UTC(2026, 10, 23, 9, 0, 0, 700)
const otherId = '33333333-3333-4333-8333-000000000002'
const unmarked = 'Bring the contract.'

function idsOf(rows: readonly TaskRow[], changes = {}): string[] {
  return matchTasks(rows, plan(changes), sentAtMs).rows.map((row) => row.UserTaskId)
}

test('the reference finds the task even if everything else was changed meanwhile', () => {
  const moved = storedTask({ DueDate: 0, Name: 'Renamed', OwnerId: otherId, CreatedOn: null })
  expect(idsOf([moved])).toEqual([moved.UserTaskId])
})

test('the reference finds the task in a custom field', () => {
  const row = storedTask({
    Description: unmarked,
    Name: 'Renamed',
    CustomFields: { mx_Custom_2: 'Booked with Appointment Desk, ref AD-7F3K9Q' },
  })
  expect(idsOf([row])).toEqual([row.UserTaskId])
})

test('both of two tasks with the reference are found, and a task that only looks alike is not', () => {
  const rows = [
    storedTask(),
    storedTask({ UserTaskId: otherId }),
    storedTask({ UserTaskId: '33333333-3333-4333-8333-000000000003', Description: unmarked }),
  ]
  expect(idsOf(rows)).toHaveLength(2)
})

test('a task that appears on two overlapping pages counts once', () => {
  expect(
    idsOf([storedTask(), storedTask({ UserTaskId: storedTask().UserTaskId.toUpperCase() })]),
  ).toHaveLength(1)
})

test('without a reference every sent value must match', () => {
  const row = storedTask({ Description: unmarked })
  expect(idsOf([row])).toEqual([row.UserTaskId])
  expect(idsOf([{ ...row, EndDate: null }])).toHaveLength(1)
  expect(idsOf([{ ...row, Name: ' Demo with Acme ' }])).toHaveLength(1)
})

test.each<[string, Partial<TaskRow>]>([
  ['type', { TaskType: { Id: otherId, Name: 'Call', Category: 0, Color: '#4fc3f7' } }],
  ['name', { Name: 'Demo with Acme 2' }],
  ['owner', { OwnerId: otherId, OwnerEmailAddress: 'other@example.com' }],
  ['start', { DueDate: Date.UTC(2026, 10, 24, 5, 1) }],
  ['end', { EndDate: Date.UTC(2026, 10, 24, 5, 31) }],
  ['lead', { RelatedEntityId: otherId }],
  ['missing lead', { RelatedEntity: 0, RelatedEntityId: null }],
  ['earlier creation', { CreatedOn: sentAtMs - 10 * 60_000 }],
  ['unreadable creation', { CreatedOn: null }],
])('another %s is another task', (_, change) => {
  expect(idsOf([storedTask({ Description: unmarked, ...change })])).toEqual([])
})

test("a task with another attempt's reference is never taken, however equal it is", () => {
  const row = storedTask({
    Description: 'Bring the contract.\n\nBooked with Appointment Desk, ref AD-222222',
  })
  expect(idsOf([row])).toEqual([])
})

test('a reference that the rep quoted does not hide the task', () => {
  const description = 'Follows up AD-222222.'
  const row = storedTask({ Description: description })
  expect(idsOf([row], { description })).toEqual([row.UserTaskId])
  expect(idsOf([storedTask({ Description: `${description}\n\nref AD-7F3K9Q` })])).toHaveLength(1)
})

test('without a fixed time any start counts, and without a lead only a task without one', () => {
  const row = storedTask({ Description: unmarked, DueDate: 0, EndDate: 1 })
  expect(idsOf([row], { startMs: null, endMs: null })).toHaveLength(1)
  expect(idsOf([row], { startMs: null, endMs: null, lead: null })).toEqual([])
})
