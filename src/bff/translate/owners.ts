import type { Owner } from '#contract/owner.ts'
import { lineText } from '#contract/text.ts'
import type { UserRow } from '#wire/user/user.ts'
import { fullName } from './full-name.ts'

/** A user as the directory keeps it: an owner, and whether LeadSquared would still take it. */
export interface DirectoryUser extends Owner {
  isActive: boolean
  /** Null: LeadSquared's list of users does not tell. */
  memberOfGroups: readonly string[] | null
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/**
 * Users.Get in the app's words, by name. StatusCode 0 is active (leadsquared-api.md 7.2); LastName may be empty, and
 * somebody without any name is shown by the e-mail (client rule 33).
 */
export function toDirectoryUsers(rows: readonly UserRow[]): DirectoryUser[] {
  return rows
    .map((row) => ({
      id: row.ID,
      name: lineText(fullName(row)) || row.EmailAddress,
      email: row.EmailAddress,
      isActive: row.StatusCode === 0,
      memberOfGroups: row.MemberOfGroups ?? null,
    }))
    .toSorted((a, b) => collator.compare(a.name, b.name))
}
