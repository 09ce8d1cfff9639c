/**
 * `GET LeadManagement.svc/RetrieveTaskByLeadId` (leadsquared-api.md 6.11, [doc] /retrieve-tasks-by-leadid/). Its rows
 * have other members than tasks elsewhere, without end and type.
 */
import { z } from 'zod'
import { countedListOf } from '../envelope.ts'
import { Guid, Seconds } from '../printed.ts'
import { Instant, NumberOrNull, RequiredText, ShownInstant, Text, TextOrNull } from '../tolerant.ts'

/** A task of a lead as a client reads it; DueDate is milliseconds since 1970 UTC. */
const LeadTaskRow = z.object({
  TaskID: RequiredText,
  Name: Text,
  Description: Text,
  DueDate: Instant,
  CreatedOn: ShownInstant,
  OwnerID: TextOrNull,
  OwnerName: Text,
  /** `Pending` ([doc]) or `Completed` ([client]); the word for cancelled is unknown. */
  Status: Text,
  Reminder: NumberOrNull,
})
export type LeadTaskRow = z.infer<typeof LeadTaskRow>

/** The answer as a client reads it. */
export const TasksOfLeadReply = countedListOf(LeadTaskRow, 'TaskList')

/** The answer to the letter. The switches of sandbox rule 13 remove TaskList or make it null. */
export const TasksOfLeadPrinted = z.strictObject({
  RecordCount: z.int().min(0),
  TaskList: z
    .array(
      z.strictObject({
        TaskID: Guid,
        Name: z.string(),
        Description: z.string(),
        DueDate: Seconds,
        CreatedOn: Seconds,
        OwnerID: Guid,
        OwnerName: z.string(),
        CreatedBy: Guid,
        CreatedByName: z.string(),
        Status: z.literal(['Pending', 'Completed']),
        Reminder: z.string(),
      }),
    )
    .nullable()
    .optional(),
})
export type TasksOfLeadPrinted = z.infer<typeof TasksOfLeadPrinted>
