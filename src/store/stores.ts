import type { AttemptStore } from './attempts/attempts.ts'
import { createAttemptStore } from './attempts/store.ts'
import { type CalendarClaims, createCalendarClaims } from './calendar-claims.ts'
import { type Engine, NotUnique, type RunStatement } from './engine.ts'
import { postgresRateSlots, type RateSlots } from './rate-slots.ts'
import { createSessionStore, type SessionStore } from './sessions.ts'
import { openSqliteFile } from './sqlite/file.ts'

/** All data that is kept between requests, on one engine. */
export interface Stores {
  attempts: AttemptStore
  sessions: SessionStore
  /** The times in each owner's calendar that are being booked through this desk. */
  calendarClaims: CalendarClaims
  /** Null for a single instance, which shares its budget with no other. */
  rateSlots: RateSlots | null
  /** Sets the one listener that gets the error of every failed statement. A violated unique index is not a failure. */
  watchFaults(onFault: (error: unknown) => void): void
  close(): Promise<void>
}

/** One SQLite file, for one instance. `path` may be `:memory:`. `now` is the clock for all stored times. */
export function openSqliteStores(path: string, now: () => number = Date.now): Stores {
  return storesOn(openSqliteFile(path, now), () => null)
}

/** One PostgreSQL database, for any number of instances. If it cannot be used, throws an error without secrets. */
export async function openPostgresStores(url: string): Promise<Stores> {
  // Loaded only when it is used: a desk on SQLite is smaller and starts faster without it.
  const { openPostgresDatabase } = await import('./postgres/database.ts')
  return storesOn(await openPostgresDatabase(url), postgresRateSlots)
}

function storesOn(engine: Engine, rateSlotsOn: (run: RunStatement) => RateSlots | null): Stores {
  let tell: (error: unknown) => void = () => {}

  async function told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof NotUnique)) tell(error)
      throw error
    }
  }
  const run: RunStatement = (...statement) => told(engine.run(...statement))
  return {
    attempts: createAttemptStore({ ...engine, run, touch: () => told(engine.touch()) }),
    sessions: createSessionStore(run),
    calendarClaims: createCalendarClaims(run),
    rateSlots: rateSlotsOn(run),
    watchFaults(onFault) {
      tell = onFault
    },
    close: () => engine.close(),
  }
}
