import * as z from 'zod'
import {
  Appointment,
  BookAppointment,
  ConflictOverride,
  type Waiting,
} from '#contract/appointment.ts'
import { FieldError, ProblemCode, ProblemParams } from '#contract/problem.ts'
import type { Attempt, AttemptId, AttemptPatch, NewAttempt } from '#store/attempts/attempts.ts'
import type { ProblemFacts } from '../http/problems.ts'
import { referenceOf } from './reference.ts'

/** The row of a booking: what it contains, how it changes, and the answers that are read from it. */

/** One request to book or to change: who sent it, its key, and its content. */
export interface Ask<Request extends object = BookAppointment> {
  /** E-mail of the signed-in person; empty without sign-in, where keys are global. */
  person: string
  /** The browser's id. Without sign-in it decides in which list of recent bookings the attempt appears. */
  visitor: string
  key: string
  fingerprint: string
  /** Of the row; it decides what `request` looks like. */
  kind: string
  /** The task that a change is about, in lower case; null for a booking. */
  taskId: string | null
  request: Request
}

/**
 * What will be sent for a booking: names that were looked up, times that were computed, the reference for the marker. The
 * row keeps it, so that after a crash exactly this can be searched in the calendar. Moments are milliseconds since 1970,
 * UTC, in whole seconds, because LeadSquared stores whole seconds (leadsquared-api.md 3.3).
 */
export const AttemptPlan = z.object({
  /** For example `AD-7F3K9Q`. `BOOKING_MARKER` decides where in the task it is written. */
  reference: z.string(),
  /** The e-mail of the signed-in person. Null without sign-in. */
  booker: z.string().nullable(),
  /** `name` is exactly the tenant's spelling, with the blanks at its ends (client rule 7). */
  taskType: z.object({ id: z.string(), name: z.string() }),
  /** The type allows no overlap with another appointment of the owner. */
  preventsConflicts: z.boolean().default(false),
  subject: z.string(),
  /** The rep's words, without the marker. */
  description: z.string(),
  /** The owner, named by the rep with an id or an e-mail; the directory adds the rest. `sentAs` says which of the two is sent. */
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
  /** In the form in which they are sent: strings, date-times in UTC. */
  customFields: z.record(z.string(), z.string()),
  /** Whether the owner's calendar could be read for conflicts. Absent if no check was wanted. */
  conflictsChecked: z.exactOptional(z.boolean()),
})
export type AttemptPlan = z.infer<typeof AttemptPlan>
const PlanOrNone = AttemptPlan.nullable()

/** The answer that is read from a row. */
export type RecordedAnswer =
  | {
      /** Done; `of` is the kind of the row. */
      kind: 'booked'
      of: string
      taskId: string
      appointment: Appointment
      /** Whether the owner's calendar could be read for conflicts. Absent if no check was wanted. */
      conflictsChecked?: boolean
      isReplay: boolean
    }
  /** Nothing was sent yet. Position 1 is next. */
  | { kind: 'waiting'; position: number; aboutMs: number; reason: Waiting['reason'] }
  /** It was sent, and its result is unknown. Ask again after `checkAfterMs`. */
  | { kind: 'unconfirmed'; checkAfterMs: number }
  /** Certainly nothing was created. */
  | { kind: 'refused'; code: ProblemCode; facts: ProblemFacts }

/** The answer to one request about a booking. */
export type BookingAnswer =
  | RecordedAnswer
  /** Concerns only this request and not the booking of its key: a different body, or another process is working on it. */
  | { kind: 'turned-away'; code: 'key-reused' | 'in-progress'; facts: ProblemFacts }

/** Where a waiting attempt is in this process's queue for a turn. */
export interface Place {
  position: number
  aboutMs: number
}

const Refusal = z.object({
  code: ProblemCode,
  detail: z.exactOptional(z.string()),
  errors: z.exactOptional(z.array(FieldError)),
  params: z.exactOptional(ProblemParams),
})
const Booking = z.object({
  taskId: z.string(),
  appointment: Appointment,
  conflictsChecked: AttemptPlan.shape.conflictsChecked,
})
/** Rows of an older release say only in their plan whether conflicts were checked. */
const CheckedPlan = z.object({ conflictsChecked: AttemptPlan.shape.conflictsChecked }).nullable()
const Ending = z.union([Booking, Refusal])

/** What was done: the task, and what the rep is told, as JSON. */
export interface Done {
  taskId: string
  outcome: string
}

/** What a booking or a change that was made tells. The plan says whether conflicts were checked. */
export function doneOutcome(
  taskId: string,
  appointment: Appointment,
  { conflictsChecked }: Pick<AttemptPlan, 'conflictsChecked'>,
): Done {
  return { taskId, outcome: JSON.stringify({ taskId, appointment, conflictsChecked }) }
}

/** How long a dead process keeps its rows from the others. A living one renews them. */
export const leaseMs = 15_000
/** No process works on the attempt. */
export const unleased = { leaseOwner: null, leaseUntil: null } as const
const now = { fromNowMs: 0 } as const

