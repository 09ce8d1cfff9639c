import type { Switches } from '../switches.ts'

/** A counted read. Where no row is on the page, the list is `[]`, absent or null, as the switch says (sandbox rule 13). */
export function counted(key: string, count: number, rows: readonly unknown[], switches: Switches) {
  if (rows.length > 0 || switches.emptyList === 'empty') return { RecordCount: count, [key]: rows }
  return switches.emptyList === 'null'
    ? { RecordCount: count, [key]: null }
    : { RecordCount: count }
}
