/**
 * One statement in a commit of its own, durable when it resolves; its rows are still to be parsed. Parameters are numbered
 * `?1`, and `now_ms()` is the clock of the store in milliseconds since 1970. Throws `StoreUnavailable`, `NotUnique`, or what
 * the engine says of a statement that is wrong.
 */
export type RunStatement = (
  sql: string,
  ...values: readonly (string | number | null)[]
) => Promise<readonly unknown[]>

/** SQLite or PostgreSQL, with up-to-date tables. */
export interface Engine {
  run: RunStatement
  /** Writes to the disk, to prove that it can. */
  touch: () => Promise<void>
  close(): Promise<void>
}

/** The store cannot be read or written now: a full or read-only disk, a lock, a database that is away. */
export class StoreUnavailable extends Error {}

/** A write was refused because another row has the same value in a unique index. */
export class NotUnique extends Error {}
