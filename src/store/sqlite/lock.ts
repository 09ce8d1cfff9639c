import { DatabaseSync } from 'node:sqlite'

/** How long the start waits for a desk that is just stopping to release the lock. */
const patienceMs = 1000

/**
 * Takes a lock that one process at a time can hold: an exclusive transaction on an empty SQLite file. The operating system
 * releases it when the process ends, even after a crash. Returns null if another process holds it. Throws if the file
 * cannot be opened. It is a separate file, because `npm run audit` and `npm run backup` read the store while the desk runs.
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

/** Keeps a reference to the database: otherwise the garbage collector would close it and release its lock. */
const held = new Set<DatabaseSync>()

/** SQLITE_BUSY (sqlite.org/rescode.html): another connection has the lock. */
const sqliteBusy = 5
