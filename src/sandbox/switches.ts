/** Behaviour about which the sources disagree or are silent, switchable (leadsquared-api.md 11). */
export interface Switches {
  /** Rule 10: numbers of task rows as strings. */
  numbersAsStrings: boolean
  /** Rule 13: what an empty counted read holds under `List`. */
  emptyList: 'empty' | 'missing' | 'null'
  /** Rule 14: error bodies carry `IsMXException`. */
  isMxException: boolean
  /** Rule 15: errors come under HTTP 200. */
  errorsUnder200: boolean
  /** Rule 17: the rate refusal comes under HTTP 200. */
  rateRefusalUnder200: boolean
  /** Rule 21: types with PreventConflict refuse overlaps. */
  refuseOverlaps: boolean
  /** Rule 23: a task without a type takes the type with IsDefault. */
  defaultTaskType: boolean
  /** Rule 24: a task without an owner is refused; else it goes to the key's user. */
  ownerRequired: boolean
  /** Rule 28: mandatory fields and locations are not enforced. */
  lenientMandatory: boolean
  /** Lead writes keep fields that the tenant does not have, where the real one refuses them ([observed]). */
  unknownLeadFields: boolean
  /** Rule 43: GetOpportunitiesOfLead wants its opportunityType. */
  opportunityTypeRequired: boolean
  /** Rule 43: an opportunity shows in reads only so long after it changed. */
  opportunityLagMs: number
}

export const defaultSwitches: Switches = {
  numbersAsStrings: false,
  emptyList: 'empty',
  isMxException: false,
  errorsUnder200: false,
  rateRefusalUnder200: false,
  refuseOverlaps: false,
  defaultTaskType: false,
  ownerRequired: false,
  lenientMandatory: false,
  unknownLeadFields: false,
  opportunityTypeRequired: false,
  opportunityLagMs: 0,
}
