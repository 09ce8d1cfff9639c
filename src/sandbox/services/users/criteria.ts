/** Finds users by nested conditions on their attributes (leadsquared-api.md 7.6). */
import type { UserCondition, UserConditionGroup } from '#wire/user/criteria.ts'
import { invalidInput } from '../../calls/operation.ts'
import type { User } from '../../store/tenants.ts'
import type { World } from '../../world.ts'
import { userAttributes } from './users.ts'

type Attributes = ReadonlyMap<string, string>

/** The operators of the vendor's page ([doc] /user-advanced-search/). That they ignore letter case is [invented]. */
const operators: Record<string, (value: string, wanted: string) => boolean> = {
  eq: (value, wanted) => value === wanted,
  neq: (value, wanted) => value !== wanted,
  lik: (value, wanted) => value.includes(wanted),
  nlik: (value, wanted) => !value.includes(wanted),
  lik_s: (value, wanted) => value.startsWith(wanted),
  lik_e: (value, wanted) => value.endsWith(wanted),
  n: (value) => value === '',
  nn: (value) => value !== '',
}

/** All users who meet the groups, including inactive ones, in the order of the tenant. */
export function usersMatching(groups: readonly UserConditionGroup[], world: World): User[] {
  return world.tenant
    .users()
    .filter((user) => meetsGroups(groups, attributesOf(userAttributes(user, world))))
}

/** The attributes by name, in lower case, because the letter case of names is ignored ([invented]). */
function attributesOf(attributes: ReturnType<typeof userAttributes>): Attributes {
  return new Map(
    Object.entries(attributes).map(([name, value]) => [
      name.toLowerCase(),
      String(value ?? '').toLowerCase(),
    ]),
  )
}

function meetsGroups(groups: readonly UserConditionGroup[], attributes: Attributes): boolean {
  return joined(
    groups.map((group) => {
      const own = group.Condition.map((condition) => ({
        isMet: isMet(condition, attributes),
        operator: condition.ConditionOperator,
      }))
      const inner = group.GroupConditions
      const isInnerMet = inner.length === 0 || meetsGroups(inner, attributes)
      return { isMet: joined(own) && isInnerMet, operator: group.GroupOperator }
    }),
  )
}

/** The operator of each part joins it to the next part. AND is the default ([invented]). Every user meets an empty list. */
function joined(parts: readonly { isMet: boolean; operator: string | null }[]): boolean {
  let isMetSoFar = true
  let operator = 'AND'
  for (const part of parts) {
    isMetSoFar = operator === 'OR' ? isMetSoFar || part.isMet : isMetSoFar && part.isMet
    operator = part.operator?.toUpperCase() ?? 'AND'
  }
  return isMetSoFar
}

/** An unknown attribute or operator is a bad parameter ([invented]). */
function isMet(condition: UserCondition, attributes: Attributes): boolean {
  const value = attributes.get(condition.LookupName?.toLowerCase() ?? '')
  if (value === undefined) throw invalidInput('LookupName')
  const name = condition.Operator?.toLowerCase() ?? ''
  const holds = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!holds) throw invalidInput('Operator')
  return holds(value, (condition.LookupValue ?? '').toLowerCase())
}
