import type { Lead } from '#contract/lead.ts'
import { searchable } from '#contract/patterns.ts'
import { lineText } from '#contract/text.ts'
import type { LeadRow } from '#wire/lead/lead.ts'
import { fullName } from './full-name.ts'

/** A lead of LeadSquared in the app's words. Every member may be missing (leadsquared-api.md 8, client rule 37). */
export function toLead(row: LeadRow): Lead {
  return {
    id: row.ProspectID,
    name: textOrNull(fullName(row)),
    email: textOrNull(row.EmailAddress),
    phone: textOrNull(row.Phone) ?? textOrNull(row.Mobile),
    company: textOrNull(row.Company),
  }
}

/**
 * Whether each word occurs in one of the eight fields of the quick search (leadsquared-api.md 8.2), as both sides compare
 * them: without letter case and accents.
 */
export function holdsEveryWord(row: LeadRow, words: readonly string[]): boolean {
  const fields = [
    row.FirstName,
    row.LastName,
    row.EmailAddress,
    row.Phone,
    row.Mobile,
    row.Company,
    row['mx_City'],
    row['mx_Country'],
  ].map((value) => searchable(value ?? ''))
  return words.every((word) => fields.some((field) => field.includes(searchable(word))))
}

/** A name in LeadSquared may contain a line break. Remove it, because the name becomes part of the subject. */
function textOrNull(value: string | null | undefined): string | null {
  return lineText(value ?? '') || null
}
