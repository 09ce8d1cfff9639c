/**
 * Writing leads: `LeadManagement.svc/Lead.Create`, `/Lead.Capture`, `/Lead.Update`, `/Lead.CreateOrUpdate`. leadsquared-api.md
 * gives no shapes; these are restated from the vendor's pages /create-a-lead/, /capture-lead/, /update-a-lead/ and
 * /create-or-update/ ([doc]) and from what public clients send and read ([client]).
 */
import { z } from 'zod'
import { Guid } from '../printed.ts'
import { AnyText } from '../tolerant.ts'

/**
 * What the sandbox takes: a bare array of schema names and values. `SearchBy` travels as one of them and names the
 * field to look for ([doc] /create-or-update/). Custom field sets (`Fields`) are dropped.
 */
export const LeadAttributesAccepted = z.array(
  z.object({ Attribute: z.string().min(1), Value: AnyText.nullish() }),
)
export type LeadAttributesAccepted = z.infer<typeof LeadAttributesAccepted>

/** The answer of Lead.Update to the letter ([doc] /update-a-lead/). */
export const LeadUpdatePrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ AffectedRows: z.literal(1) }),
})

/**
 * The answer of Lead.CreateOrUpdate and Lead.Capture. Id is read by all clients; AffectedRows by one that also names it
 * ([client]).
 */
export const LeadCapturePrinted = z.strictObject({
  Status: z.literal('Success'),
  Message: z.strictObject({ Id: Guid, AffectedRows: z.literal(1) }),
})
