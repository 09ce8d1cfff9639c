import * as z from 'zod'
import type { RunStatement } from './engine.ts'

/** The session of a signed-in browser or page. Times are milliseconds since 1970, UTC. */
export interface Session {
  /** SHA-256 of the secret that the browser holds, so that the table does not let a reader sign in as somebody else. */
  id: string
  /** JSON that only its writer understands. */
  person: string
  /** The identity provider's id of the person (`sub`). Null if a portal signed the person in. */
  subject: string | null
  /** The id of the provider's own session (`sid`). The provider names it to end ours. */
  providerSession: string | null
  /** The provider's tokens, encrypted with a key that is derived from the browser's secret. */
  sealed: string | null
  /** When to ask the provider whether the person may still sign in. Null: never. */
  refreshAt: number | null
  expiresAt: number
}

/** Stores sessions and tickets. Expired ones are never returned. */
export interface SessionStore {
  create(session: Session): Promise<void>
  find(id: string, nowMs: number): Promise<Session | null>
  /** Reserves the check with the provider for the caller. False if another request already checks, or the session is gone. */
  claimRefresh(id: string, dueAt: number, againAt: number): Promise<boolean>
  /** Stores the result of the check. */
  refreshed(id: string, kept: Pick<Session, 'person' | 'sealed' | 'refreshAt'>): Promise<void>
  remove(id: string): Promise<void>
  /** Ends the sessions of a subject, or those of one provider session. Returns their number. */
  removeOf(whose: { subject: string } | { providerSession: string }): Promise<number>
  /** Stores a ticket that can be taken once. False if it exists already. */
  putTicket(id: string, payload: string, expiresAt: number): Promise<boolean>
  /** Takes a ticket. Null if there is none, it has expired, or another request was faster. */
  takeTicket(id: string, nowMs: number): Promise<string | null>
  /** Removes expired sessions and tickets. */
  pruneExpired(nowMs: number): Promise<void>
}

// PostgreSQL returns 64-bit integers as text.
const Moment = z.coerce.number()
const SessionRow = z.object({
  id: z.string(),
  person: z.string(),
  subject: z.string().nullable(),
  providerSession: z.string().nullable(),
  sealed: z.string().nullable(),
  refreshAt: Moment.nullable(),
  expiresAt: Moment,
})
const TicketRow = z.object({ payload: z.string() })

const columns = '"id", "person", "subject", "providerSession", "sealed", "refreshAt", "expiresAt"'

/** The store of sessions on either engine. */
export function createSessionStore(run: RunStatement): SessionStore {
  return {
    async create(session) {
      await run(
        `INSERT INTO sessions (${columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
        session.id,
        session.person,
        session.subject,
        session.providerSession,
        session.sealed,
        session.refreshAt,
        session.expiresAt,
      )
    },
    async find(id, nowMs) {
      const sql = `SELECT ${columns} FROM sessions WHERE "id" = ?1 AND "expiresAt" > ?2`
      const [row] = await run(sql, id, nowMs)
      return row === undefined ? null : SessionRow.parse(row)
    },
    async claimRefresh(id, dueAt, againAt) {
      const sql = `UPDATE sessions SET "refreshAt" = ?3 WHERE "id" = ?1 AND "refreshAt" = ?2 RETURNING "id"`
      return (await run(sql, id, dueAt, againAt)).length > 0
    },
    async refreshed(id, { person, sealed, refreshAt }) {
      await run(
        `UPDATE sessions SET "person" = ?2, "sealed" = ?3, "refreshAt" = ?4 WHERE "id" = ?1`,
        id,
        person,
        sealed,
        refreshAt,
      )
    },
    async remove(id) {
      await run(`DELETE FROM sessions WHERE "id" = ?1`, id)
    },
    async removeOf(whose) {
      const [column, value] =
        'subject' in whose ? ['subject', whose.subject] : ['providerSession', whose.providerSession]
      return (await run(`DELETE FROM sessions WHERE "${column}" = ?1 RETURNING "id"`, value)).length
    },
    async putTicket(id, payload, expiresAt) {
      const sql = `INSERT INTO tickets ("id", "payload", "expiresAt") VALUES (?1, ?2, ?3)
        ON CONFLICT ("id") DO NOTHING RETURNING "id"`
      return (await run(sql, id, payload, expiresAt)).length > 0
    },
    async takeTicket(id, nowMs) {
      const sql = `DELETE FROM tickets WHERE "id" = ?1 AND "expiresAt" > ?2 RETURNING "payload"`
      const [row] = await run(sql, id, nowMs)
      return row === undefined ? null : TicketRow.parse(row).payload
    },
    async pruneExpired(nowMs) {
      await run(`DELETE FROM sessions WHERE "expiresAt" <= ?1`, nowMs)
      await run(`DELETE FROM tickets WHERE "expiresAt" <= ?1`, nowMs)
    },
  }
}
