import { DatabaseSync } from 'node:sqlite'

/** Long enough for a desk that is just stopping to let go; the start waits for it. */
const patienceMs = 1000

/**
 * Takes a lock that one process at a time can hold: an exclusive transaction on an empty SQLite file, which the operating
 * system ends with the process, however that dies. Null where another one holds it. Throws where the file cannot be
 * opened. It is a file of its own, because `npm run audit` and `npm run backup` read the store while the desk runs.
 */
export function takeLock(path: string): { release(): void } | null {
  const db = new DatabaseSync(path)
  try {
    db.exec(`PRAGMA busy_timeout = ${patienceMs}`)
    db.exec('BEGIN EXCLUSIVE')
    held.add(db)
    return {
      release() {
        held.delete(db)
        db.close()
      },
    }
  } catch (error) {
    db.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return null
    throw error
  }
}

/** A database that nobody refers to is closed by the garbage collector, and its lock would end with it. */
const held = new Set<DatabaseSync>()

/** SQLITE_BUSY (sqlite.org/rescode.html): another connection has the lock. */
const sqliteBusy = 5
