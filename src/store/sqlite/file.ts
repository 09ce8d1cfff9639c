import { closeSync, fdatasync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { migrations } from '../migrations.ts'
import { StoreUnavailable } from '../unavailable.ts'

/** A SQLite file whose writes are durable when they resolve, and share a commit with those that wait beside them. */
export interface SqliteFile {
  /** A prepared statement; made once per text. */
  prepare(sql: string): StatementSync
  /** Runs in the next common transaction. What it throws undoes nothing but itself. */
  write<T>(work: () => T): Promise<T>
  close(): Promise<void>
}

/** The log is copied into the file after so many pages of 4 KB; the same page is then copied once and not many times. */
const checkpointPages = 4000

interface Waiting {
  /** Does the work and gives back how to tell its result, once the commit is done. */
  run(): () => void
  fail(error: unknown): void
}

/**
 * Opens the file, or `:memory:`, and brings its tables up to date.
 *
 * With `synchronous = FULL` SQLite waits for the disk inside the commit, and the process with it. So it runs with NORMAL,
 * which leaves out exactly that wait (sqlite.org/pragma.html: "syncs the WAL file after each transaction" is what FULL adds),
 * and we wait for the same file ourselves, beside other work: what was committed meanwhile shares the next wait.
 */
export function openSqliteFile(path: string): SqliteFile {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL')
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA busy_timeout = 2000')
  migrate(db)
  const disk = path === ':memory:' ? null : openLog(`${path}-wal`)
  if (disk) db.exec('PRAGMA synchronous = NORMAL')
  db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)

  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const statements = new Map<string, StatementSync>()
  let waiting: Waiting[] = []
  let committing: Promise<void> | null = null
  let isClosed = false

  /** Commits what waits, and then what came while the disk was waited for, until nothing waits. */
  async function commitAll(): Promise<void> {
    // What else this turn of the event loop has to write shares the commit.
    await setImmediate()
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await commitTogether(batch)
    }
    committing = null
  }

  async function commitTogether(batch: readonly Waiting[]): Promise<void> {
    let tell: (() => void)[]
    try {
      begin.run()
      tell = batch.map(runOne)
      commit.run()
      await disk?.synced()
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      for (const item of batch) item.fail(unavailable(error))
      return
    }
    for (const one of tell) one()
  }

  function runOne(item: Waiting): () => void {
    db.exec('SAVEPOINT one')
    try {
      const tell = item.run()
      db.exec('RELEASE one')
      return tell
    } catch (error) {
      db.exec('ROLLBACK TO one')
      db.exec('RELEASE one')
      return () => item.fail(error)
    }
  }

  return {
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const made = db.prepare(sql)
      statements.set(sql, made)
      return made
    },
    write(work) {
      if (isClosed) return Promise.reject(new StoreUnavailable('The store is closed.'))
      return new Promise((resolve, reject) => {
        waiting.push({
          run() {
            const value = work()
            return () => resolve(value)
          },
          fail: reject,
        })
        committing ??= commitAll()
      })
    },
    async close() {
      isClosed = true
      await committing
      disk?.close()
      db.close()
    },
  }
}

/** SQLite's write-ahead log, which stays the same file for as long as the database is open. */
function openLog(path: string) {
  const file = openSync(path, 'r+')
  return {
    /** Resolves when everything that was written before is on the disk. */
    synced: () => promisify(fdatasync)(file),
    close: () => closeSync(file),
  }
}

function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  for (const step of migrations.slice(version)) db.exec(step)
  // A newer process may have gone further already; its steps only add, so this one can work on.
  if (version < migrations.length) db.exec(`PRAGMA user_version = ${migrations.length}`)
  db.exec('COMMIT')
}

function unavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable('The store cannot be written.', { cause })
}
