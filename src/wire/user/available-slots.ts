/**
 * `POST Task.svc/RetrieveAvailableSlots/ByUserEmailAddress` (leadsquared-api.md 6.5). Documented down to the member name
 * AvailableSlots; everything below that is a guess ([invented]), so a client takes none of it for granted (client rule 31).
 */
import { z } from 'zod'
import { countedListOf, countedListPrinted } from '../envelope.ts'
import { Day, Guid, TimeOfDay } from '../printed.ts'
import { AnyText, FlagOrNull, NumberOrNull, Text, TextOrNull } from '../tolerant.ts'

const SpanRow = z.object({ StartTime: TextOrNull, EndTime: TextOrNull })

/** One user's day; the times of day are taken as those of UserTimeZone ([inferred]). */
const UserSlotsRow = z.object({
  UserId: TextOrNull,
  EmailAddress: TextOrNull,
  UserTimeZone: TextOrNull,
  AvailableSlots: spans(),
  BreakTimings: spans(),
  BusySlots: spans(),
  NoSlotsReason: Text,
})

/** The answer as a client reads it: advisory only. */
export const AvailableSlotsReply = countedListOf(
  z.object({
    Date: TextOrNull,
    UserSlots: z
      .array(UserSlotsRow)
      .nullish()
      .catch(null)
      .transform((rows) => rows ?? []),
  }),
)

/** What a client sends ([doc]): at most 100 days. */
export const AvailableSlotsRequest = z.strictObject({
  FromDate: Day,
  ToDate: Day,
  Users: z.array(z.string().min(1)).min(1),
  IncludeAllowedConflictSlots: z.boolean(),
  Paging: z.strictObject({ PageIndex: z.int().min(1), PageSize: z.int().min(1) }),
})
export type AvailableSlotsRequest = z.infer<typeof AvailableSlotsRequest>

/** What the sandbox takes. */
export const AvailableSlotsAccepted = z.object({
  FromDate: TextOrNull,
  ToDate: TextOrNull,
  Users: z.array(AnyText).nullish(),
  IncludeAllowedConflictSlots: FlagOrNull,
  Paging: z.object({ PageIndex: NumberOrNull, PageSize: NumberOrNull }).nullish(),
})
export type AvailableSlotsAccepted = z.infer<typeof AvailableSlotsAccepted>

const SpanPrinted = z.strictObject({ StartTime: TimeOfDay, EndTime: TimeOfDay })

/** The answer as the sandbox prints it; the five words of NoSlotsReason are [doc], its place is not. */
export const AvailableSlotsPrinted = countedListPrinted(
  z.strictObject({
    Date: Day,
    UserSlots: z.array(
      z.strictObject({
        UserId: Guid,
        EmailAddress: z.string(),
        UserTimeZone: z.string(),
        AvailableSlots: z.array(SpanPrinted),
        BreakTimings: z.array(SpanPrinted),
        BusySlots: z.array(SpanPrinted),
        NoSlotsReason: z.literal([
          '',
          'Holiday',
          'Leave',
          'NotScheduled',
          'WorkDayTemplateNotDefined',
        ]),
      }),
    ),
  }),
)

function spans() {
  return z
    .array(SpanRow)
    .nullish()
    .catch(null)
    .transform((rows) => rows ?? [])
}
