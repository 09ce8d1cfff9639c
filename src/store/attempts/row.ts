import { z } from 'zod'
import type { Attempt } from './attempts.ts'
import { attemptStates } from './states.ts'

/** A row as either engine gives it back. PostgreSQL gives big integers as strings. */
const integer = z.coerce.number()

export const AttemptRow: z.ZodType<Attempt> = z.object({
  person: z.string(),
  visitor: z.string().nullable(),
  key: z.string(),
  generation: integer,
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
  nextCheckAt: integer.nullable(),
  goodReads: integer,
  lastGoodReadAt: integer.nullable(),
  leaseOwner: z.string().nullable(),
  leaseUntil: integer.nullable(),
  alert: z.string().nullable(),
})

/** The columns, in the order in which rows are written. Their names are those of `Attempt`. */
export const columns = [
  'person',
  'visitor',
  'key',
  'generation',
  'reference',
  'fingerprint',
  'request',
  'plan',
  'state',
  'taskId',
  'outcome',
  'said',
  'receivedAt',
  'sentAt',
  'answeredAt',
  'settledAt',
  'settledBy',
  'nextCheckAt',
  'goodReads',
  'lastGoodReadAt',
  'leaseOwner',
  'leaseUntil',
  'alert',
] as const satisfies readonly (keyof Attempt)[]
