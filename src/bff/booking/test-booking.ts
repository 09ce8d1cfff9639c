import type { TaskType } from '#contract/task-type.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from './record.ts'

/** Values that several tests of this room begin with; each test changes what it is about. */

export const key = '7d444840-9dc0-41d1-b245-5ffdce74fad2'
export const ownerId = '11111111-1111-4111-8111-000000000002'
export const otherOwnerId = '11111111-1111-4111-8111-000000000003'
export const leadId = '22222222-2222-4222-8222-000000000001'
export const taskId = '33333333-3333-4333-8333-000000000001'

export function taskType(changes: Partial<TaskType> = {}): TaskType {
  return {
    id: '44444444-4444-4444-8444-000000000001',
    name: 'Meeting',
    color: '#4fc3f7',
    defaultDurationMinutes: 30,
    preventsConflicts: false,
    location: { enabled: true, mandatory: false },
    reminder: { options: [15, 30], defaultMinutes: 15 },
    customFields: [],
    ...changes,
  }
}

export function plan(changes: Partial<AttemptPlan> = {}): AttemptPlan {
  return {
    reference: 'AD-7F3K9Q',
    booker: 'priya@example.com',
    taskType: { id: '44444444-4444-4444-8444-000000000001', name: 'Meeting ' },
    preventsConflicts: false,
    subject: 'Demo with Acme',
    description: 'Bring the contract.',
    owner: { sentAs: 'id', id: ownerId, email: 'ravi@example.com', name: 'Ravi Rep' },
    lead: { id: leadId, name: 'Lena Lead' },
    startMs: Date.UTC(2026, 10, 24, 5, 0),
    endMs: Date.UTC(2026, 10, 24, 5, 30),
    location: 'Room 1',
    reminderMinutes: 15,
    notifyOwner: true,
    customFields: { mx_Custom_1: 'Inspection' },
    ...changes,
  }
}

/** The plan as LeadSquared keeps it. */
export function storedTask(changes: Partial<TaskRow> = {}): TaskRow {
  return {
    UserTaskId: taskId,
    Name: 'Demo with Acme',
    Category: null,
    Description:
      'Bring the contract.\n\nBooked by priya@example.com with Appointment Desk, ref AD-7F3K9Q',
    RelatedEntity: 1,
    RelatedEntityId: leadId,
    RelatedEntityIdName: 'Lena Lead',
    DueDate: Date.UTC(2026, 10, 24, 5, 0),
    EndDate: Date.UTC(2026, 10, 24, 5, 30),
    Reminder: 15,
    NotifyBy: '1100',
    StatusCode: 0,
    OwnerId: ownerId,
    OwnerName: 'Ravi Rep',
    OwnerEmailAddress: 'ravi@example.com',
    CreatedBy: '11111111-1111-4111-8111-000000000001',
    CreatedByName: 'Ines Integration',
    CreatedOn: Date.UTC(2026, 10, 23, 9, 0, 1),
    ModifiedOn: Date.UTC(2026, 10, 23, 9, 0, 1),
    CompletedOn: null,
    TaskType: {
      Id: '44444444-4444-4444-8444-000000000001',
      Name: 'Meeting ',
      Category: 0,
      Color: '#4fc3f7',
    },
    Location: 'Room 1',
    CustomFields: { mx_Custom_1: 'Inspection' },
    ...changes,
  }
}

/** When the row of `attempt` was sent. */
export const sentAt = Date.UTC(2026, 10, 23, 9)

/** A row that was sent and is unconfirmed. */
export function attempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    person: 'priya@example.com',
    visitor: null,
    key,
    generation: 1,
    kind: 'book',
    reference: 'AD-7F3K9Q',
    fingerprint: '',
    request: '{}',
    plan: JSON.stringify(plan()),
    state: 'unconfirmed',
    taskId: null,
    outcome: null,
    said: null,
    receivedAt: sentAt - 5 * 24 * 60 * 60_000,
    sentAt,
    answeredAt: null,
    settledAt: null,
    settledBy: null,
    withdrawnAt: null,
    nextCheckAt: null,
    goodReads: 0,
    lastGoodReadAt: null,
    leaseOwner: null,
    leaseUntil: null,
    alert: null,
    readAt: sentAt,
    ...changes,
  }
}
