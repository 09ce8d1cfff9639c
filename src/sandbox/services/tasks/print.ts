import { z } from 'zod'
import {
  parseReplyTimestamp,
  printMonthFirst,
  printTimestamp,
  printTimestampWithZeros,
} from '#wire/timestamps.ts'
import type { TaskPrinted } from '#wire/task/task.ts'
import type { Switches } from '../../switches.ts'
import { leadName } from '../../store/leads.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

/** A task as LeadSquared prints it: dates in the formats of sandbox rule 12, and empty text for absent values. */
export function printTask(task: Task, world: World): TaskPrinted {
  const { tenant } = world
  const type = tenant.taskTypeById(task.taskTypeId)
  if (!type) throw new Error(`The task ${task.id} is of a type that is gone.`)
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
    OwnerName: tenant.nameOf(task.ownerId),
    CreatedBy: task.createdBy,
    CreatedByName: tenant.nameOf(task.createdBy),
    CreatedOn: printTimestampWithZeros(task.createdMs),
    ModifiedBy: task.modifiedBy,
    ModifiedByName: tenant.nameOf(task.modifiedBy),
    ModifiedOn: printTimestampWithZeros(task.modifiedMs),
    RelatedEntityIdName: relatedName(task, world),
    CompletedOn: printTimestampWithZeros(task.completedMs),
    TaskType: type,
    OwnerEmailAddress: tenant.userById(task.ownerId)?.email ?? '',
    EndDate: printTimestamp(task.endMs),
    PercentCompleted: task.statusCode === 1 ? 100 : 0,
    EffortEstimateUnit: '',
    Priority: '',
    Location: task.location,
    CustomFields: task.customFields,
  }
}

/**
 * The schema of an answer with task rows. After the check it applies two switches: numbers become strings of digits (rule
 * 10), and CreatedOn has the month first (rule 12). Nested task types do not change.
 */
export function withSwitches(schema: z.ZodType, switches: Switches): z.ZodType {
  if (!switches.numbersAsStrings && !switches.monthFirstCreatedOn) return schema
  return schema.transform((checked) => {
    if (Array.isArray(checked)) return checked.map((row) => bendRow(row, switches))
    const counted = CountedRows.parse(checked)
    return counted.List
      ? { ...counted, List: counted.List.map((row) => bendRow(row, switches)) }
      : counted
  })
}

const Row = z.record(z.string(), z.unknown())
const CountedRows = z.object({ RecordCount: z.int(), List: z.array(Row).nullish() })

function bendRow(row: unknown, switches: Switches): unknown {
  const bend = (name: string, value: unknown) => {
    if (switches.numbersAsStrings && typeof value === 'number') return String(value)
    if (switches.monthFirstCreatedOn && name === 'CreatedOn' && typeof value === 'string') {
      return printMonthFirst(parseReplyTimestamp(value) ?? null)
    }
    return value
  }
  return Object.fromEntries(
    Object.entries(Row.parse(row)).map(([name, value]) => [name, bend(name, value)]),
  )
}

/** The lead's name; for an opportunity, its own ([inferred]: nobody has published such a row). */
function relatedName(task: Task, world: World): string {
  const id = task.relatedEntityId ?? ''
  if (task.relatedEntity === 5) return world.opportunities.byId(id)?.fields['mx_Custom_1'] ?? ''
  const lead = task.relatedEntity === 1 ? world.leads.byId(id) : null
  return leadName(lead)
}
