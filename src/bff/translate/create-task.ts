import type { CreateTaskRequest } from '#wire/task/create.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import type { AttemptPlan } from '../booking/record.ts'
import { markerOf, withMarkerLine } from '../booking/reference.ts'

/**
 * Translates a plan to LeadSquared's terms (leadsquared-api.md 6.1, client rules 6 to 10). `marker` is the operator's
 * `BOOKING_MARKER`: `description`, `off`, or the schema name of a custom field.
 */
export function toCreateTask(plan: AttemptPlan, marker: string): CreateTaskRequest {
  const customFields = {
    ...plan.customFields,
    ...(isCustomField(marker) ? { [marker]: markerOf(plan) } : {}),
  }
  const fields = {
    Name: plan.subject,
    Description:
      marker === 'description'
        ? withMarkerLine(plan.description, markerOf(plan))
        : plan.description,
    ...relation(plan),
    ...(plan.startMs === null ? {} : { DueDate: printTimestamp(plan.startMs) }),
    ...(plan.endMs === null ? {} : { EndDate: printTimestamp(plan.endMs) }),
    ...(plan.reminderMinutes === null ? {} : { Reminder: plan.reminderMinutes }),
    NotifyBy: plan.notifyOwner ? ('1100' as const) : ('1000' as const),
    TaskType: { Name: plan.taskType.name },
    ...(plan.location === null ? {} : { Location: plan.location }),
    ...(Object.keys(customFields).length === 0 ? {} : { CustomFields: customFields }),
  }
  const { sentAs, id, email } = plan.owner
  if (sentAs === 'id' && id !== null) return { ...fields, OwnerId: id }
  if (sentAs === 'email' && email !== null) return { ...fields, OwnerEmailAddress: email }
  throw new Error('A plan names its owner by what it sends.')
}

/** Whether `BOOKING_MARKER` names a custom field of the tenant. */
export function isCustomField(marker: string): boolean {
  return marker !== 'description' && marker !== 'off'
}

function relation({
  lead,
}: AttemptPlan): Pick<CreateTaskRequest, 'RelatedEntity' | 'RelatedEntityId'> {
  return lead === null
    ? { RelatedEntity: 0, RelatedEntityId: '' }
    : { RelatedEntity: 1, RelatedEntityId: lead.id }
}
