import type { Switches } from '../switches.ts'

/** The answer of a counted read. The switch decides whether an empty list is `[]`, absent or null (sandbox rule 13). */
export function counted(key: string, count: number, rows: readonly unknown[], switches: Switches) {
  if (rows.length > 0 || switches.emptyList === 'empty') return { RecordCount: count, [key]: rows }
  return switches.emptyList === 'null'
    ? { RecordCount: count, [key]: null }
    : { RecordCount: count }
}
