import type { Appointment } from '#contract/appointment.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from '../booking/record.ts'
import { markerOf, withoutMarkerLine } from '../booking/reference.ts'

/** The sent appointment as the receipt shows it. Times that LeadSquared chose are null: only the stored task has them. */
export function appointmentSent(plan: AttemptPlan): Appointment {
  const { id, email, name } = plan.owner
  return {
    taskType: plan.taskType,
    subject: plan.subject,
    description: plan.description,
    owner: { id, email, name },
    lead: plan.lead,
    start: toInstant(plan.startMs),
    end: toInstant(plan.endMs),
    location: plan.location,
    reminderMinutes: plan.reminderMinutes,
    notifyOwner: plan.notifyOwner,
  }
}

/**
 * The stored task, as the receipt shows it: what LeadSquared really did, the times above all. If a row leaves a
 * member out (client rule 13), the sent value is used.
 */
export function appointmentStored(row: TaskRow, plan: AttemptPlan): Appointment {
  const sent = appointmentSent(plan)
  return {
    taskType: {
      id: row.TaskType?.Id ?? sent.taskType.id,
      name: row.TaskType?.Name || sent.taskType.name,
    },
    subject: row.Name || sent.subject,
    description: withoutMarkerLine(row.Description, markerOf(plan)),
    owner: {
      id: row.OwnerId ?? sent.owner.id,
      email: row.OwnerEmailAddress ?? sent.owner.email,
      name: row.OwnerName || sent.owner.name,
    },
    lead: leadStored(row, sent.lead),
    start: toInstant(row.DueDate),
    end: toInstant(row.EndDate) ?? sent.end,
    location: row.Location || null,
    // A task without a reminder is printed with 0 (leadsquared-api.md 4).
    reminderMinutes: row.Reminder === 0 ? plan.reminderMinutes : row.Reminder,
    notifyOwner: row.NotifyBy === '' ? sent.notifyOwner : row.NotifyBy === '1100',
  }
}

/** RelatedEntity 1 is a lead (leadsquared-api.md 4). */
function leadStored(row: TaskRow, sent: Appointment['lead']): Appointment['lead'] {
  const { RelatedEntity: kind, RelatedEntityId: id, RelatedEntityIdName: name } = row
  if (kind === null || (kind === 1 && id === null)) return sent
  return kind === 1 && id !== null ? { id, name: name || (sent?.name ?? null) } : null
}

/** Milliseconds since 1970 as the contract prints a moment: UTC with `Z`. */
export function toInstant(instantMs: number): string
export function toInstant(instantMs: number | null): string | null
export function toInstant(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString()
}
