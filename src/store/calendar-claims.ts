import * as z from 'zod'
import type { RunStatement } from './engine.ts'

/** What is kept of the claims on one owner's time. */
export interface KeptClaims {
  version: number
  /** JSON of the room that writes it; null where nothing is kept yet, with version 0. */
  text: string | null
}

/**
 * One record for each owner of a calendar, which instances change by compare-and-swap: of several that claim the same
 * time at the same moment, each sees those that came before it.
 */
export interface CalendarClaims {
  read(ownerId: string): Promise<KeptClaims>
  /** Replaces what is kept where its version is still this one. False where somebody was faster; nothing was written. */
  swap(ownerId: string, version: number, text: string): Promise<boolean>
}

// PostgreSQL hands 64-bit integers over as text.
const Row = z.object({ version: z.coerce.number(), text: z.string() })

/** Claims on either engine. Parameters are numbered `?1`. */
export function createCalendarClaims(run: RunStatement): CalendarClaims {
  return {
    async read(ownerId) {
      const [row] = await run(
        `SELECT "version", "text" FROM calendar_claims WHERE "ownerId" = ?1`,
        ownerId,
      )
      return row === undefined ? { version: 0, text: null } : Row.parse(row)
    },
    async swap(ownerId, version, text) {
      const written = await (version === 0
        ? run(
            `INSERT INTO calendar_claims ("ownerId", "version", "text") VALUES (?1, 1, ?2)
              ON CONFLICT ("ownerId") DO NOTHING RETURNING "version"`,
            ownerId,
            text,
          )
        : run(
            `UPDATE calendar_claims SET "version" = "version" + 1, "text" = ?3
              WHERE "ownerId" = ?1 AND "version" = ?2 RETURNING "version"`,
            ownerId,
            version,
            text,
          ))
      return written.length > 0
    },
  }
}
