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

/** Opens the file, or `:memory:`, and brings its tables up to date. */
export function openSqliteFile(path: string): SqliteFile {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL')
  // With FULL a commit has reached the disk when it returns, also if the power fails (sqlite.org/pragma.html).
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA busy_timeout = 2000')
  migrate(db)

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
        if (waiting.length === 1) setImmediate(flush)
      })
    },
    close() {
      flush()
      isClosed = true
      db.close()
      return Promise.resolve()
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
