import * as z from 'zod/mini'
import { Conflict } from './day.ts'
import { AttemptKey, Instant, TaskId } from './ids.ts'

/** Each code with its one HTTP status. The union is closed: the screen words every one. */
export const problemStatus = {
  'invalid-request': 400,
  'key-missing': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'in-progress': 409,
  conflict: 409,
  changed: 409,
  'already-booked': 409,
  'not-created': 409,
  withdrawn: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'key-reused': 422,
  'missing-field': 422,
  'unknown-task-type': 422,
  'unknown-owner': 422,
  'inactive-owner': 422,
  'unknown-lead': 422,
  'leadsquared-refused': 422,
  'too-many-requests': 429,
  internal: 500,
  'leadsquared-credentials': 502,
  'leadsquared-unreachable': 502,
  'leadsquared-busy': 503,
  'rights-unknown': 503,
  stopping: 503,
  'store-unavailable': 503,
} as const satisfies Readonly<Record<ProblemCode, number>>

export const ProblemCode = z.enum([
  'invalid-request',
  'key-missing',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'in-progress',
  'conflict',
  'changed',
  'already-booked',
  'not-created',
  'withdrawn',
  'too-large',
  'unsupported-media-type',
  'key-reused',
  'missing-field',
  'unknown-task-type',
  'unknown-owner',
  'inactive-owner',
  'unknown-lead',
  'leadsquared-refused',
  'too-many-requests',
  'internal',
  'leadsquared-credentials',
  'leadsquared-unreachable',
  'leadsquared-busy',
  'rights-unknown',
  'stopping',
  'store-unavailable',
])
export type ProblemCode = z.infer<typeof ProblemCode>

/** Why a member was refused, so that the screen can say it in its own words. */
export const FieldRule = z.enum([
  'required',
  'malformed',
  'too-long',
  'too-many',
  'too-early',
  'too-late',
  'not-after-start',
  'needs-start',
  'not-an-option',
  'not-offered',
  'unknown-member',
  'exactly-one',
])
export type FieldRule = z.infer<typeof FieldRule>

/** One fault at one member. `pointer` is a JSON Pointer (RFC 6901) into the request, or `?name` for a query parameter. */
export const FieldError = z.object({
  pointer: z.string(),
  detail: z.string(),
  rule: FieldRule,
  /** The limit that was passed, where there is one: characters, minutes or a year. */
  limit: z.optional(z.number()),
})
export type FieldError = z.infer<typeof FieldError>

/** The status of an appointment in LeadSquared. */
export const AppointmentStatus = z.enum(['open', 'completed', 'cancelled'])
export type AppointmentStatus = z.infer<typeof AppointmentStatus>

/** The values that the screen needs for the text of the problem, besides the code. */
export const ProblemParams = z.object({
  retryAfterSeconds: z.optional(z.number()),
  /** An earlier booking of the same thing (`already-booked`). */
  earlierTaskId: z.optional(TaskId),
  earlierAt: z.optional(Instant),
  /** A label of the tenant's own field (`missing-field`). */
  label: z.optional(z.string()),
  /** The current state of the appointment, if it is not what the request expects (`changed`). */
  current: z.optional(
    z.object({
      start: z.nullable(Instant),
      end: z.nullable(Instant),
      ownerId: z._default(z.nullable(z.string()), null),
      ownerName: z.nullable(z.string()),
      status: AppointmentStatus,
    }),
  ),
  /** The conflicts (`conflict`), those that cannot be overridden first. */
  conflicts: z.optional(z.array(Conflict)),
})

/**
 * Problem details, RFC 9457. `title` is stable per code, `detail` is for people who read HTTP and never holds
 * LeadSquared's own words. `outcome: "refused"` certifies that nothing was created. Only the record of an Idempotency-Key
 * knows that: a problem that was made before the key was looked up has no `outcome`, and the key tells what became of it.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  instance: z.string(),
  code: ProblemCode,
  outcome: z.optional(z.literal('refused')),
  attempt: z.optional(AttemptKey),
  errors: z.optional(z.array(FieldError)),
  params: z.optional(ProblemParams),
})
export type Problem = z.infer<typeof Problem>
