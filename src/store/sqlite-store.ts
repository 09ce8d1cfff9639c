import type { SQLInputValue } from 'node:sqlite'
import { AttemptRow, columns } from './attempt-row.ts'
import { mayBecome, mayBeTriedAfresh, unfinishedStates } from './attempt-states.ts'
import type { Attempt, AttemptId, AttemptStore, NewAttempt } from './attempts.ts'
import { openSqliteFile } from './sqlite-file.ts'

const names = columns.map((column) => `"${column}"`).join(', ')
const marks = columns.map(() => '?').join(', ')
const assignments = columns.map((column) => `"${column}" = ?`).join(', ')
const unfinished = unfinishedStates.map((state) => `'${state}'`).join(', ')

/** The store on one SQLite file, for one instance. `path` may be `:memory:`. */
export function openSqliteStore(path: string): AttemptStore {
  const file = openSqliteFile(path)

  function read(sql: string, ...values: SQLInputValue[]): Attempt[] {
    return file
      .prepare(sql)
      .all(...values)
      .map((row) => AttemptRow.parse(row))
  }

  function last(person: string, key: string): Attempt | null {
    const sql = `SELECT ${names} FROM attempts WHERE "person" = ? AND "key" = ? ORDER BY "generation" DESC LIMIT 1`
    return read(sql, person, key)[0] ?? null
  }

  function one(id: AttemptId): Attempt | null {
    const sql = `SELECT ${names} FROM attempts WHERE "person" = ? AND "key" = ? AND "generation" = ?`
    return read(sql, id.person, id.key, id.generation)[0] ?? null
  }

  function insert(attempt: Attempt): void {
    file.prepare(`INSERT INTO attempts (${names}) VALUES (${marks})`).run(...valuesOf(attempt))
  }

  function update(attempt: Attempt): void {
    file
      .prepare(
        `UPDATE attempts SET ${assignments} WHERE "person" = ? AND "key" = ? AND "generation" = ?`,
      )
      .run(...valuesOf(attempt), attempt.person, attempt.key, attempt.generation)
  }

  return {
    begin: (attempt) =>
      file.write(() => {
        const existing = last(attempt.person, attempt.key)
        const begun = nextTry(attempt, existing)
        if (!begun) return { kind: 'existing', attempt: existing ?? { ...attempt, generation: 1 } }
        insert(begun)
        return { kind: 'begun', attempt: begun }
      }),

    transition: (id, from, patch) =>
      file.write(() => {
        const attempt = one(id)
        if (!attempt || !from.includes(attempt.state)) return null
        const changed = { ...attempt, ...patch }
        if (!mayBecome(attempt.state, changed.state)) {
          throw new Error(`An attempt cannot go from ${attempt.state} to ${changed.state}.`)
        }
        update(changed)
        return changed
      }),

    find: async (person, key) => last(person, key),

    listRecent: async (whose, limit) => {
      const [column, value] =
        'person' in whose ? ['person', whose.person] : ['visitor', whose.visitor]
      return read(
        `SELECT ${names} FROM attempts AS a WHERE "${column}" = ? AND "generation" =
          (SELECT max("generation") FROM attempts AS b WHERE b."person" = a."person" AND b."key" = a."key")
          ORDER BY "receivedAt" DESC, "key" LIMIT ?`,
        value,
        limit,
      )
    },

    findEqual: async (whose, fingerprint, exceptKey, sinceMs) => {
      const [column, value] =
        'person' in whose ? ['person', whose.person] : ['visitor', whose.visitor]
      const sql = `SELECT ${names} FROM attempts WHERE "${column}" = ? AND "fingerprint" = ? AND "key" <> ?
        AND "receivedAt" >= ? AND "state" NOT IN ('refused', 'not-created') ORDER BY "receivedAt" DESC LIMIT 1`
      return read(sql, value, fingerprint, exceptKey, sinceMs)[0] ?? null
    },

    claimDue: (nowMs, owner, leaseMs, limit) =>
      file.write(() => {
        const due = read(
          `SELECT ${names} FROM attempts
            WHERE ("leaseUntil" IS NULL OR "leaseUntil" <= ?)
              AND ("nextCheckAt" <= ? OR ("nextCheckAt" IS NULL AND "state" IN (${unfinished})))
            ORDER BY "nextCheckAt" LIMIT ?`,
          nowMs,
          nowMs,
          limit,
        )
        return due.map((attempt) => {
          const claimed = { ...attempt, leaseOwner: owner, leaseUntil: nowMs + leaseMs }
          update(claimed)
          return claimed
        })
      }),

    ownersOfTasks: async (taskIds) => {
      const wanted = taskIds.map(() => '?').join(', ')
      const rows = read(`SELECT ${names} FROM attempts WHERE "taskId" IN (${wanted})`, ...taskIds)
      return new Map(
        rows.flatMap(({ taskId, key }) => (taskId === null ? [] : [[taskId, key] as const])),
      )
    },

    async *audit(sinceMs) {
      const sql = `SELECT ${names} FROM attempts WHERE "receivedAt" >= ? ORDER BY "receivedAt", "key", "generation"`
      for (const row of file.prepare(sql).iterate(sinceMs)) yield AttemptRow.parse(row)
    },

    prune: (beforeMs) =>
      file.write(() => {
        const sql = `DELETE FROM attempts WHERE "receivedAt" < ? AND "nextCheckAt" IS NULL AND "state" NOT IN (${unfinished})`
        return Number(file.prepare(sql).run(beforeMs).changes)
      }),

    // An update that changes nothing takes the write lock and needs the disk all the same.
    ping: () =>
      file.write(() => {
        file.prepare(`UPDATE attempts SET "alert" = "alert" WHERE "key" = ''`).run()
      }),

    close: () => file.close(),
  }
}

/** The try that may begin now, or null where the one before stands in its way. */
function nextTry(attempt: NewAttempt, before: Attempt | null): Attempt | null {
  if (!before) return { ...attempt, generation: 1 }
  const mayRetry = mayBeTriedAfresh(before, attempt.receivedAt)
  const isSame = before.fingerprint === attempt.fingerprint
  return mayRetry && isSame ? { ...attempt, generation: before.generation + 1 } : null
}

function valuesOf(attempt: Attempt): SQLInputValue[] {
  return columns.map((column) => attempt[column])
}
