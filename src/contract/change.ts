import * as z from 'zod/mini'
import {
  Appointment,
  Booked,
  ConflictOverride,
  OwnerReference,
  Refused,
  Unconfirmed,
  Waiting,
} from './appointment.ts'
import { endpoint } from './endpoint.ts'
import { AttemptKey, Instant, OffsetDateTime, OwnerId, TaskId } from './ids.ts'
import { AppointmentStatus } from './problem.ts'

/**
 * The calls that read and change a booked appointment. Each change is a separate attempt with its own `Idempotency-Key`.
 * Only the person who booked the appointment through the desk and the owner of the appointment may read and change it.
 * Without sign-in, only the browser that booked it may. Everybody else gets 404. The page loads this file with the first
 * change.
 */

/**
 * Where the rep saw the appointment, and with whom. If it is somewhere else by now, nothing is changed: 409 `changed`. `end`
 * is null where LeadSquared told none; without `ownerId` any owner will do.
 */
const Expected = z.strictObject({
  start: OffsetDateTime,
  end: z.nullable(OffsetDateTime),
  ownerId: z.optional(OwnerId),
})

export const MoveAppointment = z.strictObject({
  start: OffsetDateTime,
  end: OffsetDateTime,
  expected: Expected,
  conflictOverride: z.optional(ConflictOverride),
})
export type MoveAppointment = z.infer<typeof MoveAppointment>

export const HandOverAppointment = z.strictObject({
  owner: OwnerReference,
  expected: Expected,
  conflictOverride: z.optional(ConflictOverride),
})
export type HandOverAppointment = z.infer<typeof HandOverAppointment>

/** What can be changed after a booking. `delete` means that the task is gone. */
export const ChangeKind = z.enum(['move', 'hand-over', 'complete', 'delete'])
export type ChangeKind = z.infer<typeof ChangeKind>

/** The current state in LeadSquared of an appointment that was booked with the desk. */
export const AppointmentNow = z.object({
  taskId: TaskId,
  appointment: Appointment,
  status: AppointmentStatus,
  /** When LeadSquared changed it last; null where it does not tell. */
  modifiedAt: z.nullable(Instant),
  /** Addresses to open: a new event in Google Calendar or Outlook, and the lead in LeadSquared if the operator named it. */
  links: z.object({ google: z.string(), outlook: z.string(), lead: z.nullable(z.string()) }),
  /** A change by the same person that is not decided yet, with its key, by which its outcome can be asked for. */
  underWay: z._default(z.nullable(z.object({ kind: ChangeKind, attempt: AttemptKey })), null),
})
export type AppointmentNow = z.infer<typeof AppointmentNow>

/** A change was made, and LeadSquared's own record shows it. After `delete`, `appointment` is what it was. */
export const Done = z.object({
  outcome: z.literal('done'),
  kind: ChangeKind,
  attempt: AttemptKey,
  taskId: TaskId,
  appointment: Appointment,
})
export type Done = z.infer<typeof Done>

const pathParams = z.object({ taskId: TaskId })
const changes = {
  200: Done,
  202: z.discriminatedUnion('outcome', [Waiting, Unconfirmed]),
}

export const getAppointment = endpoint({
  method: 'GET',
  path: 'api/appointments/{taskId}',
  pathParams,
  responses: { 200: AppointmentNow },
})

/** The calendar file (RFC 5545), the one answer that is no JSON. */
export const getCalendarFile = endpoint({
  method: 'GET',
  path: 'api/appointments/{taskId}.ics',
  pathParams,
  responses: { 200: z.string().check(z.startsWith('BEGIN:VCALENDAR')) },
})

export const moveAppointment = endpoint({
  method: 'POST',
  path: 'api/appointments/{taskId}/move',
  pathParams,
  request: MoveAppointment,
  responses: changes,
})

export const handOverAppointment = endpoint({
  method: 'POST',
  path: 'api/appointments/{taskId}/hand-over',
  pathParams,
  request: HandOverAppointment,
  responses: changes,
})

export const completeAppointment = endpoint({
  method: 'POST',
  path: 'api/appointments/{taskId}/complete',
  pathParams,
  responses: changes,
})

export const deleteAppointment = endpoint({
  method: 'DELETE',
  path: 'api/appointments/{taskId}',
  pathParams,
  responses: changes,
})

/** The outcome of an attempt to book or to change. */
export const AnyOutcome = z.discriminatedUnion('outcome', [
  Booked,
  Done,
  Waiting,
  Unconfirmed,
  Refused,
])
export type AnyOutcome = z.infer<typeof AnyOutcome>

/** The same calls as `getAttempt` and `withdrawAttempt` in endpoints.ts, which see only bookings and cost the page less. */
export const getAnyAttempt = endpoint({
  method: 'GET',
  path: 'api/attempts/{key}',
  pathParams: z.object({ key: AttemptKey }),
  responses: { 200: AnyOutcome },
})

export const withdrawAnyAttempt = endpoint({
  method: 'DELETE',
  path: 'api/attempts/{key}',
  pathParams: z.object({ key: AttemptKey }),
  responses: { 200: AnyOutcome },
})
