import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from './record.ts'
import { referencesIn } from './reference.ts'

/** How far LeadSquared's clock may be behind ours before "created after we sent" misjudges a task. */
const clockSkewMs = 60_000

/** Tasks that an attempt may have made, and how they were recognised. */
export interface Match {
  by: 'reference' | 'fingerprint'
  rows: readonly TaskRow[]
}

/**
 * Looks for the task of an attempt among the owner's appointments, first by the reference. LeadSquared may have dropped or
 * cut the marker, or the operator may have switched it off. Then everything that was sent is compared. A task with the
 * reference of another attempt is never taken.
 */
export function matchTasks(rows: readonly TaskRow[], plan: AttemptPlan, sentAtMs: number): Match {
  const distinct = [...new Map(rows.map((row) => [row.UserTaskId.toLowerCase(), row])).values()]
  const marked = distinct.filter((row) => referencesOf(row).includes(plan.reference))
  if (marked.length > 0) return { by: 'reference', rows: marked }
  const alike = distinct.filter(
    (row) =>
      referencesOf(row).every((reference) => plan.description.includes(reference)) &&
      isAsSent(row, plan) &&
      isCreatedSince(row, sentAtMs),
  )
  return { by: 'fingerprint', rows: alike }
}

/** The rep's text may quote an earlier reference, but the marker comes last. */
function referencesOf(row: TaskRow): string[] {
  return [row.Description, ...Object.values(row.CustomFields)].flatMap((text) =>
    referencesIn(text).slice(-1),
  )
}

function isAsSent(row: TaskRow, plan: AttemptPlan): boolean {
  return (
    (equalIds(row.TaskType?.Id, plan.taskType.id) ||
      row.TaskType?.Name.trim() === plan.taskType.name.trim()) &&
    row.Name.trim() === plan.subject &&
    (equalIds(row.OwnerId, plan.owner.id) || equalIds(row.OwnerEmailAddress, plan.owner.email)) &&
    (plan.startMs === null || row.DueDate === plan.startMs) &&
    (plan.endMs === null || row.EndDate === null || row.EndDate === plan.endMs) &&
    equalLeads(row, plan)
  )
}

function equalLeads(row: TaskRow, { lead }: AttemptPlan): boolean {
  if (lead === null) return row.RelatedEntityId === null || row.RelatedEntity === 0
  return equalIds(row.RelatedEntityId, lead.id)
}

/** LeadSquared prints whole seconds. A task without a readable creation time proves nothing. */
function isCreatedSince(row: TaskRow, sentAtMs: number): boolean {
  return (row.CreatedOn ?? -Infinity) >= sentAtMs - clockSkewMs
}

/** Compares ids or e-mails without letter case (client rule 16). An absent value is equal to nothing. */
export function equalIds(a: string | null | undefined, b: string | null): boolean {
  return a !== null && a !== undefined && b !== null && a.toLowerCase() === b.toLowerCase()
}
