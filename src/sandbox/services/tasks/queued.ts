/**
 * `Task.svc/BulkUpdateAppointmentTime` and `/DeleteTasks` (leadsquared-api.md 6.7 and 6.9). They are answered at once and
 * take effect after a delay. The sandbox posts nothing to StatusWebhookURL (sandbox rule 30).
 */
import {
  BulkUpdateAppointmentTimeAccepted,
  BulkUpdateAppointmentTimePrinted,
  DeleteTasksAccepted,
  DeleteTasksPrinted,
} from '#wire/task/change.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { instantOf } from '../../calls/request-dates.ts'
import type { World } from '../../world.ts'

/** [doc] /delete-tasks-in-bulk/; the refusal is [invented]. */
const mostIds = 5000
/** Job numbers have seven digits and more ([doc] sample). */
const firstJobNumber = 1_000_000

export const taskQueueOperations: readonly Operation[] = [
  offer('POST', 'Task.svc/BulkUpdateAppointmentTime', 'documented', moveLater),
  offer('POST', 'Task.svc/DeleteTasks', 'documented', deleteLater),
]

/** Skips unknown ids and to-dos, but refuses a date that cannot be read at once (both [invented]). */
function moveLater(request: SandboxRequest, world: World): Reply {
  const { TaskList } = accepted(BulkUpdateAppointmentTimeAccepted, request)
  if (!TaskList?.length) throw mandatoryMissing('TaskList', 'updating appointment time')
  const moves = TaskList.map((row) => {
    const dueMs = instantOf('FromDate', row.FromDate)
    const endMs = instantOf('ToDate', row.ToDate)
    if (row.UserTaskId === null) throw mandatoryMissing('UserTaskId', 'updating appointment time')
    if (dueMs === null) throw mandatoryMissing('FromDate', 'updating appointment time')
    if (endMs === null) throw mandatoryMissing('ToDate', 'updating appointment time')
    if (endMs < dueMs) throw invalidInput('ToDate')
    return { id: row.UserTaskId, dueMs, endMs }
  }).filter(({ id }) => isAppointment(id, world))
  tellSkipped(TaskList.length - moves.length, TaskList.length, 'they name no appointment', request)
  const dueMs = request.nowMs + world.switches.queueDelayMs
  const number = world.queue.add({ kind: 'move', by: request.userId, moves }, dueMs)
  return {
    schema: BulkUpdateAppointmentTimePrinted,
    body: {
      Status: 'Success',
      Message: { Id: String(firstJobNumber + number), IsSuccessful: true },
    },
  }
}

/** The page prints this body as the reply ([doc], doubtful). DeletedTasksCount is the number of ids that exist now. */
function deleteLater(request: SandboxRequest, world: World): Reply {
  const { TaskIds: ids } = accepted(DeleteTasksAccepted, request)
  if (!ids?.length) throw mandatoryMissing('TaskIds', 'deleting tasks')
  if (ids.length > mostIds) throw invalidInput('TaskIds')
  const known = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => world.tasks.byId(id))
  tellSkipped(ids.length - known.length, ids.length, 'they name no task, or one twice', request)
  const dueMs = request.nowMs + world.switches.queueDelayMs
  world.queue.add({ kind: 'delete', ids: known }, dueMs)
  return {
    schema: DeleteTasksPrinted,
    body: {
      Status: 'Success',
      Operation: 'Bulk Delete Tasks',
      TasksCount: ids.length,
      DeletedTasksCount: known.length,
      FailureReason: null,
    },
  }
}

/** Marks an answer that silently leaves out some of the ids. */
function tellSkipped(skipped: number, all: number, why: string, { invent }: SandboxRequest): void {
  if (skipped > 0) invent(`${skipped} of the ${all} ids are skipped: ${why}.`)
}

function isAppointment(id: string, world: World): boolean {
  const task = world.tasks.byId(id)
  return task !== null && world.tenant.taskTypeById(task.taskTypeId)?.Category === 0
}
