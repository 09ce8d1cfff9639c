import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openSqliteStores } from '#store/stores.ts'
import { testOwnerClaims } from './test-claims.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-claims-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const open = () => Promise.resolve(openSqliteStores(join(folder, `${count}.sqlite`)))

testOwnerClaims(() => {
  count += 1
  return open()
}, open)
