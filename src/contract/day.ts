import * as z from 'zod/mini'
import { Instant, OffsetDateTime, OwnerId, TaskId } from './ids.ts'
import { limits } from './limits.ts'

/** An owner's days, free times, and what is in the way of a booking. Moments are UTC; a date is a day in a named zone. */

/** A day of the calendar, `2026-11-24`. Which zone it counts in says the place where it stands. */
const Day = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/))

/** A zone of the IANA database, such as `Asia/Kolkata`. The BFF refuses a name that it does not know. */
export const ZoneName = z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.zoneLength))

/** A whole number in a query string. */
function whole(minimum: number, maximum: number) {
  return z.string().check(
    z.regex(/^\d{1,6}$/),
    z.refine((text) => Number(text) >= minimum && Number(text) <= maximum),
  )
}

/** Names one conflict as it was seen. It changes when the appointment behind it moves. */
export const ConflictToken = z
  .string()
  .check(z.trim(), z.regex(/^[\w-]+$/), z.maxLength(limits.conflictTokenLength))

/**
 * One reason against a booking. `overlap`: the owner has an appointment at that time. `gap`: an appointment is too close
 * (`CONFLICT_GAP_MINUTES`). `outside-hours`, `leave`, `holiday` and `not-scheduled`: the owner does not work then.
 * `same-lead`: the lead already has a task on that day, from any person. `held`: another person is booking that time through
 * this desk now.
 */
export const Conflict = z.object({
  kind: z.enum([
    'overlap',
    'gap',
    'outside-hours',
    'leave',
    'holiday',
    'not-scheduled',
    'same-lead',
    'held',
  ]),
  /** From when to when the other thing lasts. `same-lead` knows no end: it is the start again. */
  start: Instant,
  end: Instant,
  /** The subject of the appointment or task; null if it has none or `DAY_DETAILS` hides it. */
  title: z.nullable(z.string()),
  token: ConflictToken,
  /** Nobody may book over it: the task type prevents conflicts, or `CONFLICTS=forbid`. */
  isHard: z.boolean(),
})
export type Conflict = z.infer<typeof Conflict>

/** One appointment of the owner. It may begin before the day and end after it. */
export const Busy = z.object({
  start: Instant,
  end: Instant,
  /** The token of the `overlap` that a booking at that time would have. */
  token: ConflictToken,
  /** The appointment's subject. This and all below is null where `DAY_DETAILS` keeps it back. */
  title: z.nullable(z.string()),
  /** The lead's name. */
  lead: z.nullable(z.string()),
  typeName: z.nullable(z.string()),
  /** The type's colour, `#4fc3f7`. */
  color: z.nullable(z.string()),
  /** A booking of this desk that is not settled yet. */
  isTentative: z.boolean(),
})
export type Busy = z.infer<typeof Busy>

const Span = z.object({ start: Instant, end: Instant })
const OffReason = z.enum(['holiday', 'leave', 'not-scheduled'])

/** When the owner works on a day. `unknown` is not free: LeadSquared knows no hours, or did not say. */
export const Hours = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('known'),
    spans: z.array(Span),
    /** In another zone a day is made of parts of two of the owner's days. These parts are days off. Absent if there are none. */
    partsOff: z.optional(z.array(z.extend(Span, { reason: OffReason }))),
  }),
  z.object({ kind: z.literal('off'), reason: OffReason }),
  z.object({ kind: z.literal('unknown') }),
])
export type Hours = z.infer<typeof Hours>

/** One day of an owner. */
export const OwnerDay = z.object({
  date: Day,
  /** When LeadSquared was asked for `busy`; now, where it could not be asked. */
  asOf: Instant,
  /** Ordered by start. Null: not known, which is not free. */
  busy: z.nullable(z.array(Busy)),
  hours: Hours,
})
export type OwnerDay = z.infer<typeof OwnerDay>

/** How far a zone is ahead of UTC at a moment, by the server's time zone data. A browser may have other data. */
export const ZoneOffset = z.object({ zone: z.string(), at: Instant, offsetMinutes: z.number() })

export const OwnerDays = z.object({
  owner: z.object({
    id: z.string(),
    name: z.nullable(z.string()),
    /** Null where LeadSquared names none that we know. */
    timeZone: z.nullable(z.string()),
  }),
  /** In which zone each `date` counts: the one asked for, or the owner's, or UTC where that is not known. */
  zone: z.string(),
  days: z.array(OwnerDay),
  /** Set while LeadSquared cannot be asked again: the oldest `busy` in this answer is from then. */
  staleSince: z.optional(Instant),
  /** Of `zone` and of the owner's zone, at the start and at the end of each day. */
  offsets: z.optional(z.array(ZoneOffset)),
})
export type OwnerDays = z.infer<typeof OwnerDays>

/** The id of an appointment that is to be moved: it is left out of what is busy, since it is not in its own way. */
const without = z.optional(TaskId)

/** Of `GET /api/days`: both days are included. */
export const DaysQuery = z.object({
  owner: OwnerId,
  from: Day,
  /** At most 7 days in all. Left out: one day. */
  to: z.optional(Day),
  /** In which zone the days count. Left out: the owner's. */
  zone: z.optional(ZoneName),
  without,
  /** Asks ahead of need: LeadSquared is asked only if the account's budget is idle. Else memory alone answers. */
  ifIdle: z.optional(z.literal('1')),
})

/** Of `GET /api/free`. */
export const FreeQuery = z.object({
  owner: OwnerId,
  /** No free time before this moment. */
  from: OffsetDateTime,
  durationMinutes: whole(1, limits.longestAppointmentMinutes),
  /** Left out: 4. */
  count: z.optional(whole(1, limits.freeTimes)),
  /** In which zone `unknownFrom` counts. Left out: the owner's. */
  zone: z.optional(ZoneName),
  without,
})

/** The first free times within the owner's hours. */
export const FreeTimes = z.object({
  free: z.array(Span),
  /** From this day on nothing is known: it could not be asked, or LeadSquared knows no hours. Null: all was known. */
  unknownFrom: z.nullable(Day),
})
export type FreeTimes = z.infer<typeof FreeTimes>
