import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStores } from '../stores.ts'
import { openSqliteFile } from './file.ts'
import { testAttemptStore } from '../attempts/test-attempt-store.ts'
import { testAttemptVolume } from '../attempts/test-attempt-volume.ts'
import { testCalendarClaims } from '../test-calendar-claims.ts'
import { testSessionStore } from '../test-session-store.ts'

let folder = ''
let file = ''
let count = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-store-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function open() {
  count += 1
  file = join(folder, `${count}.sqlite`)
  return Promise.resolve(openSqliteStores(file))
}
const reopen = () => Promise.resolve(openSqliteStores(file))

describe('attempts', () => {
  testAttemptStore(open, reopen)
  testAttemptVolume({
    open: () => Promise.resolve(openSqliteFile(':memory:', Date.now)),
    explain: async ({ run }, { sql, values }) =>
      (await run(`EXPLAIN QUERY PLAN ${sql}`, ...values)).map((row) => JSON.stringify(row)),
    // Only what is due is sorted without an index, and that is never much.
    isSlow: (line, name) =>
      /SCAN attempts/.test(line) ||
      (!name.includes('due') && line.includes('TEMP B-TREE FOR ORDER BY')),
  })
})
test('asking for work writes nothing where nothing is due, so that nobody is waited for', async () => {
  const stores = await open()
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  expect(await stores.attempts.claimDue('process-1', 15_000, 20)).toEqual([])
  other.exec('ROLLBACK')
  other.close()
  await stores.close()
})
test('a ping writes to the disk, where one that changes nothing would not', async () => {
  const stores = await open()
  const before = statSync(`${file}-wal`).size
  await stores.attempts.ping()
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(before)
  await stores.close()
})

describe('claims on calendars', () => {
  testCalendarClaims(open, reopen)
})

describe('sign-in', () => {
  testSessionStore(open, reopen)
})
