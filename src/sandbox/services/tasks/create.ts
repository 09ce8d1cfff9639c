/** `Task.svc/Create` (leadsquared-api.md 6.1; sandbox rules 21 to 28). */
import { CreateTaskAccepted } from '#wire/task/create.ts'
import { CreatedPrinted } from '#wire/envelope.ts'
import type { TaskTypePrinted } from '#wire/task/type.ts'
import { lastInstantMs } from '#wire/timestamps.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  offer,
  type Operation,
  Rejection,
  type SandboxRequest,
  wholeNumber,
} from '../../calls/operation.ts'
import { instantOf } from '../../calls/request-dates.ts'
import { minuteMs } from '../../clock.ts'
import { ownerNamed, relatedTo, tellNotifyBy } from './input.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

/** The length of a task whose type has none ([invented], rule 26). */
const fallbackMinutes = 30

export const taskCreateOperations: readonly Operation[] = [
  offer('POST', 'Task.svc/Create', 'documented', (request, world) => {
    const body = accepted(CreateTaskAccepted, request)
    const task = taskFrom(body, request, world)
    world.tasks.insert(task)
    tellGuesses(body, world.tenant.taskTypeById(task.taskTypeId), request)
    return {
      schema: CreatedPrinted,
      body: { Status: 'Success', Message: { Id: task.id } },
    }
  }),
]

/** Tells which of our guesses decided about members that were left out or contradict each other (rules 23, 24 and 26). */
function tellGuesses(
  body: CreateTaskAccepted,
  type: TaskTypePrinted | null,
  request: SandboxRequest,
): void {
  const { invent } = request
  if (!body.TaskType?.Name) invent('TaskType was not named: which type is then taken is our guess.')
  if (body.OwnerId === null && body.OwnerEmailAddress === null) {
    invent('No owner was named: the task goes to the user of the keys.')
  }
  if (body.OwnerId !== null && body.OwnerEmailAddress !== null) {
    invent('Both OwnerId and OwnerEmailAddress were sent: OwnerId wins.')
  }
  if (body.DueDate === null) invent('DueDate was not sent: the task begins now.')
  if (body.EndDate === null && !type?.TaskTypeConfiguration.Duration.Value) {
    invent('EndDate was not sent and the type has no length: the task takes 30 minutes.')
  }
  if (!body.RelatedEntity && body.RelatedEntityId) {
    request.warn('RelatedEntityId is ignored, because RelatedEntity is 0 or was not sent.')
  }
  if (type) tellUncheckedFields(body, type, request)
  if (body.StatusCode !== null) invent('StatusCode is ignored: a new task is open.')
  tellNotifyBy(body.NotifyBy, invent)
}

/** Whether LeadSquared checks a location or custom fields against the type is unknown. The sandbox keeps them as they are. */
function tellUncheckedFields(
  body: CreateTaskAccepted,
  type: TaskTypePrinted,
  { invent }: SandboxRequest,
): void {
  if (body.Location !== '' && !type.TaskTypeConfiguration.Location.IsEnabled) {
    invent('Location is kept, although the type has no location.')
  }
  for (const [name, value] of Object.entries(body.CustomFields)) {
    const column = type.ColumnConfiguration.find(({ SchemaName }) => SchemaName === name)
    const options = column?.Options?.map((option) => option.Value) ?? [value]
    const isNumber = column?.DataType === 1
    if (!column) invent(`CustomFields.${name} is kept, although the type has no such field.`)
    else if (
      value !== '' &&
      (!options.includes(value) || (isNumber && Number.isNaN(Number(value))))
    ) {
      invent(`CustomFields.${name} is kept, although its value does not fit the field.`)
    }
  }
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

/** The type with exactly this Name. An Id is accepted too, although no source documents it (rule 23). */
function typeOf(wanted: CreateTaskAccepted['TaskType'], world: World): TaskTypePrinted {
  const types = world.tenant.taskTypes()
  if (!wanted || (wanted.Name === null && wanted.Id === null)) {
    const fallback = types.find(({ IsDefault }) => IsDefault)
    if (world.switches.defaultTaskType && fallback) return fallback
    throw mandatoryMissing('TaskType', 'creating task')
  }
  const found =
    wanted.Name === null
      ? world.tenant.taskTypeById(wanted.Id ?? '')
      : types.find(({ Name }) => Name === wanted.Name)
  if (!found) {
    throw invalidInput(
      'TaskType',
      `No task type is named ${JSON.stringify(wanted.Name ?? wanted.Id)}; blanks and letter case count.`,
    )
  }
  return found
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
    `Field name : '${missing.SchemaName}' of datatype : '${dataTypes[missing.DataType] ?? 'String'}' is mandatory.`,
    missing.DataType === 0 ? 'leadsquared-api.md 3.5' : null,
  )
}

/** The name of a data type in the refusal. 'String' is [doc], the others are the names of lead field types ([invented]). */
const dataTypes: Record<number, string> = { 0: 'String', 1: 'Number', 7: 'DateTime', 8: 'Dropdown' }

/** With the switch of rule 21, refuses a task that overlaps an open task of the same owner ([invented]). */
function refuseOverlap(task: Task, world: World): void {
  const others = world.tasks
    .find({ ownerIds: [task.ownerId], overlaps: { fromMs: task.dueMs, toMs: task.endMs } })
    .filter((other) => other.statusCode === 0)
    .filter((other) => other.dueMs < task.endMs && other.endMs > task.dueMs)
  if (others.length > 0) throw invalidInput('DueDate', 'The owner has another task then.')
}
