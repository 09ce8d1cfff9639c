import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Engine, NotUnique, StoreUnavailable } from '../engine.ts'
import { migrations } from '../migrations.ts'

/**
 * Opens the file, or `:memory:`, and brings its tables up to date. `now` is the clock of the store, in milliseconds.
 *
 * `synchronous = FULL` makes each commit wait for the disk, which blocks the process for some milliseconds, three times
 * per booking. An account allows only a few bookings per second, so commits need not be batched.
 */
export function openSqliteFile(path: string, now: () => number): Engine {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL')
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA busy_timeout = 2000')
  migrate(db)
  giveClock(db, now)
  const statements = new Map<string, StatementSync>()

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const made = db.prepare(sql)
    statements.set(sql, made)
    return made
  }

  return {
    async run(sql, ...values) {
      try {
        return prepare(sql).all(...values)
      } catch (error) {
        throw named(error, db.isOpen)
      }
    },
    async touch() {
      try {
        // Write the same version again: a statement that changes no page would not notice that the disk is full.
        const version = Number(prepare('PRAGMA user_version').get()?.['user_version'])
        db.exec(`PRAGMA user_version = ${version}`)
      } catch (error) {
        throw named(error, db.isOpen)
      }
    },
    async close() {
      db.close()
    },
  }
}

/** Defines the function `now_ms()` for a connection. SQLite evaluates it once for each statement. */
export function giveClock(db: DatabaseSync, now: () => number): void {
  db.function('now_ms', { deterministic: true }, now)
}

function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  for (const step of migrations.slice(version)) db.exec(step)
  // A newer process may have added more steps. Steps only add, so this process can work with its tables.
  if (version < migrations.length) db.exec(`PRAGMA user_version = ${migrations.length}`)
  db.exec('COMMIT')
}

/**
 * Result codes of SQLite that are about the file and not about the statement (sqlite.org/rescode.html): busy, locked,
 * read-only, input or output error, corrupt, full, cannot be opened.
 */
const codesOfFile = [5, 6, 8, 10, 11, 13, 14]
const uniqueViolation = 2067

/** Translates an error of SQLite to one of the store. The lowest byte of an extended code is the primary code. */
function named(error: unknown, isOpen: boolean): unknown {
  if (!isOpen) return new StoreUnavailable('The store is closed.', { cause: error })
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const code = Number(error.errcode)
  if (code === uniqueViolation) return new NotUnique(error.message, { cause: error })
  if (!codesOfFile.includes(code & 0xff)) return error
  return new StoreUnavailable('The store file cannot be used.', { cause: error })
}
