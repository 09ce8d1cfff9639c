import type { BookAppointment } from '#contract/appointment.ts'
import { guidPattern } from '#contract/patterns.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptPlan } from '../booking/record.ts'
import type { Asker } from './lead-finder.ts'
import { ProblemThrown } from '../http/problems.ts'
import { fullName } from '../translate/full-name.ts'
import type { UserDirectory } from './user-directory.ts'

/** What finding an owner needs of the BFF. */
export interface OwnerDeps {
  users: Pick<UserDirectory, 'find'>
  leadSquared: Pick<LeadSquared, 'getUserById' | 'getUserByEmailAddress'>
}

/**
 * Finds on whose calendar to book. The directory answers for everybody it has; anybody else is looked up in LeadSquared, and
 * `[]` means that LeadSquared cannot use that owner (client rule 33). A look-up that fails proves nothing and does not
 * block: LeadSquared judges the owner itself when the task is created.
 */
export async function findOwner(
  reference: BookAppointment['owner'],
  deps: OwnerDeps,
  asker: Asker,
): Promise<AttemptPlan['owner']> {
  const isById = 'id' in reference
  const sentAs = isById ? 'id' : 'email'
  if (isById && !guidPattern.test(reference.id)) {
    throw refusal('unknown-owner', isById, 'There is no such owner.')
  }
  const known = await deps.users.find(reference).catch(() => null)
  if (known?.isActive) {
    return { sentAs, id: known.id, email: known.email, name: known.name }
  }
  if (known) throw refusal('inactive-owner', isById, 'This owner is not active.')
  const found = isById
    ? await deps.leadSquared.getUserById(reference.id, { lane: 'read', ...asker })
    : await deps.leadSquared.getUserByEmailAddress(reference.email, { lane: 'read', ...asker })
  if (found.ok) {
    const [user] = found.value
    if (!user) throw refusal('unknown-owner', isById, 'There is no such owner.')
    const email = user.EmailAddress || (isById ? null : reference.email)
    return { sentAs, id: user.UserId, email, name: fullName(user) || null }
  }
  return isById
    ? { sentAs, id: reference.id, email: null, name: null }
    : { sentAs, id: null, email: reference.email, name: null }
}

function refusal(
  code: 'unknown-owner' | 'inactive-owner',
  isById: boolean,
  detail: string,
): ProblemThrown {
  const pointer = isById ? '/owner/id' : '/owner/email'
  return new ProblemThrown(code, { errors: [{ pointer, rule: 'not-an-option', detail }] })
}
