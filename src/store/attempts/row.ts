import { z } from 'zod'
import type { Attempt, OpenAttempts } from './attempts.ts'
import { attemptStates, unfinishedStates } from './states.ts'

/** PostgreSQL gives big integers as strings. */
const integer = z.coerce.number()

const shape = {
  person: z.string(),
  visitor: z.string().nullable(),
  key: z.string(),
  generation: integer,
  kind: z.string(),
  reference: z.string(),
  fingerprint: z.string(),
  request: z.string(),
  plan: z.string(),
  state: z.enum(attemptStates),
  taskId: z.string().nullable(),
  outcome: z.string().nullable(),
  said: z.string().nullable(),
  receivedAt: integer,
  sentAt: integer.nullable(),
  answeredAt: integer.nullable(),
  settledAt: integer.nullable(),
  settledBy: z.string().nullable(),
  withdrawnAt: integer.nullable(),
  nextCheckAt: integer.nullable(),
  goodReads: integer,
  lastGoodReadAt: integer.nullable(),
  leaseOwner: z.string().nullable(),
  leaseUntil: integer.nullable(),
  alert: z.string().nullable(),
} satisfies Record<keyof Omit<Attempt, 'readAt'>, z.ZodType>

/** A row as either engine returns it. */
export const AttemptRow: z.ZodType<Attempt> = z.object({ ...shape, readAt: integer })

/** A row of `selectOpen`: one state. */
export const OpenRow: z.ZodType<OpenAttempts> = z.object({
  state: z.enum(unfinishedStates),
  count: integer,
  oldestMs: integer,
})

/** The columns, in the order in which rows are written. Their names are those of `Attempt`. */
export const columns = z.object(shape).keyof().options
