import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { RunStatement } from './engine.ts'

/** What is kept of one account's budget, and the time on the keeper's clock (ms since 1970) at which that was so. */
export interface KeptSlots {
  version: number
  /** JSON of the room that writes it; null where nothing is kept yet, with version 0. */
  text: string | null
  atMs: number
}

/** One record for each account, which several instances change by compare-and-swap. */
export interface RateSlots {
  read(account: string): Promise<KeptSlots>
  /** Replaces what stands where its version is still this one; answers with what stands after it, in one round trip. */
  swap(account: string, version: number, text: string): Promise<KeptSlots & { isSwapped: boolean }>
}

const Row = z.object({
  // PostgreSQL hands 64-bit integers over as text.
  version: z.coerce.number(),
  text: z.string(),
  writer: z.string(),
  atMs: z.coerce.number(),
})

const columns = `"version", "text", "writer", extract(epoch FROM clock_timestamp()) * 1000 AS "atMs"`
/**
 * The swap does not wait for the disk: a budget that a crash of the database forgets is at most a second old, and its
 * calls have left the window when the database is back.
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
      // The row can only be missing where somebody emptied the table beside us; then it is begun afresh.
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
