/** The search behind Leads.Get: one condition, one order, one page (leadsquared-api.md 8.5, sandbox rule 42). */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { leadFieldByName } from './fields.ts'
import { type Lead, readLead } from '../../store/leads.ts'

/** The page lists `= LIKE > < <= >= <>` ([doc]). One version of it adds IN. */
export const leadOperators = ['=', 'LIKE', '>', '<', '<=', '>=', '<>', 'IN'] as const
export type LeadOperator = (typeof leadOperators)[number]

export interface LeadCondition {
  field: string
  operator: LeadOperator
  value: string
}

/** Which leads: one condition, all or any of several, or those with these ids. */
export type LeadWhere =
  | LeadCondition
  | { all: LeadWhere[] }
  | { any: LeadWhere[] }
  | { ids: string[] }

export interface LeadCriteria {
  /** Null for every lead. */
  condition: LeadWhere | null
  order: { field: string; isDescending: boolean } | null
  offset: number
  limit: number
  /** Milliseconds since 1970, UTC: a lead's age is counted from its creation to now. */
  nowMs: number
}

interface Sql {
  sql: string
  values: SQLInputValue[]
}

/** Longer patterns match nothing, because SQLite refuses patterns of more than 50,000 characters. */
const longestPattern = 1000

/** Finds leads by criteria whose fields are known to fields.ts. */
export function findLeads(database: DatabaseSync, criteria: LeadCriteria): Lead[] {
  const { sql, values } = whereOf(criteria.condition, criteria.nowMs)
  const order = criteria.order
    ? `${columnOf(criteria.order.field, criteria.nowMs)} ${criteria.order.isDescending ? 'desc' : 'asc'}, number`
    : 'number'
  return database
    .prepare(`select data from leads where ${sql} order by ${order} limit ? offset ?`)
    .all(...values, criteria.limit, criteria.offset)
    .map(readLead)
}

/** How many leads meet the condition. */
export function countLeads(
  database: DatabaseSync,
  { condition, nowMs }: Pick<LeadCriteria, 'condition' | 'nowMs'>,
): number {
  const { sql, values } = whereOf(condition, nowMs)
  const row = database.prepare(`select count(*) as n from leads where ${sql}`).get(...values)
  return Number(row?.['n'] ?? 0)
}

function whereOf(where: LeadWhere | null, nowMs: number): Sql {
  if (where === null) return { sql: 'true', values: [] }
  if ('all' in where) return joined(where.all, 'and', nowMs)
  if ('any' in where) return joined(where.any, 'or', nowMs)
  if ('ids' in where) {
    const ids = JSON.stringify(where.ids.map((id) => id.toLowerCase()))
    return { sql: 'id in (select value from json_each(?))', values: [ids] }
  }
  return conditionOf(where, nowMs)
}

function joined(parts: readonly LeadWhere[], word: 'and' | 'or', nowMs: number): Sql {
  const all = parts.map((part) => whereOf(part, nowMs))
  if (all.length === 0) return { sql: 'true', values: [] }
  return {
    sql: `(${all.map(({ sql }) => sql).join(` ${word} `)})`,
    values: all.flatMap(({ values }) => values),
  }
}

function conditionOf({ field, operator, value }: LeadCondition, nowMs: number): Sql {
  if (operator === '=' && field === 'ProspectID') {
    return { sql: 'id = ?', values: [value.toLowerCase()] }
  }
  if (operator === '=' && field === 'EmailAddress' && value !== '') {
    return { sql: 'email = ?', values: [value.normalize('NFC').toLowerCase()] }
  }
  const column = comparableOf(field, nowMs)
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

/** Absent values are compared as empty text, and dates in whole seconds ([observed], leadsquared-api.md 3.3). */
function comparableOf(field: string, nowMs: number): string {
  const column = `coalesce(${columnOf(field, nowMs)}, '')`
  return leadFieldByName.get(field)?.dataType === 'Date' ? `substr(${column}, 1, 19)` : column
}

function columnOf(field: string, nowMs: number): string {
  const known = leadFieldByName.get(field)
  if (!known) throw new Error(`${field} is no lead field.`)
  if (known.schemaName === 'LeadAge') {
    const created = "unixepoch(substr(data ->> 'CreatedOn', 1, 19))"
    return `max(0, (${Math.floor(nowMs / 1000)} - ${created}) / 86400)`
  }
  return `data ->> '${known.schemaName}'`
}

function isNumber(field: string): boolean {
  return leadFieldByName.get(field)?.dataType === 'Number'
}
