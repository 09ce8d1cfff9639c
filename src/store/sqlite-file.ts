import { closeSync, fdatasync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { migrations } from './migrations.ts'
import { StoreUnavailable } from './unavailable.ts'

/** A SQLite file whose writes are durable when they resolve, and share a commit with those that wait beside them. */
export interface SqliteFile {
  /** A prepared statement; made once per text. */
  prepare(sql: string): StatementSync
  /** Runs in the next common transaction. What it throws undoes nothing but itself. */
  write<T>(work: () => T): Promise<T>
  close(): Promise<void>
}

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

  const statements = new Map<string, StatementSync>()
  let waiting: Waiting[] = []
  let isClosed = false

  function flush(): void {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    let tell: (() => void)[]
    try {
      db.exec('BEGIN IMMEDIATE')
      tell = batch.map(runOne)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      for (const item of batch) item.fail(unavailable(error))
      return
    }
    if (!disk) for (const one of tell) one()
    else
      disk.synced().then(
        () => tell.forEach((one) => one()),
        (error: unknown) => batch.forEach((item) => item.fail(unavailable(error))),
      )
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
        if (waiting.length === 1) setImmediate(flush)
      })
    },
    async close() {
      flush()
      isClosed = true
      // What was just committed is on the disk before anybody may believe that all is written.
      await disk?.close()
      db.close()
    },
  }
}

/** SQLite's write-ahead log, which stays the same file for as long as the database is open. */
function openLog(path: string) {
  const file = openSync(path, 'r+')
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  function sync(): Promise<void> {
    running = new Promise<void>((resolve, reject) => {
      fdatasync(file, (error) => (error ? reject(error) : resolve()))
    }).finally(() => {
      running = null
    })
    return running
  }

  /** Resolves when everything that was written before is on the disk. */
  function synced(): Promise<void> {
    if (!running) return sync()
    // The one that is running may have begun before the last write.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null
        return sync()
      })
    return next
  }

  return {
    synced,
    async close(): Promise<void> {
      await synced()
      closeSync(file)
    },
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
