/**
 * Changing tasks: `Task.svc/Update`, `/BulkUpdateAppointmentTime`, `/MarkComplete`, `/DeleteTasks` (leadsquared-api.md
 * 6.6 to 6.9). Two of them are queued and one is a GET that writes.
 */
import { z } from 'zod'
import { ChangedReply } from '../envelope.ts'
import { Guid, Seconds } from '../printed.ts'
import { AnyText, NumberOrNull, Text, TextOrNull } from '../tolerant.ts'

/** What a client sends to Update ([doc] /update-task/): the id and what changes. The end cannot be sent. */
export const UpdateTaskRequest = z.strictObject({
  UserTaskId: Guid,
  Name: z.string().min(1).optional(),
  Description: z.string().optional(),
  RelatedEntity: z.literal([0, 1]).optional(),
  RelatedEntityId: z.union([Guid, z.literal('')]).optional(),
  DueDate: Seconds.optional(),
  Reminder: z.int().min(0).optional(),
  NotifyBy: z.literal(['1100', '1000']).optional(),
  OwnerId: Guid.optional(),
  OwnerEmailAddress: z.string().min(1).optional(),
})
export type UpdateTaskRequest = z.infer<typeof UpdateTaskRequest>

/** What the sandbox takes for Update. A member that is absent or null changes nothing (sandbox rule 29). */
export const UpdateTaskAccepted = z.object({
  UserTaskId: TextOrNull,
  Name: AnyText.nullish(),
  Description: AnyText.nullish(),
  RelatedEntity: NumberOrNull,
  RelatedEntityId: AnyText.nullish(),
  DueDate: TextOrNull,
  /** Not documented for Update. Ignored, or applied if a switch is on. */
  EndDate: TextOrNull,
  /** Ignored. */
  StatusCode: NumberOrNull,
  Reminder: NumberOrNull,
  NotifyBy: TextOrNull,
  OwnerId: TextOrNull,
  OwnerEmailAddress: TextOrNull,
})
export type UpdateTaskAccepted = z.infer<typeof UpdateTaskAccepted>

/** The answer of Update as a client reads it. */
export const UpdateTaskReply = ChangedReply

/** The answer of Update to the letter ([doc]). */
export const UpdateTaskPrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ AffectedRows: z.int().min(0), AutoId: z.int() }),
})

/** What a client sends to move appointments ([doc] /bulk-update-appointment-timings/): new start and end, UTC. */
export const BulkUpdateAppointmentTimeRequest = z.strictObject({
  TaskList: z
    .array(z.strictObject({ UserTaskId: Guid, FromDate: Seconds, ToDate: Seconds }))
    .min(1),
  StatusWebhookURL: z.url().optional(),
})
export type BulkUpdateAppointmentTimeRequest = z.infer<typeof BulkUpdateAppointmentTimeRequest>

/** What the sandbox takes there. */
export const BulkUpdateAppointmentTimeAccepted = z.object({
  TaskList: z
    .array(z.object({ UserTaskId: TextOrNull, FromDate: TextOrNull, ToDate: TextOrNull }))
    .nullish(),
  StatusWebhookURL: TextOrNull,
})
export type BulkUpdateAppointmentTimeAccepted = z.infer<typeof BulkUpdateAppointmentTimeAccepted>

/** The answer as a client reads it. Message.Id is a job number and proves nothing (client rule 35). */
export const BulkUpdateAppointmentTimeReply = ChangedReply

/** The answer to the letter ([doc]). That Id is the number of a job is [inferred]. */
export const BulkUpdateAppointmentTimePrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ Id: z.string().regex(/^\d+$/), IsSuccessful: z.literal(true) }),
})

/** The answer of MarkComplete as a client reads it. Nobody has recorded it, so only the Status counts (client rule 25). */
export const MarkCompleteReply = ChangedReply

/** The answer of MarkComplete as the sandbox prints it ([invented]). */
export const MarkCompletePrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ AffectedRows: z.literal(1) }),
})

/** What a client sends to DeleteTasks ([doc] /delete-tasks-in-bulk/), at most 5,000 ids. */
export const DeleteTasksRequest = z.strictObject({
  TaskIds: z.array(Guid).min(1).max(5000),
  StatusWebhookURL: z.url().optional(),
})
export type DeleteTasksRequest = z.infer<typeof DeleteTasksRequest>

/** What the sandbox takes there. */
export const DeleteTasksAccepted = z.object({
  TaskIds: z.array(AnyText).nullish(),
  StatusWebhookURL: TextOrNull,
})
export type DeleteTasksAccepted = z.infer<typeof DeleteTasksAccepted>

/**
 * The answer of DeleteTasks as a client reads it. The page perhaps prints the body of the callback instead of the reply
 * ([doc], doubtful), so only the Status must be there (client rule 36).
 */
export const DeleteTasksReply = z.object({
  Status: z.string().regex(/^success$/i),
  TasksCount: NumberOrNull,
  DeletedTasksCount: NumberOrNull,
  FailureReason: Text,
})
export type DeleteTasksReply = z.infer<typeof DeleteTasksReply>

/** The answer of DeleteTasks to the letter. */
export const DeleteTasksPrinted = z.strictObject({
  Status: z.literal('Success'),
  Operation: z.literal('Bulk Delete Tasks'),
  TasksCount: z.int().min(0),
  DeletedTasksCount: z.int().min(0),
  FailureReason: z.null(),
})
