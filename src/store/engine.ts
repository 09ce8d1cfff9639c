/**
 * Runs one statement in its own commit, which is durable when the call resolves. Returns unparsed rows. Parameters are
 * numbered `?1`, and `now_ms()` is the clock of the store in milliseconds since 1970. Throws `StoreUnavailable`,
 * `NotUnique`, or the engine's own error for a wrong statement.
 */
export type RunStatement = (
  sql: string,
  ...values: readonly (string | number | null)[]
) => Promise<readonly unknown[]>

/** SQLite or PostgreSQL, with up-to-date tables. */
export interface Engine {
  run: RunStatement
  /** Writes to the disk to prove that this is possible. */
  touch: () => Promise<void>
  close(): Promise<void>
}

/** The store cannot be read or written now: a full or read-only disk, a lock, a database that is away. */
export class StoreUnavailable extends Error {}

/** A write was refused because another row has the same value in a unique index. */
export class NotUnique extends Error {}
