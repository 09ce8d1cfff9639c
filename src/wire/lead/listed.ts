/**
 * Leads in counted lists: `LeadManagement.svc/Leads.RecentlyModified` (leadsquared-api.md 8.7),
 * `/Leads/Retrieve/ByIds` and `/Leads/Retrieve/BySearchParameter` (8.8).
 */
import { z } from 'zod'
import { AnyText, NumberOrNull, Text, TextOrNull } from '../tolerant.ts'
import { LeadPrinted, LeadsAskedFor } from './lead.ts'

/** What the sandbox takes for RecentlyModified: a span of time on LeadLastModifiedOn. */
export const RecentlyModifiedAccepted = LeadsAskedFor.extend({
  Parameter: z.object({ FromDate: TextOrNull, ToDate: TextOrNull }).nullish(),
})
export type RecentlyModifiedAccepted = z.infer<typeof RecentlyModifiedAccepted>

/** What the sandbox takes for ByIds. */
export const LeadsByIdsAccepted = LeadsAskedFor.extend({
  SearchParameters: z.object({ LeadIds: z.array(AnyText).nullish() }).nullish(),
})
export type LeadsByIdsAccepted = z.infer<typeof LeadsByIdsAccepted>

/** What the sandbox takes for BySearchParameter: a list, a text, or an advanced search as a string that holds JSON. */
export const LeadsBySearchAccepted = LeadsAskedFor.extend({
  SearchParameters: z
    .object({
      ListId: TextOrNull,
      RetrieveBehaviour: NumberOrNull,
      SearchText: TextOrNull,
      AdvancedSearchTextNew: TextOrNull,
    })
    .nullish(),
})
export type LeadsBySearchAccepted = z.infer<typeof LeadsBySearchAccepted>

/** The JSON inside AdvancedSearchTextNew ([client]): conditions with rows. Empty rows have no meaning. */
export const AdvancedLeadSearch = z.object({
  GrpConOp: Text,
  Conditions: z
    .array(
      z.object({
        Type: Text,
        ConOp: Text,
        RowCondition: z.array(z.object({ LSO: TextOrNull, Operator: TextOrNull, RSO: Text })),
      }),
    )
    .nullish(),
})
export type AdvancedLeadSearch = z.infer<typeof AdvancedLeadSearch>

/** RecentlyModified and BySearchParameter to the letter: every lead a list of names and values. */
export const ListedLeadsPrinted = z.strictObject({
  RecordCount: z.int().min(0),
  Leads: z
    .array(
      z.strictObject({
        LeadPropertyList: z.array(
          z.strictObject({ Attribute: z.string(), Value: z.string().nullable() }),
        ),
      }),
    )
    .nullable()
    .optional(),
})
export type ListedLeadsPrinted = z.infer<typeof ListedLeadsPrinted>

/** ByIds to the letter: flat leads ([doc] /get-leads-in-bulk-by-ids/). */
export const FlatLeadsPrinted = z.strictObject({
  RecordCount: z.int().min(0),
  Leads: z.array(LeadPrinted).nullable().optional(),
})
export type FlatLeadsPrinted = z.infer<typeof FlatLeadsPrinted>
