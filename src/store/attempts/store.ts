import type { Engine } from '../engine.ts'
import { NotUnique } from '../engine.ts'
import { type Attempt, type AttemptStore, TaskTaken } from './attempts.ts'
import {
  allowedIn,
  auditInPages,
  claim,
  deleteSettled,
  insertNext,
  isInTheWay,
  ownersIn,
  renewLeases,
  selectAuditPage,
  selectChanges,
  selectDueIds,
  selectEqual,
  selectLast,
  selectOne,
  selectOpen,
  selectOwners,
  selectRecent,
  selectSent,
  updateIn,
  whoseIs,
  whyUnchanged,
} from './queries.ts'
import { AttemptRow, OpenRow } from './row.ts'

/** Old rows are removed in batches, so that other statements do not wait long for the table. */
const pruneAtOnce = 100

/** The store of attempts on either engine. Each write is one statement: atomic by itself, and one commit. */
export function createAttemptStore({ run, touch }: Engine): AttemptStore {
  async function rows(sql: string, ...values: (string | number | null)[]): Promise<Attempt[]> {
    return (await run(sql, ...values)).map((row) => AttemptRow.parse(row))
  }

  async function last(person: string, key: string): Promise<Attempt | null> {
    return (await rows(selectLast, person, key))[0] ?? null
  }

  return {
    async begin(attempt) {
      const { sql, values } = insertNext(attempt)
      for (;;) {
        const [begun] = await rows(sql, ...values)
        if (begun) return { kind: 'begun', attempt: begun }
        const existing = await last(attempt.person, attempt.key)
        // A try of another instance may have begun and ended without a task meanwhile. Then this one may begin after all.
        if (existing && isInTheWay(existing, attempt)) {
          return { kind: 'existing', attempt: existing }
        }
      }
    },

    async transition(id, from, patch) {
      const allowed = allowedIn(from, patch)
      if (allowed.length > 0) {
        const { sql, values } = updateIn(id, allowed, patch)
        const [changed] = await rows(sql, ...values).catch(asTaskTaken)
        if (changed || allowed.length === from.length) return changed ?? null
      }
      const [found] = await rows(selectOne, id.person, id.key, id.generation)
      return whyUnchanged(found, from, patch)
    },

    find: last,

    listRecent(whose, limit) {
      const [column, value] = whoseIs(whose)
      return rows(selectRecent[column], value, limit)
    },

    async findEqual(whose, { fingerprint, key, receivedAt }, sinceMs) {
      const [column, value] = whoseIs(whose)
      const values = [value, fingerprint, key, sinceMs, receivedAt]
      return (await rows(selectEqual[column], ...values))[0] ?? null
    },

    async claimDue(owner, leaseMs, limit) {
      // Read first: most of the time nothing is due, and a write would take a lock and wait for the disk.
      if ((await run(selectDueIds, 1)).length === 0) return []
      const claimed = await rows(claim, limit, owner, leaseMs)
      return claimed.toSorted((a, b) => (a.nextCheckAt ?? 0) - (b.nextCheckAt ?? 0))
    },

    async renew(owner, leaseMs) {
      await run(renewLeases, owner, leaseMs)
    },

    countOpen: async () => (await run(selectOpen)).map((row) => OpenRow.parse(row)),

    listSent: () => rows(selectSent),

    async ownersOfTasks(taskIds) {
      if (taskIds.length === 0) return new Map()
      return ownersIn(await rows(selectOwners(taskIds.length), ...taskIds))
    },

    changesOf: (taskId) => rows(selectChanges, taskId.toLowerCase()),

    audit: (sinceMs) => auditInPages(sinceMs, (...place) => rows(selectAuditPage, ...place)),

    async prune(beforeMs) {
      let removed = 0
      for (;;) {
        const { length } = await run(deleteSettled, beforeMs, pruneAtOnce)
        removed += length
        if (length < pruneAtOnce) return removed
      }
    },

    ping: touch,
  }
}

function asTaskTaken(error: unknown): never {
  if (!(error instanceof NotUnique)) throw error
  throw new TaskTaken('The task belongs to another attempt.', { cause: error })
}
