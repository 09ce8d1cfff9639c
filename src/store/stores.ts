import type { AttemptStore } from './attempts.ts'
import { postgresAttempts } from './postgres-attempts.ts'
import { openPostgresDatabase } from './postgres-database.ts'
import { sqliteAttempts } from './sqlite-attempts.ts'
import { openSqliteFile } from './sqlite-file.ts'

/** Everything that is kept between requests, on one engine. */
export interface Stores {
  attempts: AttemptStore
  close(): Promise<void>
}

/** One SQLite file, for one instance. `path` may be `:memory:`. */
export function openSqliteStores(path: string): Stores {
  const file = openSqliteFile(path)
  return { attempts: sqliteAttempts(file), close: () => file.close() }
}

/** One PostgreSQL database, for any number of instances. Throws a sentence without secrets where it cannot be used. */
export async function openPostgresStores(url: string): Promise<Stores> {
  const database = await openPostgresDatabase(url)
  return { attempts: postgresAttempts(database), close: () => database.close() }
}
