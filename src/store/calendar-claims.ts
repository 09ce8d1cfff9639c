import * as z from 'zod'
import type { RunStatement } from './engine.ts'

/** The stored claims on one owner's time. */
export interface KeptClaims {
  version: number
  /** JSON that only its writer understands. Null with version 0 if nothing is stored yet. */
  text: string | null
}

/**
 * One record for each owner of a calendar. Instances change it by compare-and-swap, so that each of several simultaneous
 * claims on the same time sees the claims before it.
 */
export interface CalendarClaims {
  read(ownerId: string): Promise<KeptClaims>
  /** Replaces the record if it still has this version. Returns false if another instance was faster; then nothing changed. */
  swap(ownerId: string, version: number, text: string): Promise<boolean>
}

// PostgreSQL returns 64-bit integers as text.
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
