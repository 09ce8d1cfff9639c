import { DatabaseSync } from 'node:sqlite'
import { auditInPages, selectAuditPage } from './queries.ts'
import { AttemptRow } from './row.ts'
import type { Attempt } from './attempts.ts'
import { connectPostgres } from '../postgres/database.ts'
import { giveClock } from '../sqlite/file.ts'
import { createAttemptStore } from './store.ts'

/** All tries, for reading only, beside a desk that runs. */
export interface AuditTrail {
  /** Tries received since (epoch ms), oldest first, read while they are asked for. */
  since(sinceMs: number): AsyncIterable<Attempt>
  close(): Promise<void>
}

/** The trail in a SQLite file, which must exist. It is opened read-only, so it cannot stand in the way of the desk. */
export function openSqliteAudit(path: string): AuditTrail {
  const db = new DatabaseSync(path, { readOnly: true })
  giveClock(db, Date.now)
  const statement = db.prepare(selectAuditPage)
  return {
    since: (sinceMs) =>
      auditInPages(sinceMs, async (...place) =>
        statement.all(...place).map((row) => AttemptRow.parse(row)),
      ),
    close() {
      db.close()
      return Promise.resolve()
    },
  }
}

/** The trail in a PostgreSQL database that a desk has used before. */
export function openPostgresAudit(url: string): AuditTrail {
  const database = connectPostgres(url)
  const attempts = createAttemptStore(database)
  return { since: (sinceMs) => attempts.audit(sinceMs), close: () => database.close() }
}
