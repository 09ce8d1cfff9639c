/** The advanced search of the product, which `AdvancedSearchTextNew` holds as JSON in a string (leadsquared-api.md 8.8). */
import { AdvancedLeadSearch } from '#wire/lead/listed.ts'
import { invalidInput } from '../../calls/operation.ts'
import type { LeadWhere } from './criteria.ts'
import { leadFieldByName } from './fields.ts'

type Row = { LSO: string | null; Operator: string | null; RSO: string }

/**
 * Conditions on fields of leads. Clients send `eq`, and `between` with `A TO B` ([client]). The other operators and the
 * way in which several conditions are joined are [invented], and so is the refusal of a text that is no such search.
 */
export function advancedSearch(text: string): { where: LeadWhere; isInvented: boolean } {
  const search = AdvancedLeadSearch.safeParse(parse(text))
  if (!search.success) throw invalidInput('AdvancedSearchTextNew')
  const conditions = (search.data.Conditions ?? []).map((condition) => {
    if (condition.Type.toLowerCase() !== 'lead') throw invalidInput('AdvancedSearchTextNew')
    const rows = condition.RowCondition.filter(({ LSO }) => LSO !== null)
    return joined(rows.map(whereOf), condition.ConOp)
  })
  const operators = (search.data.Conditions ?? []).flatMap(({ RowCondition }) =>
    RowCondition.flatMap(({ LSO, Operator }) => (LSO === null ? [] : [Operator?.toLowerCase()])),
  )
  const isInvented = operators.length > 1 || operators.some((name) => !isFromClients(name))
  return { where: joined(conditions, search.data.GrpConOp), isInvented }
}

function joined(parts: LeadWhere[], word: string): LeadWhere {
  return word.toLowerCase() === 'or' && parts.length > 0 ? { any: parts } : { all: parts }
}

function isFromClients(operator: string | undefined): boolean {
  return operator === 'eq' || operator === 'between'
}

function whereOf({ LSO, Operator, RSO }: Row): LeadWhere {
  const field = leadFieldByName.get(LSO ?? '')?.schemaName
  if (!field) throw invalidInput('AdvancedSearchTextNew')
  switch (Operator?.toLowerCase()) {
    case 'eq':
      return { field, operator: '=', value: RSO }
    case 'neq':
      return { field, operator: '<>', value: RSO }
    case 'lik':
      return { field, operator: 'LIKE', value: `%${RSO}%` }
    case 'gt':
      return { field, operator: '>', value: RSO }
    case 'lt':
      return { field, operator: '<', value: RSO }
    case 'between':
      return between(field, RSO)
    default:
      throw invalidInput('AdvancedSearchTextNew')
  }
}

/** For example `2026-03-01 TO 2026-03-09`. A date without a time at the end means the last second of that day. */
function between(field: string, text: string): LeadWhere {
  const [from = '', to = ''] = text.split(/ TO /i).map((end) => end.trim())
  if (from === '' || to === '') throw invalidInput('AdvancedSearchTextNew')
  const last = /^\d{4}-\d\d-\d\d$/.test(to) ? `${to} 23:59:59` : to
  return {
    all: [
      { field, operator: '>=', value: from },
      { field, operator: '<=', value: last },
    ],
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
