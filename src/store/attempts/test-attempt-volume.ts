import { describe, expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import {
  claim,
  deleteSettled,
  renewLeases,
  selectAuditPage,
  selectDueIds,
  selectEqual,
  selectLast,
  selectOne,
  selectOpen,
  selectOwners,
  selectRecent,
  selectSent,
  type Statement,
  insertNext,
  updateIn,
} from './queries.ts'
import { columns } from './row.ts'
import { attempt, key } from './test-attempt-lists.ts'

/** A year of a busy desk: settled rows that only lists and the audit trail read again. */
const rows = 20_000

const statements: Record<string, Statement> = {
  'the last try of a key': { sql: selectLast, values: ['', key] },
  'one try': { sql: selectOne, values: ['', key, 1] },
  'the recent ones of a person': { sql: selectRecent.person, values: ['p7@example.com', 10] },
  'the recent ones of a browser': { sql: selectRecent.visitor, values: ['v7', 10] },
  'an equal one of a person': {
    sql: selectEqual.person,
    values: ['p7@example.com', 'aaaa', key, 1, 2],
  },
  'an equal one of a browser': { sql: selectEqual.visitor, values: ['v7', 'aaaa', key, 1, 2] },
  'a page of the audit': { sql: selectAuditPage, values: [500, '', '', 0, 500] },
  'what is due': { sql: selectDueIds, values: [20] },
  'claiming what is due': { sql: claim, values: [20, 'a', 5000] },
  'renewing leases': { sql: renewLeases, values: ['a', 5000] },
  'what was sent and has no end': { sql: selectSent, values: [] },
  'what is open': { sql: selectOpen, values: [] },
  'removing what is old': { sql: deleteSettled, values: [500, 100] },
  'the owners of tasks': { sql: selectOwners(2), values: ['t1', 't2'] },
  'a new try': insertNext(attempt()),
  'a change': updateIn({ person: '', key, generation: 1 }, ['waiting'], { state: 'sending' }),
}

/**
 * Tests that statements stay fast with a year of rows. `fill` writes `rows` settled attempts. `explain` returns the plan of
 * a statement, one line per step. `isSlow` recognises the steps whose cost grows with the table.
 */
export function testAttemptVolume(engine: {
  open: () => Promise<Engine>
  explain: (engine: Engine, statement: Statement) => Promise<string[]>
  isSlow: (line: string, name: string) => boolean
}): void {
  describe('with a year of rows', () => {
    test('no statement reads the whole table or sorts it', { timeout: 60_000 }, async () => {
      const open = await engine.open()
      await fill(open)
      const slow: Record<string, string[]> = {}
      for (const [name, statement] of Object.entries(statements)) {
        const plan = await engine.explain(open, statement)
        const lines = plan.filter((line) => engine.isSlow(line, name))
        if (lines.length > 0) slow[name] = lines
      }
      expect(slow).toEqual({})
      await open.close()
    })
  })
}

/** Settled attempts of a hundred persons and browsers, one received after the other. */
async function fill({ run }: Engine): Promise<void> {
  const values: Partial<Record<string, string>> = {
    person: `'p' || (n % 100) || '@example.com'`,
    visitor: `'v' || (n % 100)`,
    key: `'8e03978e-40d5-43dd-bc93-' || n`,
    generation: '1',
    kind: `'book'`,
    reference: `'AD-7F3K9Q'`,
    fingerprint: `'aaaa'`,
    request: `'{}'`,
    plan: `'null'`,
    state: `'booked'`,
    taskId: `'task-' || n`,
    receivedAt: 'n',
    goodReads: '0',
  }
  await run(`INSERT INTO attempts (${columns.map((column) => `"${column}"`).join(', ')})
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${rows})
    SELECT ${columns.map((column) => values[column] ?? 'NULL').join(', ')} FROM numbers`)
  await run('ANALYZE')
}
