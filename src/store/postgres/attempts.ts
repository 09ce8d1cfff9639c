import {
  allowedIn,
  auditInPages,
  deleteSettled,
  isDue,
  names,
  ownersIn,
  selectAuditPage,
  selectEqual,
  selectLast,
  selectOne,
  selectOwners,
  selectRecent,
  selectUnfinished,
  updateIn,
  whoseIs,
  whyUnchanged,
} from '../attempts/queries.ts'
import { AttemptRow, columns } from '../attempts/row.ts'
import { mayBeTriedAfresh } from '../attempts/states.ts'
import { type Attempt, type AttemptStore, TaskTaken } from '../attempts/attempts.ts'
import { isUniqueViolation, type PostgresDatabase } from './database.ts'

/** Every column but the generation, which the statement works out. */
const given = columns.filter((column) => column !== 'generation')
const marks = new Map(given.map((column, index) => [column, `?${index + 1}`]))

/**
 * Begins the next try unless the last one stands in its way. Of several at the same moment the primary key lets one
 * insert; the others insert nothing.
 */
const insertNext = `WITH earlier AS (
    SELECT "generation", "state", "fingerprint", "settledAt" FROM attempts
    WHERE "person" = ${marks.get('person')} AND "key" = ${marks.get('key')}
    ORDER BY "generation" DESC LIMIT 1)
  INSERT INTO attempts ("generation", ${given.map((column) => `"${column}"`).join(', ')})
  SELECT coalesce((SELECT "generation" FROM earlier), 0) + 1, ${[...marks.values()].join(', ')}
  WHERE NOT EXISTS (SELECT 1 FROM earlier
    WHERE "state" NOT IN ('refused', 'not-created') OR "fingerprint" <> ${marks.get('fingerprint')}
      OR "settledAt" >= ${marks.get('receivedAt')})
  ON CONFLICT ("person", "key", "generation") DO NOTHING
  RETURNING ${names}`

/** Takes what is due and locked by nobody: at ?1 now, for ?2 owner, until ?3, ?4 at most. */
const claim = `WITH due AS MATERIALIZED (
    SELECT "person", "key", "generation" FROM attempts WHERE ${isDue}
    ORDER BY "nextCheckAt" NULLS FIRST LIMIT ?4 FOR UPDATE SKIP LOCKED)
  UPDATE attempts SET "leaseOwner" = ?2, "leaseUntil" = ?3
  WHERE ("person", "key", "generation") IN (SELECT * FROM due)
  RETURNING ${names}`

/**
 * Attempts in PostgreSQL, for several instances. Each write is one statement: atomic by itself, one round trip, one
 * commit.
 */
export function postgresAttempts(database: PostgresDatabase): AttemptStore {
  async function read(sql: string, ...values: (string | number | null)[]): Promise<Attempt[]> {
    const { rows } = await database.run(sql, ...values)
    return rows.map((row) => AttemptRow.parse(row))
  }

  async function last(person: string, key: string): Promise<Attempt | null> {
    return (await read(selectLast, person, key))[0] ?? null
  }

  return {
    async begin(attempt) {
      for (;;) {
        const [begun] = await read(insertNext, ...given.map((column) => attempt[column]))
        if (begun) return { kind: 'begun', attempt: begun }
        const existing = await last(attempt.person, attempt.key)
        // Another instance's try has begun and ended without a task since: then ours may begin after all.
        const isInTheWay =
          existing &&
          !(
            mayBeTriedAfresh(existing, attempt.receivedAt) &&
            existing.fingerprint === attempt.fingerprint
          )
        if (isInTheWay) return { kind: 'existing', attempt: existing }
      }
    },

    async transition(id, from, patch) {
      const { person, key, generation } = id
      const allowed = allowedIn(from, patch)
      if (allowed.length > 0) {
        const sql = updateIn(allowed, patch)
        const values = [person, key, generation, ...Object.values(patch)]
        const [changed] = await read(sql, ...values).catch(asTaskTaken)
        if (changed || allowed.length === from.length) return changed ?? null
      }
      const [stands] = await read(selectOne, person, key, generation)
      return whyUnchanged(stands, from, patch)
    },

    find: last,

    async listRecent(whose, limit) {
      const [column, value] = whoseIs(whose)
      return read(selectRecent[column], value, limit)
    },

    async findEqual(whose, fingerprint, exceptKey, sinceMs) {
      const [column, value] = whoseIs(whose)
      return (await read(selectEqual[column], value, fingerprint, exceptKey, sinceMs))[0] ?? null
    },

    async claimDue(nowMs, owner, leaseMs, limit) {
      const claimed = await read(claim, nowMs, owner, nowMs + leaseMs, limit)
      return claimed.toSorted((a, b) => (a.nextCheckAt ?? 0) - (b.nextCheckAt ?? 0))
    },

    listUnfinished: () => read(selectUnfinished),

    async ownersOfTasks(taskIds) {
      if (taskIds.length === 0) return new Map()
      return ownersIn(await read(selectOwners(taskIds.length), ...taskIds))
    },

    audit: (sinceMs) => auditInPages(sinceMs, (...place) => read(selectAuditPage, ...place)),

    prune: async (beforeMs) => (await database.run(deleteSettled, beforeMs)).count,

    // Changes nothing, but takes what a write takes: a read-only database refuses it.
    async ping() {
      await database.run(`UPDATE attempts SET "alert" = "alert" WHERE "key" = ''`)
    },
  }
}

function asTaskTaken(error: unknown): never {
  if (!isUniqueViolation(error, 'attempts_task')) throw error
  throw new TaskTaken('The task belongs to another attempt.', { cause: error })
}
