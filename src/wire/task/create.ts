/** `POST Task.svc/Create` (leadsquared-api.md 6.1; [doc] /create-task-appointment/ and /create-a-to-do/). */
import { z } from 'zod'
import { Guid, Seconds, TimeOfDay } from '../printed.ts'
import { NumberOrNull, Text, TextOrNull } from '../tolerant.ts'

const fields = {
  Name: z.string().min(1),
  Description: z.string(),
  RelatedEntity: z.literal([0, 1, 5]),
  /** `""` if RelatedEntity is 0 (client rule 8). */
  RelatedEntityId: z.union([Guid, z.literal('')]),
  /** The start, UTC. The default is the current day ([doc]). */
  DueDate: Seconds.optional(),
  /** The end, UTC. The default is DueDate plus the default length of the type ([doc]). */
  EndDate: Seconds.optional(),
  /** Minutes before the start; appointments only. */
  Reminder: z.int().min(0).optional(),
  /** To-dos only, with ReminderTime ([doc] /create-a-to-do/). */
  ReminderBeforeDays: z.string().regex(/^\d+$/).optional(),
  ReminderTime: TimeOfDay.optional(),
  /** 1100 e-mails the owner, 1000 is silent ([doc] /update-task/). */
  NotifyBy: z.literal(['1100', '1000']),
}
const rest = {
  /** Exactly as RetrieveTaskType returns it, with blanks at its ends. */
  TaskType: z.strictObject({ Name: z.string().min(1) }),
  Location: z.string().optional(),
  CustomFields: z.record(z.string(), z.string()).optional(),
}

/** What a client sends: documented members only, and exactly one of the two owners (client rules 6 to 10). */
export const CreateTaskRequest = z.union([
  z.strictObject({ ...fields, OwnerId: Guid, ...rest }),
  z.strictObject({ ...fields, OwnerEmailAddress: z.string().min(1), ...rest }),
])
export type CreateTaskRequest = z.infer<typeof CreateTaskRequest>

/**
 * What the sandbox takes: numbers or digit strings. Unknown members are ignored (sandbox rules 9 and 10). The task service
 * of the sandbox checks which members are required and the format of dates.
 */
export const CreateTaskAccepted = z.object({
  Name: Text,
  Description: Text,
  RelatedEntity: NumberOrNull,
  RelatedEntityId: TextOrNull,
  DueDate: TextOrNull,
  EndDate: TextOrNull,
  Reminder: NumberOrNull,
  ReminderBeforeDays: NumberOrNull,
  ReminderTime: TextOrNull,
  NotifyBy: TextOrNull,
  StatusCode: NumberOrNull,
  OwnerId: TextOrNull,
  OwnerEmailAddress: TextOrNull,
  TaskType: z
    .object({ Id: TextOrNull, Name: TextOrNull })
    .nullish()
    .transform((type) => type ?? null),
  Location: Text,
  CustomFields: z
    .record(z.string(), Text)
    .nullish()
    .transform((values) => values ?? {}),
})
export type CreateTaskAccepted = z.infer<typeof CreateTaskAccepted>
