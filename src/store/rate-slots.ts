import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { RunStatement } from './engine.ts'

/** The stored budget of one account, and the time on the store's clock (ms since 1970) when it was read. */
export interface KeptSlots {
  version: number
  /** JSON that only its writer understands. Null with version 0 if nothing is stored yet. */
  text: string | null
  atMs: number
}

/** One record for each account. Several instances change it by compare-and-swap. */
export interface RateSlots {
  read(account: string): Promise<KeptSlots>
  /** Replaces the record if it still has this version. Returns the record as it is afterwards, in one round trip. */
  swap(account: string, version: number, text: string): Promise<KeptSlots & { isSwapped: boolean }>
}

const Row = z.object({
  // PostgreSQL returns 64-bit integers as text.
  version: z.coerce.number(),
  text: z.string(),
  writer: z.string(),
  atMs: z.coerce.number(),
})

const columns = `"version", "text", "writer", extract(epoch FROM clock_timestamp()) * 1000 AS "atMs"`
/**
 * The swap does not wait for the disk. A crash of the database loses at most the last second, and the window of those calls
 * is over when the database is back.
 */
const quickly = `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true) AS "is")`

/** Rate slots in PostgreSQL. An instance alone on its SQLite file keeps them in memory. */
export function postgresRateSlots(run: RunStatement): RateSlots {
  return {
    async read(account) {
      const [row] = await run(`SELECT ${columns} FROM rate_slots WHERE "account" = ?1`, account)
      if (row) return Row.parse(row)
      return { version: 0, text: null, atMs: await now(run) }
    },

    async swap(account, version, text) {
      const writer = randomUUID()
      const [row] = await (version === 0
        ? run(
            `INSERT INTO rate_slots ("account", "version", "text", "writer") VALUES (?1, 1, ?2, ?3)
              ON CONFLICT ("account") DO UPDATE SET "account" = excluded."account" RETURNING ${columns}`,
            account,
            text,
            writer,
          )
        : run(
            `${quickly} UPDATE rate_slots SET
                "text" = CASE WHEN "version" = ?2 THEN ?3 ELSE "text" END,
                "writer" = CASE WHEN "version" = ?2 THEN ?4 ELSE "writer" END,
                "version" = CASE WHEN "version" = ?2 THEN "version" + 1 ELSE "version" END
              FROM quick WHERE "account" = ?1 AND quick."is" = 'off' RETURNING ${columns}`,
            account,
            version,
            text,
            writer,
          ))
      // The row can only be missing if an operator emptied the table. Then start with a new one.
      if (!row) return { version: 0, text: null, atMs: await now(run), isSwapped: false }
      const kept = Row.parse(row)
      return { ...kept, isSwapped: kept.writer === writer }
    },
  }
}

async function now(run: RunStatement): Promise<number> {
  const [row] = await run(`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS "atMs"`)
  return z.object({ atMs: z.coerce.number() }).parse(row).atMs
}
