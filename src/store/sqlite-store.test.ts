import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openSqliteStores } from './stores.ts'
import { testAttemptStore } from './test-attempt-store.ts'

let folder = ''
let file = ''
let count = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-store-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('attempts', () => {
  testAttemptStore(
    async () => {
      count += 1
      file = join(folder, `${count}.sqlite`)
      return openSqliteStores(file)
    },
    async () => openSqliteStores(file),
  )
})
