import { hash } from 'node:crypto'
import * as z from 'zod'
import { Appointment, ConflictOverride } from '#contract/appointment.ts'
import { ChangeKind } from '#contract/change.ts'
import type { Attempt } from '#store/attempts/attempts.ts'

/** What the row of a change holds. Moments are milliseconds since 1970, UTC, in whole seconds. */

const Times = z.object({ startMs: z.number(), endMs: z.number() })

/** Where the rep saw the appointment, and with whom; `endMs` is null where LeadSquared told no end. */
const Expected = z.object({
  startMs: z.number(),
  endMs: z.number().nullable(),
  ownerId: z.string().optional(),
})
export type Expected = z.infer<typeof Expected>

/** What is asked for, in the row's `request`. */
export const ChangeRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    taskId: z.string(),
    to: Times,
    expected: Expected,
    conflictOverride: z.optional(ConflictOverride),
  }),
  z.object({
    kind: z.literal('hand-over'),
    taskId: z.string(),
    owner: z.union([z.object({ id: z.string() }), z.object({ email: z.string() })]),
    expected: Expected,
    conflictOverride: z.optional(ConflictOverride),
  }),
  z.object({ kind: z.literal('complete'), taskId: z.string() }),
  z.object({ kind: z.literal('delete'), taskId: z.string() }),
])
export type ChangeRequest = z.infer<typeof ChangeRequest>

/** What was decided before it was sent, in the row's `plan`. The audit trail prints it. */
export const ChangePlan = z.object({
  subject: z.string(),
  taskType: z.object({ id: z.string(), name: z.string() }),
  lead: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** Whose appointment it is after the change. `sentAs` says by what a new owner is named to LeadSquared. */
  owner: z.object({
    sentAs: z.enum(['id', 'email']),
    id: z.string().nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
  }),
  /** When it is after the change. */
  startMs: z.number(),
  endMs: z.number().nullable(),
  /** The type allows no overlap with another appointment of the owner. */
  preventsConflicts: z.boolean(),
  /** Whether the owner's calendar could be read for conflicts; absent where it was not to be. */
  conflictsChecked: z.boolean().optional(),
  /** LeadSquared's own spelling of the id. */
  taskId: z.string(),
  /** How it was before. */
  before: Appointment,
})
export type ChangePlan = z.infer<typeof ChangePlan>

/** What a row of a change asks for; null for a booking. */
export function changeOf({ kind, request }: Attempt): ChangeRequest | null {
  return ChangeKind.safeParse(kind).success ? ChangeRequest.parse(JSON.parse(request)) : null
}

/** One text for everything that asks for the same change. */
export function changeFingerprint(request: ChangeRequest): string {
  const { owner, ...rest } = { owner: undefined, ...request }
  const named = owner && ('id' in owner ? owner.id : owner.email).toLowerCase()
  return hash('sha256', JSON.stringify([rest, named ?? null, request.taskId.toLowerCase()]))
}
