import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openSqliteStores } from './stores.ts'
import { testAttemptStore } from './test-attempt-store.ts'
import { testSessionStore } from './test-session-store.ts'

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
})
describe('sign-in', () => {
  testSessionStore(open, reopen)
})
