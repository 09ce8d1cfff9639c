import type { AttemptStore } from './attempts/attempts.ts'
import { createAttemptStore } from './attempts/store.ts'
import { type CalendarClaims, createCalendarClaims } from './calendar-claims.ts'
import type { Engine } from './engine.ts'
import { postgresRateSlots, type RateSlots } from './rate-slots.ts'
import { createSessionStore, type SessionStore } from './sessions.ts'
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

/** One SQLite file, for one instance. `path` may be `:memory:`; `now` is the clock by which times are written. */
export function openSqliteStores(path: string, now: () => number = Date.now): Stores {
  return storesOn(openSqliteFile(path, now), null)
}

/** One PostgreSQL database, for any number of instances. Throws a sentence without secrets where it cannot be used. */
export async function openPostgresStores(url: string): Promise<Stores> {
  // Loaded only where it is wanted: a desk on SQLite is smaller and starts sooner without it.
  const { openPostgresDatabase } = await import('./postgres/database.ts')
  const database = await openPostgresDatabase(url)
  return storesOn(database, postgresRateSlots(database.run))
}

function storesOn(engine: Engine, rateSlots: RateSlots | null): Stores {
  return {
    attempts: createAttemptStore(engine),
    sessions: createSessionStore(engine.run),
    calendarClaims: createCalendarClaims(engine.run),
    rateSlots,
    close: () => engine.close(),
  }
}
