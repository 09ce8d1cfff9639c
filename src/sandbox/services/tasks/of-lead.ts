/** `LeadManagement.svc/RetrieveTaskByLeadId` (leadsquared-api.md 6.11; sandbox rule 38). */
import { TasksOfLeadPrinted } from '#wire/task/of-lead.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import { counted } from '../../calls/counted.ts'
import { type Operation, mandatoryMissing } from '../../calls/operation.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

export const leadTaskOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'LeadManagement.svc/RetrieveTaskByLeadId',
    standing: 'documented',
    handle(request, world) {
      const leadId = request.query('leadId')
      if (!leadId) throw mandatoryMissing('leadId', 'retrieving tasks')
      const tasks = world.tasks
        .find({ relatedEntityId: leadId })
        .filter((task) => task.relatedEntity === 1)
        .map((task) => printLeadTask(task, world))
      return {
        schema: TasksOfLeadPrinted,
        body: counted('TaskList', tasks.length, tasks, world.switches),
      }
    },
  },
]

/** Status in words; the word for a cancelled task is unknown, and the sandbox cancels none. */
function printLeadTask(task: Task, world: World) {
  return {
    TaskID: task.id,
    Name: task.name,
    Description: task.description,
    DueDate: printTimestamp(task.dueMs),
    CreatedOn: printTimestamp(task.createdMs),
    OwnerID: task.ownerId,
    OwnerName: world.tenant.nameOf(task.ownerId),
    CreatedBy: task.createdBy,
    CreatedByName: world.tenant.nameOf(task.createdBy),
    Status: task.statusCode === 1 ? 'Completed' : 'Pending',
    Reminder: String(task.reminderMinutes),
  }
}
