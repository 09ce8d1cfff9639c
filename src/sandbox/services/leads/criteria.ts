/** The search behind Leads.Get: one condition, one order, one page (leadsquared-api.md 8.5, sandbox rule 42). */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { LeadPrinted } from '#wire/lead/lead.ts'
import { leadFieldByName } from './fields.ts'
import type { Lead } from '../../store/leads.ts'

/** `= LIKE > < <= >= <>` are [doc]; one version of the page adds IN. */
export const leadOperators = ['=', 'LIKE', '>', '<', '<=', '>=', '<>', 'IN'] as const
export type LeadOperator = (typeof leadOperators)[number]

export interface LeadCriteria {
  /** Null for every lead. */
  condition: { field: string; operator: LeadOperator; value: string } | null
  order: { field: string; isDescending: boolean } | null
  offset: number
  limit: number
}

/** Longer patterns match nothing; SQLite refuses those over 50,000 characters. */
const longestPattern = 1000

/** Finds leads by criteria whose fields are known to lead-fields.ts. */
export function findLeads(database: DatabaseSync, criteria: LeadCriteria): Lead[] {
  const { sql, values } = conditionOf(criteria.condition)
  const order = criteria.order
    ? `${columnOf(criteria.order.field)} ${criteria.order.isDescending ? 'desc' : 'asc'}, number`
    : 'number'
  return database
    .prepare(`select data from leads where ${sql} order by ${order} limit ? offset ?`)
    .all(...values, criteria.limit, criteria.offset)
    .map((row) => LeadPrinted.parse(JSON.parse(String(row['data']))))
}

function conditionOf(condition: LeadCriteria['condition']): {
  sql: string
  values: SQLInputValue[]
} {
  if (!condition) return { sql: 'true', values: [] }
  const { field, operator, value } = condition
  if (operator === '=' && field === 'ProspectID') {
    return { sql: 'id = ?', values: [value.toLowerCase()] }
  }
  if (operator === '=' && field === 'EmailAddress' && value !== '') {
    return { sql: 'email = ?', values: [value.normalize('NFC').toLowerCase()] }
  }
  const column = comparableOf(field)
  switch (operator) {
    case 'LIKE':
      return value.length > longestPattern
        ? { sql: 'false', values: [] }
        : { sql: `${column} like ?`, values: [value] }
    case 'IN':
      return {
        sql: `${column} in (select value from json_each(?))`,
        values: [JSON.stringify(value.split(',').map((part) => part.trim()))],
      }
    case '=':
    case '<>':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return isNumber(field) && value !== ''
        ? { sql: `cast(${column} as real) ${operator} cast(? as real)`, values: [value] }
        : { sql: `${column} ${operator} ? collate nocase`, values: [value] }
  }
}

/** Absent values compare as empty text; dates compare at whole seconds ([observed], leadsquared-api.md 3.3). */
function comparableOf(field: string): string {
  const column = `coalesce(${columnOf(field)}, '')`
  return leadFieldByName.get(field)?.dataType === 'Date' ? `substr(${column}, 1, 19)` : column
}

function columnOf(field: string): string {
  const known = leadFieldByName.get(field)
  if (!known) throw new Error(`${field} is no lead field.`)
  return `data ->> '${known.schemaName}'`
}

function isNumber(field: string): boolean {
  return leadFieldByName.get(field)?.dataType === 'Number'
}
