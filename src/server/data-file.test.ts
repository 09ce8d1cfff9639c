import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStores } from '#store/stores.ts'
import { dataFile, lockDataDir } from './data-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-data-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

test('what the desk keeps is for its owner only, whatever the umask', async () => {
  const dataDir = join(folder, 'new/data')
  const before = process.umask(0)
  try {
    const stores = openSqliteStores(dataFile(dataDir, 'desk.sqlite'))
    await stores.attempts.ping()
    for (const name of ['desk.sqlite', 'desk.sqlite-wal', 'desk.sqlite-shm']) {
      expect([name, modeOf(join(dataDir, name))]).toEqual([name, '600'])
    }
    expect(modeOf(dataDir)).toBe('700')
    await stores.close()
  } finally {
    process.umask(before)
  }
})

test('files that an older release left open to everybody are closed, and a folder stays as it is', () => {
  const dataDir = join(folder, 'old')
  mkdirSync(dataDir)
  chmodSync(dataDir, 0o755)
  const files = ['desk.sqlite', 'desk.sqlite-wal', 'desk.sqlite-shm'].map((name) =>
    join(dataDir, name),
  )
  for (const file of files) {
    writeFileSync(file, '')
    chmodSync(file, 0o644)
  }
  dataFile(dataDir, 'desk.sqlite')
  expect(files.map(modeOf)).toEqual(['600', '600', '600'])
  expect(modeOf(dataDir)).toBe('755')
})

test('a second desk on the folder is told so, by name, until the first lets go', async () => {
  const first = lockDataDir(folder)
  expect(() => lockDataDir(folder)).toThrow(`DATA_DIR is ${JSON.stringify(folder)}: another desk`)
  expect(() => lockDataDir(`${folder}/../${folder.split('/').at(-1)}`)).toThrow('another desk')
  expect(() => lockDataDir(join(folder, 'other'))).not.toThrow()
  await first?.close()
  await lockDataDir(folder)?.close()
})

test('nothing that is kept in memory is locked', () => {
  expect([lockDataDir(':memory:'), lockDataDir(':memory:')]).toEqual([null, null])
})

test('a desk that crashed holds no lock', async () => {
  const script = `
    const { lockDataDir } = await import(${JSON.stringify(join(import.meta.dirname, 'data-file.ts'))})
    lockDataDir(${JSON.stringify(folder)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  expect(() => lockDataDir(folder)).toThrow('another desk')
  other.kill('SIGKILL')
  await once(other, 'exit')
  await lockDataDir(folder)?.close()
})
