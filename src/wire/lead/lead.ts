/**
 * Leads: flat objects whose members differ by tenant and whose values are all strings or null (leadsquared-api.md 8).
 * Leads.GetById, GetByQuickSearch, GetByEmailaddress, RetrieveLeadByPhoneNumber and Leads.Get answer alike.
 */
import { z } from 'zod'
import { Columns, Paging, Sorting } from '../asked-for.ts'
import { listOf } from '../envelope.ts'
import { AnyText, RequiredText, TextOrNull } from '../tolerant.ts'

const LeadValue = AnyText.nullish().transform((value) => value ?? null)

/**
 * A lead as a client reads it: ProspectID and all other fields of the tenant. `LeadPropertyList` of other lead calls is
 * accepted too ([client]).
 */
export const LeadRow = z.preprocess(
  flatten,
  z
    .object({
      ProspectID: RequiredText,
      FirstName: LeadValue,
      LastName: LeadValue,
      EmailAddress: LeadValue,
      Phone: LeadValue,
      Mobile: LeadValue,
      Company: LeadValue,
      OwnerId: LeadValue,
    })
    .catchall(LeadValue.catch(null)),
)
export type LeadRow = z.infer<typeof LeadRow>

/** The answer of every call that finds leads, as a client reads it. */
export const LeadsReply = listOf(LeadRow)

/** A lead to the letter: every value a string or null (sandbox rule 41). Include_CSV decides about the members. */
export const LeadPrinted = z.object({}).catchall(z.string().nullable())
export type LeadPrinted = z.infer<typeof LeadPrinted>

/** The same answers to the letter: a bare array. */
export const LeadsPrinted = z.array(LeadPrinted)

/** What a client sends to Leads.Get ([doc] /search-by-lead-criteria/); LookupName in its exact case (client rule 37). */
export const SearchLeadsRequest = z.strictObject({
  Parameter: z.strictObject({
    LookupName: z.string().min(1),
    LookupValue: z.string(),
    SqlOperator: z.literal(['=', 'LIKE', '>', '<', '<=', '>=', '<>']),
  }),
  Columns: z.strictObject({ Include_CSV: z.string() }).optional(),
  Sorting: z.strictObject({ ColumnName: z.string(), Direction: z.literal(['0', '1']) }).optional(),
  Paging: z.strictObject({ PageIndex: z.int().min(1), PageSize: z.int().min(1) }).optional(),
})
export type SearchLeadsRequest = z.infer<typeof SearchLeadsRequest>

/** The columns, order and page of a search for leads, as the sandbox takes them. */
export const LeadsAskedFor = z.object({
  Columns,
  Sorting,
  Paging,
})
export type LeadsAskedFor = z.infer<typeof LeadsAskedFor>

/** What the sandbox takes for Leads.Get. Without Parameter every lead is returned ([observed], sandbox rule 42). */
export const SearchLeadsAccepted = LeadsAskedFor.extend({
  Parameter: z
    .object({ LookupName: TextOrNull, LookupValue: AnyText.nullish(), SqlOperator: TextOrNull })
    .nullish(),
})
export type SearchLeadsAccepted = z.infer<typeof SearchLeadsAccepted>

const PropertyList = z.object({
  LeadPropertyList: z.array(z.object({ Attribute: z.string(), Value: z.unknown() })),
})

function flatten(body: unknown): unknown {
  const listed = PropertyList.safeParse(body)
  if (!listed.success) return body
  return Object.fromEntries(
    listed.data.LeadPropertyList.map((property) => [property.Attribute, property.Value]),
  )
}
