/** `Task.svc/Create` (leadsquared-api.md 6.1; sandbox rules 21 to 28). */
import { CreateTaskAccepted } from '#wire/task/create.ts'
import { CreatedPrinted } from '#wire/envelope.ts'
import type { TaskTypePrinted } from '#wire/task/type.ts'
import { lastInstantMs } from '#wire/timestamps.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  type Operation,
  Rejection,
  type SandboxRequest,
  wholeNumber,
} from '../../calls/operation.ts'
import { instantOf } from '../../calls/request-dates.ts'
import { ownerNamed, relatedTo } from './input.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

const minuteMs = 60_000
/** The default length where the type has none ([invented], rule 26). */
const fallbackMinutes = 30

export const taskCreateOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: 'Task.svc/Create',
    standing: 'documented',
    handle(request, world) {
      const body = accepted(CreateTaskAccepted, request)
      const task = taskFrom(body, request, world)
      world.tasks.insert(task)
      return {
        schema: CreatedPrinted,
        body: { Status: 'Success', Message: { Id: task.id } },
        isInvented: isGuess(body, world.tenant.taskTypeById(task.taskTypeId)),
      }
    },
  },
]

/** Whether what was left out, or sent twice, was settled by one of our own choices (rules 23, 24 and 26). */
function isGuess(body: CreateTaskAccepted, type: TaskTypePrinted | null): boolean {
  const owners = [body.OwnerId, body.OwnerEmailAddress].filter((owner) => owner !== null)
  const isOurLength = body.EndDate === null && !type?.TaskTypeConfiguration.Duration.Value
  return !body.TaskType?.Name || owners.length !== 1 || body.DueDate === null || isOurLength
}

function taskFrom(body: CreateTaskAccepted, request: SandboxRequest, world: World): Task {
  if (body.Name === '') throw mandatoryMissing('Name', 'creating task')
  const type = typeOf(body.TaskType, world)
  const dueMs = instantOf('DueDate', body.DueDate) ?? request.nowMs
  const minutes = Number(type.TaskTypeConfiguration.Duration.Value ?? fallbackMinutes)
  const endMs = instantOf('EndDate', body.EndDate) ?? dueMs + minutes * minuteMs
  if (endMs < dueMs || endMs > lastInstantMs) throw invalidInput('EndDate')
  requireFields(body, type)
  const ownerId = ownerNamed(body, world)
  const task: Task = {
    id: world.newId(),
    name: body.Name,
    description: body.Description,
    ...relatedTo(body.RelatedEntity ?? 0, body.RelatedEntityId, world),
    dueMs,
    endMs,
    reminderMinutes: wholeNumber('Reminder', body.Reminder) ?? 0,
    reminderBeforeDays: wholeNumber('ReminderBeforeDays', body.ReminderBeforeDays) ?? 0,
    notifyBy: body.NotifyBy ?? '1000',
    statusCode: 0,
    ownerId: ownerId ?? request.userId,
    createdBy: request.userId,
    createdMs: request.nowMs,
    modifiedBy: request.userId,
    modifiedMs: request.nowMs,
    completedMs: null,
    taskTypeId: type.Id,
    location: body.Location,
    customFields: body.CustomFields,
  }
  if (world.switches.refuseOverlaps && type.PreventConflict) refuseOverlap(task, world)
  return task
}

/** By Name, verbatim; by Id accepted too, though nobody documents it (rule 23). */
function typeOf(wanted: CreateTaskAccepted['TaskType'], world: World): TaskTypePrinted {
  const types = world.tenant.taskTypes()
  if (!wanted || (wanted.Name === null && wanted.Id === null)) {
    const fallback = types.find(({ IsDefault }) => IsDefault)
    if (world.switches.defaultTaskType && fallback) return fallback
    throw mandatoryMissing('TaskType', 'creating task', true)
  }
  const found =
    wanted.Name === null
      ? world.tenant.taskTypeById(wanted.Id ?? '')
      : types.find(({ Name }) => Name === wanted.Name)
  if (!found) throw invalidInput('TaskType')
  return found
}

function requireFields(body: CreateTaskAccepted, type: TaskTypePrinted): void {
  if (type.TaskTypeConfiguration.Location.IsMandatory && body.Location === '') {
    throw mandatoryMissing('Location', 'creating task', true)
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

/** Switch of rule 21 ([invented]): an open task of the owner that shares any time with this one. */
function refuseOverlap(task: Task, world: World): void {
  const others = world.tasks
    .find({ ownerIds: [task.ownerId], overlaps: { fromMs: task.dueMs, toMs: task.endMs } })
    .filter((other) => other.statusCode === 0)
    .filter((other) => other.dueMs < task.endMs && other.endMs > task.dueMs)
  if (others.length > 0) throw invalidInput('DueDate')
}
