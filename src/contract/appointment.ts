import * as z from 'zod/mini'
import { ConflictToken } from './day.ts'
import {
  AttemptKey,
  Email,
  Instant,
  LeadId,
  OffsetDateTime,
  OwnerId,
  TaskId,
  TaskTypeId,
} from './ids.ts'
import { limits } from './limits.ts'
import { Problem } from './problem.ts'
import { lineText, paragraphText } from './text.ts'

/** Text on one line, made uniform. */
function line(maximum: number) {
  return z.string().check(z.overwrite(lineText), z.maxLength(maximum))
}

const TaskTypeReference = z.union([
  z.strictObject({ id: TaskTypeId }),
  // The tenant's spelling, without the blanks at its ends.
  z.strictObject({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.nameLength)),
  }),
])

/** On whose calendar: by id or by e-mail. */
export const OwnerReference = z.union([
  z.strictObject({ id: OwnerId }),
  z.strictObject({ email: Email }),
])

/**
 * Do it although something is in the way. `seen` names the conflicts that the rep was told of; one that is not named
 * is told first. `any` is for programs that ask nobody. What is hard stays refused.
 */
export const ConflictOverride = z.strictObject({
  /** Kept in the desk's own record; the appointment does not show it. */
  reason: z.optional(line(limits.subjectLength)),
  seen: z.union([z.array(ConflictToken).check(z.maxLength(limits.conflicts)), z.literal('any')]),
})
export type ConflictOverride = z.infer<typeof ConflictOverride>

/**
 * The request of `POST /api/appointments`. Times carry their offset. `start` and `end` both: that range;
 * `start` alone: the type's default length; neither: LeadSquared's own rule, today for the type's default length.
 */
export const BookAppointment = z.strictObject({
  taskType: TaskTypeReference,
  /** Left out: the type's name, then ": " and the lead's name. */
  subject: z.optional(line(limits.subjectLength)),
  description: z.optional(
    z.string().check(z.overwrite(paragraphText), z.maxLength(limits.descriptionLength)),
  ),
  owner: OwnerReference,
  lead: z.optional(z.strictObject({ id: LeadId })),
  start: z.optional(OffsetDateTime),
  end: z.optional(OffsetDateTime),
  /** Minutes before the start; absent or null: none is sent. */
  reminderMinutes: z.optional(
    z.nullable(z.int().check(z.minimum(0), z.maximum(limits.longestReminderMinutes))),
  ),
  /** Whether LeadSquared e-mails the owner. */
  notifyOwner: z.optional(z.boolean()),
  location: z.optional(line(limits.locationLength)),
  /**
   * By schema name. A number as digits, a date `YYYY-MM-DD`, a date-time ISO 8601 with its offset, a `select` field the
   * value of its option exactly as the tenant spells it. Only the field's kind tells how a value is read, so that the BFF
   * makes them uniform.
   */
  customFields: z.optional(
    z.record(
      z.string().check(z.regex(/^\w{1,100}$/)),
      z.string().check(z.maxLength(limits.customFieldLength)),
    ),
  ),
  conflictOverride: z.optional(ConflictOverride),
  /** `ask`: answer `already-booked` instead of booking an equal appointment again within ten minutes. */
  onRepeat: z.optional(z.enum(['ask', 'book'])),
})
export type BookAppointment = z.infer<typeof BookAppointment>

/** The appointment as LeadSquared has it. */
export const Appointment = z.object({
  taskType: z.object({ id: z.nullable(z.string()), name: z.string() }),
  subject: z.string(),
  /** The rep's words, without the marker line that the BFF adds. */
  description: z.string(),
  owner: z.object({
    id: z.nullable(z.string()),
    email: z.nullable(z.string()),
    name: z.nullable(z.string()),
  }),
  lead: z.nullable(z.object({ id: z.string(), name: z.nullable(z.string()) })),
  /** Null while LeadSquared chose the time and it could not be read back. */
  start: z.nullable(Instant),
  end: z.nullable(Instant),
  location: z.nullable(z.string()),
  reminderMinutes: z.nullable(z.number()),
  notifyOwner: z.boolean(),
})
export type Appointment = z.infer<typeof Appointment>

/** The task exists. */
export const Booked = z.object({
  outcome: z.literal('booked'),
  attempt: AttemptKey,
  taskId: TaskId,
  appointment: Appointment,
  /** False: nobody could see the owner's calendar when it was booked. Absent: nobody asked for a check. */
  conflictsChecked: z.optional(z.boolean()),
})
export type Booked = z.infer<typeof Booked>

/** Nothing was created yet: the booking waits for its turn on the account's budget, or until LeadSquared can be reached. */
export const Waiting = z.object({
  outcome: z.literal('waiting'),
  attempt: AttemptKey,
  /** 1 is next. */
  position: z.number(),
  aboutSeconds: z.number(),
  /** `unreachable`: LeadSquared could not be reached when it was tried last; `busy`: it waits for its turn. */
  reason: z._default(z.enum(['busy', 'unreachable']), 'busy'),
})
export type Waiting = z.infer<typeof Waiting>

/** It was sent and no readable answer came; the BFF reads the calendar back and settles it by itself. */
export const Unconfirmed = z.object({
  outcome: z.literal('unconfirmed'),
  attempt: AttemptKey,
  checkAfterSeconds: z.number(),
})
export type Unconfirmed = z.infer<typeof Unconfirmed>

/** Nothing was created; `problem` says why. */
export const Refused = z.object({
  outcome: z.literal('refused'),
  attempt: AttemptKey,
  problem: Problem,
})
export type Refused = z.infer<typeof Refused>

/** The outcome of a booking, as `GET /api/attempts/{key}` returns it. */
export const Outcome = z.discriminatedUnion('outcome', [Booked, Waiting, Unconfirmed, Refused])
export type Outcome = z.infer<typeof Outcome>

/** An attempt in the list of a person's own: its outcome, when it was made, and what the desk knows last of it. */
export const AttemptSummary = z.object({
  attempt: AttemptKey,
  outcome: z.enum(['booked', 'waiting', 'unconfirmed', 'refused']),
  at: Instant,
  taskId: z.nullable(TaskId),
  /** Why nothing was created, where that is the outcome. */
  code: z.nullable(z.string()),
  subject: z.string(),
  taskTypeName: z.string(),
  ownerName: z.string(),
  /** The owner's zone (IANA), where the desk knows it without asking LeadSquared. */
  ownerTimeZone: z.optional(z.string()),
  leadName: z.nullable(z.string()),
  start: z.nullable(Instant),
  end: z.nullable(Instant),
  /** The last change that the desk made of it (`ChangeKind`). Owner and times are those after it. */
  lastChange: z.optional(z.string()),
})
export type AttemptSummary = z.infer<typeof AttemptSummary>

export const AttemptList = z.object({ attempts: z.array(AttemptSummary) })
export type AttemptList = z.infer<typeof AttemptList>
