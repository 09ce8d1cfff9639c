import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrations } from '../migrations.ts'
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

test('rows of the previous release are continued: a received row waits, a sending one is taken over', async () => {
  const path = join(folder, 'earlier.sqlite')
  const earlier = new DatabaseSync(path)
  const stepsBefore = migrations.findIndex((step) => step.includes('ADD COLUMN "kind"'))
  for (const step of migrations.slice(0, stepsBefore)) earlier.exec(step)
  earlier.exec(`PRAGMA user_version = ${stepsBefore}`)
  for (const state of ['received', 'sending', 'booked']) {
    earlier.exec(`INSERT INTO attempts ("person", "key", "generation", "reference", "fingerprint", "request", "plan",
      "state", "receivedAt", "goodReads", "leaseOwner", "leaseUntil")
      VALUES ('', '${state}', 1, 'AD-7F3K9Q', 'aaaa', '{}', 'null', '${state}', 1, 0, 'gone', 2)`)
  }
  earlier.close()
  const stores = openSqliteStores(path)
  const claimed = await stores.attempts.claimDue('process-1', 15_000, 20)
  expect(claimed.map(({ key, state, kind }) => `${key}: ${state}, ${kind}`).toSorted()).toEqual([
    'received: waiting, book',
    'sending: sending, book',
  ])
  await stores.close()
})

describe('attempts', () => {
  testAttemptStore(open, reopen)
  testAttemptVolume({
    open: () => Promise.resolve(openSqliteFile(':memory:', Date.now)),
    explain: async ({ run }, { sql, values }) =>
      (await run(`EXPLAIN QUERY PLAN ${sql}`, ...values)).map((row) => JSON.stringify(row)),
    // Only due rows are sorted without an index, and these are always few.
    isSlow: (line, name) =>
      /SCAN attempts/.test(line) ||
      (!name.includes('due') && line.includes('TEMP B-TREE FOR ORDER BY')),
  })
})
test('asking for work writes nothing when nothing is due, so that it does not wait for a lock', async () => {
  const stores = await open()
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  expect(await stores.attempts.claimDue('process-1', 15_000, 20)).toEqual([])
  other.exec('ROLLBACK')
  other.close()
  await stores.close()
})
test('a ping writes to the disk even though it changes no value', async () => {
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
