import type { Attempt, AttemptId, AttemptPatch, NewAttempt } from './attempts.ts'
import { columns } from './row.ts'
import { type AttemptState, endsWithoutTask, mayBecome, unfinishedStates } from './states.ts'

/**
 * The queries of both engines, in SQL that both understand. Parameters are numbered in SQLite's way, `?1`, and `now_ms()`
 * is the store's clock; postgres/database.ts translates both for PostgreSQL.
 */
export const names = [...columns.map((column) => `"${column}"`), 'now_ms() AS "readAt"'].join(', ')

/** The states, quoted, that a process must be working on. The partial index uses the same text. */
const unfinished = `"state" IN (${quoted(unfinishedStates)})`

/** The last try for ?1 person and ?2 key. */
export const selectLast = `SELECT ${names} FROM attempts WHERE "person" = ?1 AND "key" = ?2
  ORDER BY "generation" DESC LIMIT 1`

/** The try with ?1 person, ?2 key and ?3 generation. */
export const selectOne = `SELECT ${names} FROM attempts
  WHERE "person" = ?1 AND "key" = ?2 AND "generation" = ?3`

/** The rows of the person ?1, or those of the browser ?1 in which nobody was signed in. */
const isOf = { person: `"person" = ?1`, visitor: `"visitor" = ?1 AND "person" = ''` } as const

/** The last try of each booking of ?1 person or visitor, newest first, ?2 rows at most. Changes are left out. */
export const selectRecent = { person: recentOf('person'), visitor: recentOf('visitor') } as const

/**
 * An attempt with an equal body that is or may be booked: ?1 person or visitor, ?2 fingerprint, ?3 a key to leave out,
 * ?4 received since, ?5 received before. If two arrive in the same millisecond, the one with the smaller key was first.
 */
export const selectEqual = { person: equalOf('person'), visitor: equalOf('visitor') } as const

/** A page of the audit trail: after the try ?1 receivedAt, ?2 person, ?3 key, ?4 generation; ?5 at most. */
export const selectAuditPage = `SELECT ${names} FROM attempts
  WHERE ("receivedAt", "person", "key", "generation") > (?1, ?2, ?3, ?4)
  ORDER BY "receivedAt", "person", "key", "generation" LIMIT ?5`

/** Rows that another transaction has locked are left out. SQLite has one writer at a time and reads a comment. */
export const skipLocked = '/* FOR UPDATE SKIP LOCKED */'

const isUnleased = `("leaseUntil" IS NULL OR "leaseUntil" <= now_ms())`

/** Attempts that are due, ?1 at most. Each SELECT uses its own index; one condition with OR would scan the table. */
export const selectDueIds = `SELECT "person", "key", "generation" FROM (
    SELECT "person", "key", "generation", "nextCheckAt" FROM attempts
      WHERE "nextCheckAt" <= now_ms() AND ${isUnleased}
    UNION ALL SELECT "person", "key", "generation", 0 FROM attempts
      WHERE ${unfinished} AND "nextCheckAt" IS NULL AND "leaseUntil" IS NULL
    UNION ALL SELECT "person", "key", "generation", 0 FROM attempts
      WHERE ${unfinished} AND "nextCheckAt" IS NULL AND "leaseUntil" <= now_ms()
  ) AS due ORDER BY "nextCheckAt" LIMIT ?1`

/**
 * Claims due attempts: ?1 at most, for ?2 owner, for ?3 ms. A row that another instance is writing is left to the next claim
 * instead of waited for. If that instance has just taken it, its lease shows when the row is read again.
 */
export const claim = `UPDATE attempts SET "leaseOwner" = ?2, "leaseUntil" = now_ms() + ?3
  WHERE ("person", "key", "generation") IN (
    SELECT "person", "key", "generation" FROM attempts
    WHERE ("person", "key", "generation") IN (${selectDueIds}) AND ${isUnleased} ${skipLocked})
  AND ${isUnleased} RETURNING ${names}`

/** Renews the leases of ?1 owner by ?2 ms, except for attempts in `sending`: their leases must be able to lapse. */
export const renewLeases = `UPDATE attempts SET "leaseUntil" = now_ms() + ?2
  WHERE "leaseOwner" = ?1 AND "state" <> 'sending'`

/** Every try that was sent and has no result. The second condition lets the engine use the partial index. */
export const selectSent = `SELECT ${names} FROM attempts
  WHERE "state" IN ('sending', 'unconfirmed') AND ${unfinished}`

/** The number of tries in each unfinished state, and the age of the oldest one in ms. */
export const selectOpen = `SELECT "state", count(*) AS "count", now_ms() - min("receivedAt") AS "oldestMs"
  FROM attempts WHERE ${unfinished} GROUP BY "state"`

/** Removes settled tries: received before ?1, ?2 at most. */
export const deleteSettled = `DELETE FROM attempts WHERE ("person", "key", "generation") IN (
    SELECT "person", "key", "generation" FROM attempts
    WHERE "receivedAt" < ?1 AND "nextCheckAt" IS NULL AND NOT (${unfinished}) LIMIT ?2)
  RETURNING "key"`

/** A statement and its values, in the order of their numbers. */
export interface Statement {
  sql: string
  values: (string | number | null)[]
}

/** The columns of a new row or of a patch: what to write into each, with the values numbered from `first` on. */
function written(row: NewAttempt | AttemptPatch, first: number) {
  const cells = Object.entries(row).map(([column, value], index) => {
    const mark = `?${first + index}`
    return typeof value === 'object' && value !== null
      ? { column, mark: `now_ms() + ${mark}`, value: value.fromNowMs }
      : { column, mark, value }
  })
  return { cells, values: cells.map(({ value }) => value) }
}

