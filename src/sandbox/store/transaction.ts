import type { DatabaseSync } from 'node:sqlite'

/** Runs several writes in one transaction. An error undoes all of them. */
export function inOneTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
