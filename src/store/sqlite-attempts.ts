import type { SQLInputValue } from 'node:sqlite'
import {
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
  touchNothing,
  whoseIs,
} from './attempt-queries.ts'
import { AttemptRow, columns } from './attempt-row.ts'
import { mayBecome, mayBeTriedAfresh } from './attempt-states.ts'
import { type Attempt, type AttemptStore, type NewAttempt, TaskTaken } from './attempts.ts'
import type { SqliteFile } from './sqlite-file.ts'

const marks = columns.map(() => '?').join(', ')
const assignments = columns.map((column) => `"${column}" = ?`).join(', ')

/** Attempts in a SQLite file, for one instance. */
export function sqliteAttempts(file: SqliteFile): AttemptStore {
  function read(sql: string, ...values: SQLInputValue[]): Attempt[] {
    return file
      .prepare(sql)
      .all(...values)
      .map((row) => AttemptRow.parse(row))
  }

  function last(person: string, key: string): Attempt | null {
    return read(selectLast, person, key)[0] ?? null
  }

  function insert(attempt: Attempt): void {
    file.prepare(`INSERT INTO attempts (${names}) VALUES (${marks})`).run(...valuesOf(attempt))
  }

  function update(attempt: Attempt): void {
    const sql = `UPDATE attempts SET ${assignments} WHERE "person" = ? AND "key" = ? AND "generation" = ?`
    try {
      const { person, key, generation } = attempt
      file.prepare(sql).run(...valuesOf(attempt), person, key, generation)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('attempts.taskId')) throw error
      throw new TaskTaken('The task belongs to another attempt.', { cause: error })
    }
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
        const attempt = read(selectOne, id.person, id.key, id.generation)[0]
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
      const [column, value] = whoseIs(whose)
      return read(selectRecent[column], value, limit)
    },

    findEqual: async (whose, fingerprint, exceptKey, sinceMs) => {
      const [column, value] = whoseIs(whose)
      return read(selectEqual[column], value, fingerprint, exceptKey, sinceMs)[0] ?? null
    },

    claimDue: (nowMs, owner, leaseMs, limit) =>
      file.write(() => {
        const sql = `SELECT ${names} FROM attempts WHERE ${isDue} ORDER BY "nextCheckAt" LIMIT ?2`
        return read(sql, nowMs, limit).map((attempt) => {
          const claimed = { ...attempt, leaseOwner: owner, leaseUntil: nowMs + leaseMs }
          update(claimed)
          return claimed
        })
      }),

    listUnfinished: async () => read(selectUnfinished),

    ownersOfTasks: async (taskIds) => ownersIn(read(selectOwners(taskIds.length), ...taskIds)),

    audit: (sinceMs) => auditInPages(sinceMs, async (...place) => read(selectAuditPage, ...place)),

    prune: (beforeMs) =>
      file.write(() => Number(file.prepare(deleteSettled).run(beforeMs).changes)),

    // An update that changes nothing takes the write lock and needs the disk all the same.
    ping: () =>
      file.write(() => {
        file.prepare(touchNothing).run()
      }),
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
