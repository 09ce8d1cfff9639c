import type { SQLInputValue } from 'node:sqlite'
import type { AttemptStore } from './attempts/attempts.ts'
import { type CalendarClaims, createCalendarClaims } from './calendar-claims.ts'
import { postgresRateSlots, type RateSlots } from './rate-slots.ts'
import { createSessionStore, type SessionStore } from './sessions.ts'
import { sqliteAttempts } from './sqlite/attempts.ts'
import { openSqliteFile } from './sqlite/file.ts'

/** Everything that is kept between requests, on one engine. */
export interface Stores {
  attempts: AttemptStore
  sessions: SessionStore
  /** Who books which time of whose calendar at the desk. */
  calendarClaims: CalendarClaims
  /** Null for one instance, which needs to share its budget with nobody. */
  rateSlots: RateSlots | null
  close(): Promise<void>
}

/** One SQLite file, for one instance. `path` may be `:memory:`. */
export function openSqliteStores(path: string): Stores {
  const file = openSqliteFile(path)
  const engine = {
    read: async (sql: string, ...values: SQLInputValue[]) => file.prepare(sql).all(...values),
    write: (sql: string, ...values: SQLInputValue[]) =>
      file.write(() => file.prepare(sql).all(...values)),
  }
  return {
    attempts: sqliteAttempts(file),
    sessions: createSessionStore(engine),
    calendarClaims: createCalendarClaims(engine),
    rateSlots: null,
    close: () => file.close(),
  }
}

/** One PostgreSQL database, for any number of instances. Throws a sentence without secrets where it cannot be used. */
export async function openPostgresStores(url: string): Promise<Stores> {
  // Loaded only where it is wanted: a desk on SQLite is smaller and starts sooner without it.
  const [{ openPostgresDatabase }, { postgresAttempts }] = await Promise.all([
    import('./postgres/database.ts'),
    import('./postgres/attempts.ts'),
  ])
  const database = await openPostgresDatabase(url)
  const run = async (sql: string, ...values: (string | number | null)[]) =>
    (await database.run(sql, ...values)).rows
  const engine = { read: run, write: run }
  return {
    attempts: postgresAttempts(database),
    sessions: createSessionStore(engine),
    calendarClaims: createCalendarClaims(engine),
    rateSlots: postgresRateSlots(run),
    close: () => database.close(),
  }
}
