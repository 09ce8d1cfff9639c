import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from '#store/sqlite/lock.ts'
import { ConfigError } from './config/environment.ts'
import type { Closable } from './process/until-signal.ts'

/** A folder for its owner only, and files likewise: they hold customers, drafts of bookings and sessions. */
const folderMode = 0o700
const fileMode = 0o600

/**
 * Where data lies below `DATA_DIR`; `:memory:` keeps nothing. The file is made before SQLite opens it, which would let
 * everybody on the machine read it; SQLite gives the files beside it the same mode. A file of an older release is closed
 * as well. A folder that exists keeps its mode, since it may be shared with others on purpose.
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
 * Keeps a second desk off `DATA_DIR`: each would spend the whole budget of the account and settle the other's bookings. A
 * desk that crashed holds nothing any more. Throws a `ConfigError` where another desk is there.
 */
export function lockDataDir(dataDir: string): Closable | null {
  if (dataDir === ':memory:') return null
  const lock = takeLock(dataFile(dataDir, 'desk.lock'))
  if (lock) return { close: async () => lock.release() }
  throw new ConfigError(
    `DATA_DIR is ${JSON.stringify(dataDir)}: another desk is using it. Stop that one, or give this one a folder of its own; with DATABASE_URL and LEADSQUARED_URL several desks share their bookings. Example: DATA_DIR=/var/lib/appointment-desk-2`,
  )
}
