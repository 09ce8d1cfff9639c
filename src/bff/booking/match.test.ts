import { expect, test } from 'vitest'
import type { TaskRow } from '#wire/task/task.ts'
import { matchTasks } from './match.ts'
import { leadId, plan, storedTask } from './test-booking.ts'

const sentAtMs = Date.UTC(2026, 10, 23, 9, 0, 0, 700)
const otherId = '33333333-3333-4333-8333-000000000002'
const unmarked = 'Bring the contract.'
const type = { Id: plan().taskType.id, Name: 'Meeting ', Category: 0, Color: '#4fc3f7' }

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

test.each<[string, Partial<TaskRow>]>([
  ['neither names one', { RelatedEntity: 0, RelatedEntityId: null }],
  ['only its kind is named', { RelatedEntity: 1, RelatedEntityId: null }],
  ['an id is left without a kind', { RelatedEntity: 0, RelatedEntityId: leadId }],
])('a booking without a lead is found where %s', (_, change) => {
  const row = storedTask({ Description: unmarked, ...change })
  expect(idsOf([row], { lead: null })).toHaveLength(1)
})

test.each<[string, Partial<TaskRow>]>([
  ['the type was created again', { TaskType: { ...type, Id: otherId } }],
  ['the type was renamed', { TaskType: { ...type, Name: 'Visit' } }],
  ['the e-mail of the owner was changed', { OwnerEmailAddress: 'ravi.rep@example.com' }],
  ['the owner is named by e-mail alone', { OwnerId: null }],
])('it is still the same task where %s', (_, change) => {
  expect(idsOf([storedTask({ Description: unmarked, ...change })])).toHaveLength(1)
})

test('a task without a type is another task', () => {
  expect(idsOf([storedTask({ Description: unmarked, TaskType: null })])).toEqual([])
})

test('an owner of whom only the e-mail is known is found by it', () => {
  const owner = { sentAs: 'email', id: null, email: 'Ravi@Example.com', name: null } as const
  const row = storedTask({ Description: unmarked })
  expect(idsOf([row], { owner })).toHaveLength(1)
  expect(idsOf([{ ...row, OwnerEmailAddress: 'sam@example.com' }], { owner })).toEqual([])
})

test('ids count in any letter case, in the plan and in the task', () => {
  const id = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
  const lead = { id, name: null }
  const row = storedTask({ Description: unmarked, RelatedEntityId: id.toUpperCase() })
  expect(idsOf([row], { lead })).toHaveLength(1)
  const shouted = { id: id.toUpperCase(), name: null }
  expect(idsOf([{ ...row, RelatedEntityId: id }], { lead: shouted })).toHaveLength(1)
})

test("LeadSquared's clock may be a minute behind ours, and no more", () => {
  const row = storedTask({ Description: unmarked })
  expect(idsOf([{ ...row, CreatedOn: sentAtMs - 60_000 }])).toHaveLength(1)
  expect(idsOf([{ ...row, CreatedOn: sentAtMs - 60_001 }])).toEqual([])
})

test('a task of another attempt that quotes our reference is not ours', () => {
  const row = storedTask({
    Description: 'Follows up AD-7F3K9Q.\n\nBooked with Appointment Desk, ref AD-222222',
  })
  expect(idsOf([row])).toEqual([])
})
