/** A task as the reads of Task.svc print it (leadsquared-api.md 4 and 6.2). */
import { z } from 'zod'
import { checkedOnce, Guid, Seconds, SecondsWithZeros } from '../printed.ts'
import { TaskTypePrinted } from './type.ts'
import {
  Instant,
  InstantOrNull,
  NumberOrNull,
  RequiredText,
  ShownInstant,
  Text,
  TextOrNull,
} from '../tolerant.ts'

/**
 * A task as a client reads it. Dates are milliseconds since 1970 UTC. EndDate and Category may be missing (client rule
 * 30), and so may OwnerId if the caller excluded it.
 */
export const TaskRow = z.object({
  UserTaskId: RequiredText,
  Name: Text,
  Category: NumberOrNull,
  Description: Text,
  RelatedEntity: NumberOrNull,
  RelatedEntityId: TextOrNull,
  RelatedEntityIdName: Text,
  DueDate: Instant,
  EndDate: InstantOrNull,
  Reminder: NumberOrNull,
  NotifyBy: Text,
  StatusCode: NumberOrNull,
  OwnerId: TextOrNull,
  OwnerName: Text,
  OwnerEmailAddress: TextOrNull,
  CreatedBy: TextOrNull,
  CreatedByName: Text,
  CreatedOn: ShownInstant,
  ModifiedOn: ShownInstant,
  CompletedOn: ShownInstant,
  TaskType: z
    .object({ Id: TextOrNull, Name: Text, Category: NumberOrNull, Color: TextOrNull })
    .nullish()
    .transform((type) => type ?? null),
  Location: Text,
  CustomFields: z
    .record(z.string(), Text)
    .nullish()
    .catch(null)
    .transform((fields) => fields ?? {}),
})
export type TaskRow = z.infer<typeof TaskRow>

/**
 * A task to the letter, in the order of leadsquared-api.md 6.2 ([client]). RelatedEntityId is absent if RelatedEntity is
 * 0 ([doc]). Members that the sheet calls unknown (ReminderTime, CompletedBy, …) are never printed.
 */
export const TaskPrinted = z.strictObject({
  UserTaskId: Guid,
  Name: z.string(),
  Category: z.literal([0, 1]),
  Description: z.string(),
  RelatedEntity: z.literal([0, 1, 5]),
  RelatedEntityId: Guid.optional(),
  DueDate: SecondsWithZeros,
  Reminder: z.int(),
  ReminderBeforeDays: z.int(),
  NotifyBy: z.string(),
  StatusCode: z.literal([0, 1, 2]),
  OwnerId: Guid,
  OwnerName: z.string(),
  CreatedBy: Guid,
  CreatedByName: z.string(),
  CreatedOn: SecondsWithZeros,
  ModifiedBy: Guid,
  ModifiedByName: z.string(),
  ModifiedOn: SecondsWithZeros,
  RelatedEntityIdName: z.string(),
  CompletedOn: SecondsWithZeros,
  TaskType: checkedOnce(TaskTypePrinted),
  OwnerEmailAddress: z.string(),
  EndDate: Seconds,
  PercentCompleted: z.int().min(0).max(100),
  EffortEstimateUnit: z.string(),
  Priority: z.string(),
  Location: z.string(),
  CustomFields: z.record(z.string(), z.string()),
})
export type TaskPrinted = z.infer<typeof TaskPrinted>

/** A row of RetrieveAppointments: a task without the member Category (leadsquared-api.md 4, sandbox rule 36). */
export const AppointmentPrinted = TaskPrinted.omit({ Category: true })
export type AppointmentPrinted = z.infer<typeof AppointmentPrinted>