/** Writes a new try unless an earlier one forbids it. If several try at once, the primary key lets only one insert. */
export function insertNext(attempt: NewAttempt): Statement {
  const { cells, values } = written(attempt, 4)
  const sql = `INSERT INTO attempts ("generation", ${cells.map(({ column }) => `"${column}"`).join(', ')})
    SELECT coalesce(max("generation"), 0) + 1, ${cells.map(({ mark }) => mark).join(', ')} FROM attempts
      WHERE "person" = ?1 AND "key" = ?2
      HAVING NOT EXISTS (SELECT 1 FROM attempts WHERE "person" = ?1 AND "key" = ?2
        AND ("fingerprint" <> ?3 OR "state" NOT IN (${quoted(endsWithoutTask)})))
    ON CONFLICT ("person", "key", "generation") DO NOTHING RETURNING ${names}`
  return { sql, values: [attempt.person, attempt.key, attempt.fingerprint, ...values] }
}

/** Whether a try that exists keeps a new one from beginning. */
export function isInTheWay(existing: Attempt, attempt: NewAttempt): boolean {
  return existing.fingerprint !== attempt.fingerprint || !endsWithoutTask.includes(existing.state)
}

/** Changes only the columns of a patch, if the state is one of these. Indexes of other columns are not written. */
export function updateIn(
  { person, key, generation }: AttemptId,
  states: readonly AttemptState[],
  patch: AttemptPatch,
): Statement {
  const { cells, values } = written(patch, 4)
  const changes = cells.map(({ column, mark }) => `"${column}" = ${mark}`)
  const sql = `UPDATE attempts SET ${changes.join(', ')}
    WHERE "person" = ?1 AND "key" = ?2 AND "generation" = ?3 AND "state" IN (${quoted(states)}) RETURNING ${names}`
  return { sql, values: [person, key, generation, ...values] }
}

function quoted(states: readonly AttemptState[]): string {
  return states.map((state) => `'${state}'`).join(', ')
}

/** The states in `from` from which the patch is allowed. */
export function allowedIn(
  from: readonly AttemptState[],
  { state }: AttemptPatch,
): readonly AttemptState[] {
  return state === undefined ? from : from.filter((one) => mayBecome(one, state))
}

/**
 * Explains why a transition changed nothing: null if another caller was faster. Throws if the table of states does not allow
 * the transition from the attempt's current state.
 */
export function whyUnchanged(
  stands: Attempt | undefined,
  from: readonly AttemptState[],
  patch: AttemptPatch,
): null {
  if (!stands || !from.includes(stands.state) || allowedIn(from, patch).includes(stands.state)) {
    return null
  }
  throw new Error(`An attempt cannot go from ${stands.state} to ${patch.state}.`)
}

/** The changes of ?1 task, newest first. The second condition lets the engine use the partial index. */
export const selectChanges = `SELECT ${names} FROM attempts
  WHERE "taskId" = ?1 AND "kind" <> 'book' ORDER BY "receivedAt" DESC, "key" DESC`

/** The bookings that own one of `count` tasks. */
export function selectOwners(count: number): string {
  const marks = Array.from({ length: count }, (_, index) => `?${index + 1}`).join(', ')
  return `SELECT ${names} FROM attempts WHERE "taskId" IN (${marks}) AND "kind" = 'book'`
}

/** The same owners as a map from task to attempt. */
export function ownersIn(rows: readonly Attempt[]): Map<string, AttemptId> {
  return new Map(rows.flatMap((row) => (row.taskId === null ? [] : [[row.taskId, row] as const])))
}

/** Which of the two queries to run, and its first value. */
export function whoseIs(
  whose: { person: string } | { visitor: string },
): readonly [keyof typeof isOf, string] {
  return 'person' in whose ? ['person', whose.person] : ['visitor', whose.visitor]
}

type AuditPlace = readonly [receivedAt: number, person: string, key: string, generation: number]
const auditPage = 500

/** The audit trail page by page, so that neither engine holds a lock or a transaction while the reader is slow. */
export async function* auditInPages(
  sinceMs: number,
  read: (...placeAndLimit: [...AuditPlace, number]) => Promise<Attempt[]>,
): AsyncGenerator<Attempt> {
  let place: AuditPlace = [sinceMs, '', '', 0]
  for (;;) {
    const page = await read(...place, auditPage)
    yield* page
    const last = page.at(-1)
    if (!last || page.length < auditPage) return
    place = [last.receivedAt, last.person, last.key, last.generation]
  }
}

function recentOf(whose: keyof typeof isOf): string {
  return `SELECT ${names} FROM attempts AS a WHERE ${isOf[whose]} AND "kind" = 'book' AND "generation" =
    (SELECT max("generation") FROM attempts AS b WHERE b."person" = a."person" AND b."key" = a."key")
    ORDER BY "receivedAt" DESC, "key" LIMIT ?2`
}

function equalOf(whose: keyof typeof isOf): string {
  return `SELECT ${names} FROM attempts WHERE ${isOf[whose]} AND "fingerprint" = ?2 AND "key" <> ?3
    AND "receivedAt" >= ?4 AND ("receivedAt" < ?5 OR ("receivedAt" = ?5 AND "key" < ?3))
    AND "state" NOT IN (${quoted(endsWithoutTask)}) ORDER BY "receivedAt" DESC LIMIT 1`
}
