import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from '#store/sqlite/lock.ts'
import { ConfigError } from './config/environment.ts'
import type { Closable } from './process/until-signal.ts'

/** Only the owner may read the folder and its files, because they contain customers, drafts of bookings and sessions. */
const folderMode = 0o700
const fileMode = 0o600

/**
 * The path of the data file below `DATA_DIR`; `:memory:` keeps nothing. The file is created before SQLite opens it, because
 * SQLite would create it readable for everybody on the machine. SQLite's other files get the same mode. The mode of a file
 * from an older release is restricted too. An existing folder keeps its mode, because it may be shared on purpose.
 */
export function dataFile(dataDir: string, name: string): string {
  if (dataDir === ':memory:') return dataDir
  mkdirSync(dataDir, { recursive: true, mode: folderMode })
  const path = join(dataDir, name)
  // Closing a file ends the locks that this process has on it (fcntl), so one that exists is not opened here.
  if (!existsSync(path)) closeSync(openSync(path, 'a', fileMode))
  for (const one of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(one)) chmodSync(one, fileMode)
  }
  return path
}

/**
 * Prevents a second desk on the same `DATA_DIR`: each desk would use the whole budget of the account and settle the other's
 * bookings. A crash releases the lock. Throws a `ConfigError` if another desk uses the folder.
 */
export function lockDataDir(dataDir: string): Closable | null {
  if (dataDir === ':memory:') return null
  const lock = takeLock(dataFile(dataDir, 'desk.lock'))
  if (lock) return { close: async () => lock.release() }
  throw new ConfigError(
    `DATA_DIR is ${JSON.stringify(dataDir)}: another desk is using it. Stop that one, or give this one a folder of its own; with DATABASE_URL and LEADSQUARED_URL several desks share their bookings. Example: DATA_DIR=/var/lib/appointment-desk-2`,
  )
}
