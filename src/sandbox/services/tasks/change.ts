/** `Task.svc/Update` and `/MarkComplete` (leadsquared-api.md 6.6 and 6.8; sandbox rules 29 and 31). */
import { MarkCompletePrinted, UpdateTaskAccepted, UpdateTaskPrinted } from '#wire/task/change.ts'
import { lastInstantMs } from '#wire/timestamps.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
  wholeNumber,
} from '../../calls/operation.ts'
import { instantOf } from '../../calls/request-dates.ts'
import { ownerNamed, relatedTo, tellNotifyBy } from './input.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

export const taskChangeOperations: readonly Operation[] = [
  offer('POST', 'Task.svc/Update', 'documented', update),
  // A GET that writes ([observed]).
  offer('GET', 'Task.svc/MarkComplete', 'observed', markComplete),
]

/** A new start moves the end too, because a client cannot send the end. That is [invented], and the answer is marked. */
function update(request: SandboxRequest, world: World): Reply {
  const body = accepted(UpdateTaskAccepted, request)
  if (body.UserTaskId === null) throw mandatoryMissing('UserTaskId', 'updating task')
  const task = world.tasks.byId(body.UserTaskId)
  if (!task) throw invalidInput('UserTaskId')
  world.tasks.replace(changed(task, body, request, world))
  tellGuesses(body, request, world)
  const AutoId = world.tasks.numberOf(task.id) ?? 0
  return {
    schema: UpdateTaskPrinted,
    body: { Status: 'Success', Message: { AffectedRows: 1, AutoId } },
  }
}

function tellGuesses(body: UpdateTaskAccepted, { invent }: SandboxRequest, world: World): void {
  const takesEnd = world.switches.updateAppliesEndDate
  if (body.DueDate !== null && !(takesEnd && body.EndDate !== null)) {
    invent('DueDate moves the whole task: its length stays.')
  }
  if (body.EndDate !== null && !takesEnd) invent('EndDate is ignored: Update does not document it.')
  if (body.EndDate !== null && takesEnd) invent('EndDate is applied, because a switch says so.')
  if (body.StatusCode !== null) invent('StatusCode is ignored: MarkComplete completes a task.')
  if (body.RelatedEntity === 5) invent('RelatedEntity 5 is documented for Create only.')
  if (body.RelatedEntity === null && body.RelatedEntityId) {
    invent('RelatedEntityId is ignored without RelatedEntity.')
  }
  tellNotifyBy(body.NotifyBy, invent)
}

/** Changes only the documented members that were sent. RelatedEntityId has an effect only with RelatedEntity ([doc]). */
function changed(
  task: Task,
  body: UpdateTaskAccepted,
  request: SandboxRequest,
  world: World,
): Task {
  if (body.Name === '') throw mandatoryMissing('Name', 'updating task')
  const related =
    body.RelatedEntity === null
      ? {}
      : relatedTo(body.RelatedEntity, body.RelatedEntityId || null, world)
  const dueMs = instantOf('DueDate', body.DueDate) ?? task.dueMs
  const sentEnd = world.switches.updateAppliesEndDate ? instantOf('EndDate', body.EndDate) : null
  const endMs = sentEnd ?? dueMs + task.endMs - task.dueMs
  if (endMs < dueMs) throw invalidInput('EndDate')
  if (endMs > lastInstantMs) throw invalidInput('DueDate')
  return {
    ...task,
    name: body.Name ?? task.name,
    description: body.Description ?? task.description,
    ...related,
    dueMs,
    endMs,
    reminderMinutes: wholeNumber('Reminder', body.Reminder) ?? task.reminderMinutes,
    notifyBy: body.NotifyBy ?? task.notifyBy,
    ownerId: ownerNamed(body, world) ?? task.ownerId,
    modifiedBy: request.userId,
    modifiedMs: request.nowMs,
  }
}

/** Completing again succeeds and changes nothing ([invented]). */
function markComplete(request: SandboxRequest, world: World): Reply {
  const id = request.query('id')
  if (!id) throw mandatoryMissing('id', 'completing task')
  const task = world.tasks.byId(id)
  if (!task) throw invalidInput('id')
  if (task.statusCode !== 1) {
    world.tasks.replace({
      ...task,
      statusCode: 1,
      completedMs: request.nowMs,
      modifiedBy: request.userId,
      modifiedMs: request.nowMs,
    })
  }
  const body = { Status: 'Success', Message: { AffectedRows: 1 } }
  request.invent('Nobody has recorded what MarkComplete answers.')
  return { schema: MarkCompletePrinted, body }
}
