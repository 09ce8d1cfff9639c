import { printDate, printTimestamp, printTimestampWithZeros } from '#wire/timestamps.ts'
import type { TaskPrinted } from '#wire/task.ts'
import type { Task } from './task-store.ts'
import { fullName } from './tenant-store.ts'
import type { World } from './world.ts'

/** A task as LeadSquared prints it: the mix of spellings of sandbox rule 12, and empty text for what is absent. */
export function printTask(task: Task, world: World): TaskPrinted {
  const type = world.tenant.taskTypes().find(({ Id }) => Id === task.taskTypeId)
  if (!type) throw new Error(`The task ${task.id} is of a type that is gone.`)
  const owner = userNames(task.ownerId, world)
  return {
    UserTaskId: task.id,
    Name: task.name,
    Category: type.Category,
    Description: task.description,
    RelatedEntity: task.relatedEntity,
    ...(task.relatedEntityId === null ? {} : { RelatedEntityId: task.relatedEntityId }),
    DueDate: printTimestampWithZeros(task.dueMs),
    Reminder: task.reminderMinutes,
    ReminderBeforeDays: task.reminderBeforeDays,
    NotifyBy: task.notifyBy,
    StatusCode: task.statusCode,
    OwnerId: task.ownerId,
    OwnerName: owner.name,
    CreatedBy: task.createdBy,
    CreatedByName: userNames(task.createdBy, world).name,
    CreatedOn: printTimestampWithZeros(task.createdMs),
    ModifiedBy: task.modifiedBy,
    ModifiedByName: userNames(task.modifiedBy, world).name,
    ModifiedOn: printTimestampWithZeros(task.modifiedMs),
    RelatedEntityIdName: relatedName(task, world),
    CompletedOn: printTimestampWithZeros(task.completedMs),
    TaskType: type,
    OwnerEmailAddress: owner.email,
    EndDate: printTimestamp(task.endMs),
    PercentCompleted: task.statusCode === 1 ? 100 : 0,
    EffortEstimateUnit: '',
    Priority: '',
    Location: task.location,
    CustomFields: task.customFields,
  }
}

/** Midnight UTC of the day in which the instant lies. */
export function startOfDay(instantMs: number): number {
  return Date.parse(`${printDate(instantMs)}T00:00:00Z`)
}

function userNames(id: string, world: World): { name: string; email: string } {
  const user = world.tenant.userById(id)
  return user ? { name: fullName(user), email: user.email } : { name: '', email: '' }
}

/** The lead's name; for an opportunity, its own ([inferred]: nobody has published such a row). */
function relatedName(task: Task, world: World): string {
  const id = task.relatedEntityId ?? ''
  if (task.relatedEntity === 5) return world.opportunities.byId(id)?.fields['mx_Custom_1'] ?? ''
  const lead = task.relatedEntity === 1 ? world.leads.byId(id) : null
  return [lead?.['FirstName'], lead?.['LastName']].filter(Boolean).join(' ')
}
