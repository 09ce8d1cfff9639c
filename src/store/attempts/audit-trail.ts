import { DatabaseSync } from 'node:sqlite'
import { auditInPages, selectAuditPage } from './queries.ts'
import { AttemptRow } from './row.ts'
import type { Attempt } from './attempts.ts'
import { connectPostgres } from '../postgres/database.ts'
import { giveClock } from '../sqlite/file.ts'
import { createAttemptStore } from './store.ts'

/** Read-only access to all tries while a desk is running. */
export interface AuditTrail {
  /** Tries received since a time (epoch ms), oldest first, read page by page as the caller consumes them. */
  since(sinceMs: number): AsyncIterable<Attempt>
  close(): Promise<void>
}

/** The trail in a SQLite file, which must exist. The file is opened read-only, so that the desk is not disturbed. */
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
