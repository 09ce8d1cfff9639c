/** `Task.svc/Create` (leadsquared-api.md 6.1; sandbox rules 21 to 28). */
import { CreateTaskAccepted } from '#wire/create-task.ts'
import { CreatedPrinted } from '#wire/envelope.ts'
import type { TaskTypePrinted } from '#wire/task-type.ts'
import { parseTimestamp } from '#wire/timestamps.ts'
import {
  invalidInput,
  mandatoryMissing,
  type Operation,
  Rejection,
  type SandboxRequest,
} from './operation.ts'
import type { Task } from './task-store.ts'
import type { World } from './world.ts'

const minuteMs = 60_000
/** The default length where the type has none ([invented], rule 26). */
const fallbackMinutes = 30

export const taskChangeOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: 'Task.svc/Create',
    standing: 'documented',
    handle(request, world) {
      const task = taskFrom(request, world)
      world.tasks.insert(task)
      return { schema: CreatedPrinted, body: { Status: 'Success', Message: { Id: task.id } } }
    },
  },
]

function taskFrom(request: SandboxRequest, world: World): Task {
  const read = CreateTaskAccepted.safeParse(request.body)
  if (!read.success) throw invalidInput(String(read.error.issues[0]?.path[0] ?? 'body'))
  const body = read.data
  if (body.Name === '') throw mandatoryMissing('Name', 'creating task')
  const type = typeOf(body.TaskType, world)
  const dueMs = instant('DueDate', body.DueDate) ?? request.nowMs
  const minutes = Number(type.TaskTypeConfiguration.Duration.Value ?? fallbackMinutes)
  const endMs = instant('EndDate', body.EndDate) ?? dueMs + minutes * minuteMs
  if (endMs < dueMs) throw invalidInput('EndDate')
  if (!world.switches.lenientMandatory) requireFields(body, type)
  const ownerId = ownerOf(body, request.userId, world)
  if (world.switches.refuseOverlaps && type.PreventConflict)
    refuseOverlap(ownerId, dueMs, endMs, world)
  return {
    id: world.newId(),
    name: body.Name,
    description: body.Description,
    ...relatedOf(body, world),
    dueMs,
    endMs,
    reminderMinutes: body.Reminder ?? 0,
    reminderBeforeDays: body.ReminderBeforeDays ?? 0,
    notifyBy: body.NotifyBy ?? '1000',
    statusCode: 0,
    ownerId,
    createdBy: request.userId,
    createdMs: request.nowMs,
    modifiedBy: request.userId,
    modifiedMs: request.nowMs,
    completedMs: null,
    taskTypeId: type.Id,
    location: body.Location,
    customFields: body.CustomFields,
  }
}

/** By Name, verbatim; by Id accepted too, though nobody documents it (rule 23). */
function typeOf(wanted: CreateTaskAccepted['TaskType'], world: World): TaskTypePrinted {
  const types = world.tenant.taskTypes()
  if (!wanted || (wanted.Name === null && wanted.Id === null)) {
    const fallback = types.find(({ IsDefault }) => IsDefault)
    if (world.switches.defaultTaskType && fallback) return fallback
    throw mandatoryMissing('TaskType', 'creating task')
  }
  const found = types.find(({ Id, Name }) =>
    wanted.Name === null ? Id === wanted.Id?.toLowerCase() : Name === wanted.Name,
  )
  if (!found) throw invalidInput('TaskType')
  return found
}

/** OwnerId wins over OwnerEmailAddress; neither means the key's user; unknown and inactive are refused (rule 24). */
function ownerOf(body: CreateTaskAccepted, keyUserId: string, world: World): string {
  if (body.OwnerId === null && body.OwnerEmailAddress === null) {
    if (world.switches.ownerRequired) throw mandatoryMissing('OwnerId', 'creating task')
    return keyUserId
  }
  const user =
    body.OwnerId === null
      ? world.tenant.userByEmail(body.OwnerEmailAddress ?? '')
      : world.tenant.userById(body.OwnerId)
  if (!user?.isActive) throw invalidInput(body.OwnerId === null ? 'OwnerEmailAddress' : 'OwnerId')
  return user.id
}

/** RelatedEntity 0 drops the id; 1 and 5 want one that exists (rule 25). */
function relatedOf(
  body: CreateTaskAccepted,
  world: World,
): Pick<Task, 'relatedEntity' | 'relatedEntityId'> {
  switch (body.RelatedEntity ?? 0) {
    case 0:
      return { relatedEntity: 0, relatedEntityId: null }
    case 1: {
      const id = (body.RelatedEntityId ?? '').toLowerCase()
      if (!world.leads.byId(id)) throw invalidInput('RelatedEntityId')
      return { relatedEntity: 1, relatedEntityId: id }
    }
    case 5: {
      const id = (body.RelatedEntityId ?? '').toLowerCase()
      if (!world.opportunities.byId(id)) throw invalidInput('RelatedEntityId')
      return { relatedEntity: 5, relatedEntityId: id }
    }
    default:
      throw invalidInput('RelatedEntity')
  }
}

function requireFields(body: CreateTaskAccepted, type: TaskTypePrinted): void {
  if (type.TaskTypeConfiguration.Location.IsMandatory && body.Location === '') {
    throw mandatoryMissing('Location', 'creating task')
  }
  const missing = type.ColumnConfiguration.find(
    ({ SchemaName, Mandatory }) =>
      Mandatory && SchemaName.startsWith('mx_') && !body.CustomFields[SchemaName],
  )
  if (!missing) return
  throw new Rejection(
    500,
    'MXInvalidActivityFieldsException',
    `Field name : '${missing.SchemaName}' of datatype : 'String' is mandatory.`,
  )
}

function refuseOverlap(ownerId: string, dueMs: number, endMs: number, world: World): void {
  const others = world.tasks
    .find({ ownerIds: [ownerId], overlaps: { fromMs: dueMs, toMs: endMs } })
    .filter((task) => task.statusCode === 0 && task.dueMs < endMs && task.endMs > dueMs)
  if (others.length > 0) throw invalidInput('DueDate')
}

/** `yyyy-MM-dd HH:mm:ss`, UTC; every other spelling is refused (rule 11). */
function instant(name: string, text: string | null): number | null {
  if (text === null) return null
  const instantMs = parseTimestamp(text)
  if (instantMs === undefined) throw invalidInput(name)
  return instantMs
}
