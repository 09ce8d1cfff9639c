/** The input that Create and Update of a task share: owner and related entity (sandbox rules 24 and 25). */
import { invalidInput } from '../../calls/operation.ts'
import type { Task } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

/**
 * The id of the named owner, or null if none was named. OwnerId has precedence over OwnerEmailAddress, and an unknown or
 * inactive owner is refused (both [invented], rule 24).
 */
export function ownerNamed(
  named: { OwnerId: string | null; OwnerEmailAddress: string | null },
  world: World,
): string | null {
  const { OwnerId: id, OwnerEmailAddress: email } = named
  if (id === null && email === null) return null
  const user = id === null ? world.tenant.userByEmail(email ?? '') : world.tenant.userById(id)
  if (!user?.isActive) {
    // It names the member and not its value, because hints are logged and an e-mail names a person.
    const member = id === null ? 'OwnerEmailAddress' : 'OwnerId'
    throw invalidInput(member, `${member} names ${user ? 'a user who has left' : 'no user'}.`)
  }
  return user.id
}

/** RelatedEntity 0 drops the id. With 1 and 5 the id must exist, otherwise the call is refused ([invented], rule 25). */
export function relatedTo(
  entity: number,
  relatedId: string | null,
  world: World,
): Pick<Task, 'relatedEntity' | 'relatedEntityId'> {
  const id = (relatedId ?? '').toLowerCase()
  switch (entity) {
    case 0:
      return { relatedEntity: 0, relatedEntityId: null }
    case 1:
      if (!world.leads.byId(id)) throw invalidInput('RelatedEntityId', `There is no lead ${id}.`)
      return { relatedEntity: 1, relatedEntityId: id }
    case 5:
      if (!world.opportunities.byId(id)) throw invalidInput('RelatedEntityId')
      return { relatedEntity: 5, relatedEntityId: id }
    default:
      throw invalidInput('RelatedEntity', 'RelatedEntity is 0, 1 for a lead, or 5.')
  }
}

/** 1100 and 1000 are [doc]. Nobody knows whether LeadSquared accepts other values. */
export function tellNotifyBy(notifyBy: string | null, invent: (what: string) => void): void {
  if (notifyBy === null || notifyBy === '1000' || notifyBy === '1100') return
  invent(`NotifyBy ${notifyBy} is kept as it is; 1100 and 1000 are documented.`)
}
