import * as z from 'zod'

/**
 * Everything that one booking decided before it was sent: names looked up, times worked out, the marker's reference.
 * It is kept with the attempt, so that after a crash the calendar can be searched for exactly this. Moments are
 * milliseconds since 1970, UTC, in whole seconds, because LeadSquared keeps no less (leadsquared-api.md 3.3).
 */
export const AttemptPlan = z.object({
  /** As in `AD-7F3K9Q`; it stands in the task where the operator's `BOOKING_MARKER` says. */
  reference: z.string(),
  /** The e-mail of the signed-in person; null where nobody signs in. */
  booker: z.string().nullable(),
  /** `name` to the letter as the tenant spells it, blanks at its ends included (client rule 7). */
  taskType: z.object({ id: z.string(), name: z.string() }),
  subject: z.string(),
  /** The rep's words, without the marker. */
  description: z.string(),
  /** Whom the rep named by id or e-mail, with what the directory adds. `sentAs` says which of the two is sent. */
  owner: z.object({
    sentAs: z.enum(['id', 'email']),
    id: z.string().nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
  }),
  lead: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** Null: LeadSquared chooses. */
  startMs: z.number().nullable(),
  endMs: z.number().nullable(),
  location: z.string().nullable(),
  reminderMinutes: z.number().nullable(),
  notifyOwner: z.boolean(),
  /** As they travel: strings, date-times in UTC. */
  customFields: z.record(z.string(), z.string()),
})
export type AttemptPlan = z.infer<typeof AttemptPlan>
