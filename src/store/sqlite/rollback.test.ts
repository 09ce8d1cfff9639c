import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrations } from '../migrations.ts'

/** Old and new processes work on the same tables during an upgrade, and an operator may go back to the old release. */

function tablesAfter(steps: number): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  for (const step of migrations.slice(0, steps)) db.exec(step)
  return db
}

interface Column {
  table: string
  name: string
  isText: boolean
  isKey: boolean
}

function columnsOf(db: DatabaseSync): Column[] {
  return db
    .prepare(
      `SELECT m.name AS "table", c.name AS "name", c.type = 'TEXT' AS "isText", c.pk > 0 AS "isKey"
        FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid`,
    )
    .all()
    .map((row) => ({
      table: String(row['table']),
      name: String(row['name']),
      isText: row['isText'] === 1,
      isKey: row['isKey'] === 1,
    }))
}

const before = migrations.map((_, steps) => [steps] as const).slice(1)

test.each(before)('a release of %i steps reads and writes the tables of this one', (steps) => {
  const known = Map.groupBy(columnsOf(tablesAfter(steps)), ({ table }) => table)
  const db = tablesAfter(migrations.length)
  for (const [table, columns] of known) {
    // Like our statements, name every column that the release knows and no other.
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const values = columns.map(({ isText }) => (isText ? 'waiting' : 1))
    const marks = columns.map(() => '?').join(', ')
    db.prepare(`INSERT INTO ${table} (${names}) VALUES (${marks})`).run(...values)
    const changes = columns.map(({ name }) => `"${name}" = "${name}"`).join(', ')
    expect(db.prepare(`UPDATE ${table} SET ${changes}`).run().changes).toBe(1)
    const row = db.prepare(`SELECT ${names} FROM ${table}`).get() ?? {}
    expect(Object.values(row)).toEqual(values)
    // The ON CONFLICT clauses of the old release still find its key.
    const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => `"${name}"`)
    const again = `INSERT INTO ${table} (${names}) VALUES (${marks}) ON CONFLICT (${keys.join(', ')}) DO NOTHING`
    expect(db.prepare(again).run(...values).changes).toBe(0)
  }
})

test('no step removes anything except an index', () => {
  const removing = migrations.filter((step) => /\b(DROP|RENAME|DELETE|TRUNCATE)\b/i.test(step))
  expect(removing.filter((step) => !/^DROP INDEX \w+$/.test(step))).toEqual([])
})
