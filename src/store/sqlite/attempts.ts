import type { SQLInputValue } from 'node:sqlite'
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
import { type AttemptState, mayBeTriedAfresh } from '../attempts/states.ts'
import {
  type Attempt,
  type AttemptId,
  type AttemptPatch,
  type AttemptStore,
  type NewAttempt,
  TaskTaken,
} from '../attempts/attempts.ts'
import type { SqliteFile } from './file.ts'

/** What is due: at ?1 now, ?2 at most. */
const selectDue = `SELECT ${names} FROM attempts WHERE ${isDue} ORDER BY "nextCheckAt" LIMIT ?2`

const marks = columns.map(() => '?').join(', ')

/** Attempts in a SQLite file, for one instance. */
export function sqliteAttempts(file: SqliteFile): AttemptStore {
  function read(sql: string, ...values: SQLInputValue[]): Attempt[] {
    const rows = file.prepare(sql).all(...values)
    return rows.map((row) => AttemptRow.parse(row))
  }

  function last(person: string, key: string): Attempt | null {
    return read(selectLast, person, key)[0] ?? null
  }

  function insert(attempt: Attempt): void {
    file
      .prepare(`INSERT INTO attempts (${names}) VALUES (${marks})`)
      .run(...columns.map((column) => attempt[column]))
  }

  function update(
    { person, key, generation }: AttemptId,
    states: readonly AttemptState[],
    patch: AttemptPatch,
  ): Attempt | undefined {
    if (states.length === 0) return undefined
    try {
      return read(updateIn(states, patch), person, key, generation, ...Object.values(patch))[0]
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
        const changed = update(id, allowedIn(from, patch), patch)
        if (changed) return changed
        return whyUnchanged(read(selectOne, id.person, id.key, id.generation)[0], from, patch)
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

    claimDue: async (nowMs, owner, leaseMs, limit) => {
      // A write takes the lock of the file and waits for the disk, and most of the time nothing is due.
      if (read(selectDue, nowMs, 1).length === 0) return []
      const lease = { leaseOwner: owner, leaseUntil: nowMs + leaseMs }
      return file.write(() =>
        read(selectDue, nowMs, limit).flatMap(
          (attempt) => update(attempt, [attempt.state], lease) ?? [],
        ),
      )
    },

    listUnfinished: async () => read(selectUnfinished),

    ownersOfTasks: async (taskIds) => ownersIn(read(selectOwners(taskIds.length), ...taskIds)),

    audit: (sinceMs) => auditInPages(sinceMs, async (...place) => read(selectAuditPage, ...place)),

    prune: (beforeMs) =>
      file.write(() => Number(file.prepare(deleteSettled).run(beforeMs).changes)),

    // An update that changes nothing takes the write lock and needs the disk all the same.
    // The same version written again: a statement that changes no page would not notice that the disk is full.
    ping: () =>
      file.write(() => {
        const version = Number(file.prepare('PRAGMA user_version').get()?.['user_version'])
        file.prepare(`PRAGMA user_version = ${version}`).run()
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
