/**
 * Search criteria for users: nested groups of conditions, for `Task.svc/RetrieveAppointments/ByUserSearchCriteria` and
 * the same call for to-dos (leadsquared-api.md 7.6).
 */
import { z } from 'zod'
import { AnyText, TextOrNull } from '../tolerant.ts'

/** One condition on an attribute of a user; ConditionOperator joins it to the next condition of its group. */
export const UserCondition = z.object({
  LookupName: TextOrNull,
  Operator: TextOrNull,
  LookupValue: AnyText.nullish(),
  ConditionOperator: TextOrNull,
})
export type UserCondition = z.infer<typeof UserCondition>

/** A group holds conditions or groups; GroupOperator joins it to the next group. */
export interface UserConditionGroup {
  Condition: UserCondition[]
  GroupConditions: UserConditionGroup[]
  GroupOperator: string | null
}

/** The vendor's samples nest two levels. A deeper nesting than this is refused as a bad parameter. */
const deepestLevel = 5

/** What the sandbox takes as `UserSearchCriteria`. */
export const UserSearchCriteriaAccepted = z.object({ GroupConditions: groups(deepestLevel) })

function groups(levels: number): z.ZodType<UserConditionGroup[]> {
  const inner = levels > 1 ? groups(levels - 1) : z.array(z.never()).nullish().transform(orNone)
  const group = z.object({
    Condition: z.array(UserCondition).nullish().transform(orNone),
    GroupConditions: inner,
    GroupOperator: TextOrNull,
  })
  return z.array(group).nullish().transform(orNone)
}

function orNone<Item>(items: Item[] | null | undefined): Item[] {
  return items ?? []
}
