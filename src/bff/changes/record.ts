import { hash } from 'node:crypto'
import * as z from 'zod'
import { Appointment, ConflictOverride } from '#contract/appointment.ts'
import { ChangeKind } from '#contract/change.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import { AttemptPlan } from '../booking/record.ts'

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
export const ChangePlan = AttemptPlan.pick({
  subject: true,
  taskType: true,
  lead: true,
  /** The owner after the change. */
  owner: true,
  preventsConflicts: true,
  conflictsChecked: true,
}).extend({
  /** The times after the change. */
  startMs: z.number(),
  endMs: z.number().nullable(),
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
