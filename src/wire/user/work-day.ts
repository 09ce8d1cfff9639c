/** `GET UserManagement.svc/User/GetWorkDayDetails` (leadsquared-api.md 7.5, [doc] /get-work-day-details/). */
import { z } from 'zod'
import { objectOrArrayOfOne } from '../envelope.ts'
import { Guid, TimeOfDay } from '../printed.ts'
import { RequiredNumber, Text, TextOrNull } from '../tolerant.ts'

/**
 * A user's day as a client reads it: IsAvailable 0 or 1, and times of day that are taken as those of the work-day
 * template's zone ([inferred]). Two shifts are two entries; an unavailable day has none.
 */
export const WorkDayReply = objectOrArrayOfOne(
  z.object({
    IsAvailable: z.union([RequiredNumber, z.boolean().transform(Number)]),
    StatusReason: Text,
    UserId: TextOrNull,
    WorkingHours: z
      .array(z.object({ StartTime: Text, EndTime: Text }))
      .nullish()
      .transform((hours) => hours ?? []),
  }),
)
export type WorkDayReply = z.infer<typeof WorkDayReply>

/** The reasons of the page; the empty one is an ordinary day. */
export const StatusReason = z.literal([
  '',
  'WorkDayTemplateNotDefined',
  'Holiday',
  'Leave',
  'NotScheduled',
])
export type StatusReason = z.infer<typeof StatusReason>

/** The same to the letter. */
export const WorkDayPrinted = z.strictObject({
  IsAvailable: z.literal([0, 1]),
  StatusReason,
  UserId: Guid,
  WorkingHours: z.array(z.strictObject({ StartTime: TimeOfDay, EndTime: TimeOfDay })),
})
export type WorkDayPrinted = z.infer<typeof WorkDayPrinted>
