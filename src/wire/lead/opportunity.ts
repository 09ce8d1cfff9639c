/** Opportunities of a lead (leadsquared-api.md 8.6; rows [observed]). */
import { z } from 'zod'
import { Columns, IndexedPaging, Sorting } from '../asked-for.ts'
import { countedListOf } from '../envelope.ts'
import { AnyText, RequiredText } from '../tolerant.ts'

const OpportunityValue = AnyText.nullish()
  .transform((value) => value ?? null)
  .catch(null)

/**
 * An opportunity as a client reads it: flat; Owner is its owner's id and `P_…` are the lead's members. Other calls name
 * the id ProspectActivityId (client rule 16).
 */
const OpportunityRow = z.preprocess(
  nameId,
  z
    .object({
      OpportunityId: RequiredText,
      OpportunityEvent: OpportunityValue,
      Status: OpportunityValue,
      Owner: OpportunityValue,
      OwnerName: OpportunityValue,
      mx_Custom_1: OpportunityValue,
      mx_Custom_2: OpportunityValue,
    })
    .catchall(OpportunityValue),
)

/** GetOpportunitiesOfLead as a client reads it. */
export const OpportunitiesReply = countedListOf(OpportunityRow)

/** What a client sends in the body ([doc] /get-opportunities-by-lead-id/). Lead and type are in the query. */
export const OpportunitiesRequest = z.strictObject({
  Columns: z.strictObject({ Include_CSV: z.string() }).optional(),
  Paging: z.strictObject({ PageIndex: z.int().min(1), PageSize: z.int().min(1) }).optional(),
  Sorting: z.strictObject({ ColumnName: z.string(), Direction: z.literal(['0', '1']) }).optional(),
})
export type OpportunitiesRequest = z.infer<typeof OpportunitiesRequest>

/** What the sandbox takes in the body. A call without a body counts as `{}`. */
export const OpportunitiesAccepted = z.object({
  Columns,
  Paging: IndexedPaging,
  Sorting,
})
export type OpportunitiesAccepted = z.infer<typeof OpportunitiesAccepted>

/** GetOpportunitiesOfLead to the letter. The members of a row depend on the tenant and on Include_CSV. */
export const OpportunitiesPrinted = z.strictObject({
  RecordCount: z.int().min(0),
  List: z.array(z.record(z.string(), z.string().nullable())).nullable().optional(),
})
export type OpportunitiesPrinted = z.infer<typeof OpportunitiesPrinted>

/** IsOpportunityEnabled ([doc] /check-if-opportunity-feature-is-enabled/), for both sides. */
export const OpportunityEnabledReply = z.object({ OpportunityManagement: z.string() })

function nameId(body: unknown): unknown {
  const other = z
    .looseObject({ OpportunityId: z.null().optional(), ProspectActivityId: z.string() })
    .safeParse(body)
  return other.success ? { ...other.data, OpportunityId: other.data.ProspectActivityId } : body
}