/** A new attempt: it is waiting and belongs to the process that writes it. */
export function newAttempt(ask: Ask<object>, leaseOwner: string | null): NewAttempt {
  const { person, visitor, key, fingerprint, kind, taskId } = ask
  return {
    person,
    visitor,
    key,
    kind,
    reference: referenceOf(person, key),
    fingerprint,
    request: JSON.stringify(ask.request),
    plan: 'null',
    state: 'waiting',
    taskId,
    outcome: null,
    said: null,
    receivedAt: now,
    sentAt: null,
    answeredAt: null,
    settledAt: null,
    settledBy: null,
    withdrawnAt: null,
    nextCheckAt: null,
    goodReads: 0,
    lastGoodReadAt: null,
    alert: null,
    leaseOwner,
    leaseUntil: leaseOwner === null ? null : { fromNowMs: leaseMs },
  }
}

const WithOverride = z.object({ conflictOverride: z.optional(ConflictOverride) })

/** The request in a row of the kind `book`. */
export function requestOf(attempt: Attempt): BookAppointment {
  return BookAppointment.parse(JSON.parse(attempt.request))
}

/** The conflicts that the rep accepted. Does not parse the rest of the request again. */
export function overrideOf(attempt: Attempt): ConflictOverride | undefined {
  return WithOverride.parse(JSON.parse(attempt.request)).conflictOverride
}

/** The plan of a booking. Null until the look-ups are done, and for a change. */
export function planOf(attempt: Attempt): AttemptPlan | null {
  if (attempt.kind !== 'book') return null
  return PlanOrNone.parse(JSON.parse(attempt.plan))
}

/** Whether two rows are tries of the same booking: keys belong to persons. */
export function areSame(
  a: Pick<AttemptId, 'person' | 'key'>,
  b: Pick<AttemptId, 'person' | 'key'>,
): boolean {
  return a.person === b.person && a.key === b.key
}

/**
 * Turns an attempt to `booked`. The task's id is recorded in lower case, because ids are compared without letter case
 * (client rule 16); the outcome keeps LeadSquared's spelling. `alert` is what an operator must know.
 */
export function bookedPatch(
  { taskId, outcome }: Done,
  settled: { by: 'answer' | 'reconciler'; alert?: string },
): AttemptPatch {
  return {
    state: 'booked',
    taskId: taskId.toLowerCase(),
    outcome,
    settledAt: now,
    settledBy: settled.by,
    nextCheckAt: null,
    ...(settled.alert === undefined ? {} : { alert: settled.alert }),
    ...unleased,
  }
}

/** Moves an attempt to a final state without a task. `said` is LeadSquared's message for the audit trail, if any. */
export function refusedPatch(
  state: 'refused' | 'not-created',
  code: ProblemCode,
  facts: ProblemFacts,
  settled: { by: 'answer' | 'reconciler'; said?: string; lookAgainMs?: number },
): AttemptPatch {
  return {
    state,
    outcome: JSON.stringify({ code, ...facts }),
    settledAt: now,
    settledBy: settled.by,
    nextCheckAt: settled.lookAgainMs === undefined ? null : { fromNowMs: settled.lookAgainMs },
    ...(settled.said === undefined ? {} : { said: settled.said }),
    ...unleased,
  }
}

/** Turns an attempt to `unconfirmed`, to be looked for after `lookMs`. */
export function unconfirmedPatch(said: string, lookMs: number): AttemptPatch {
  return {
    state: 'unconfirmed',
    said,
    answeredAt: now,
    nextCheckAt: { fromNowMs: lookMs },
    ...unleased,
  }
}

/** The current answer about an attempt. `place` is known if this process waits for the attempt's turn. */
export function answerOf(attempt: Attempt, place: Place | null): RecordedAnswer {
  switch (attempt.state) {
    case 'waiting': {
      // Only a try that could not reach LeadSquared is put off until later.
      const reason = attempt.nextCheckAt === null ? 'busy' : 'unreachable'
      return { kind: 'waiting', ...(place ?? { position: 1, aboutMs: 1000 }), reason }
    }
    case 'sending':
      return { kind: 'unconfirmed', checkAfterMs: 1000 }
    case 'unconfirmed': {
      // A read takes a moment, and the answer is asked for after it.
      const untilReadMs = (attempt.nextCheckAt ?? attempt.readAt) - attempt.readAt
      return { kind: 'unconfirmed', checkAfterMs: Math.max(0, untilReadMs) + 500 }
    }
    case 'booked':
    case 'refused':
    case 'not-created':
      return endOf(attempt)
  }
}

function endOf(attempt: Attempt): RecordedAnswer {
  const ending = Ending.parse(JSON.parse(attempt.outcome ?? 'null'))
  if ('code' in ending) {
    const { code, ...facts } = ending
    return { kind: 'refused', code, facts }
  }
  const older = 'conflictsChecked' in ending ? null : CheckedPlan.parse(JSON.parse(attempt.plan))
  return { kind: 'booked', of: attempt.kind, ...older, ...ending, isReplay: true }
}
