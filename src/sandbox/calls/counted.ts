import type { Switches } from '../switches.ts'

/** A counted read. The switch decides whether a list without rows is `[]`, absent or null (sandbox rule 13). */
export function counted(key: string, count: number, rows: readonly unknown[], switches: Switches) {
  if (rows.length > 0 || switches.emptyList === 'empty') return { RecordCount: count, [key]: rows }
  return switches.emptyList === 'null'
    ? { RecordCount: count, [key]: null }
    : { RecordCount: count }
}
