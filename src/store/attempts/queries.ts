import type { Attempt, AttemptId, AttemptPatch, NewAttempt } from './attempts.ts'
import { columns } from './row.ts'
import { type AttemptState, endsWithoutTask, mayBecome, unfinishedStates } from './states.ts'

/**
 * What both engines ask, in the SQL that both understand. Parameters are numbered in SQLite's way, `?1`, and `now_ms()` is
 * the store's clock; postgres/database.ts turns both into PostgreSQL's words.
 */
export const names = [...columns.map((column) => `"${column}"`), 'now_ms() AS "readAt"'].join(', ')

/** The states, quoted, that a process must be working on. The text is also that of the partial index. */
const unfinished = `"state" IN (${quoted(unfinishedStates)})`

/** The last try: of ?1 person, ?2 key. */
export const selectLast = `SELECT ${names} FROM attempts WHERE "person" = ?1 AND "key" = ?2
  ORDER BY "generation" DESC LIMIT 1`

/** A try: of ?1 person, ?2 key, ?3 generation. */
export const selectOne = `SELECT ${names} FROM attempts
  WHERE "person" = ?1 AND "key" = ?2 AND "generation" = ?3`

/** The last try of each booking, newest first: of ?1 whose, ?2 at most. Changes are not in it. */
export const selectRecent = { person: recentOf('person'), visitor: recentOf('visitor') } as const

/**
 * An equal body that is booked or may be: of ?1 whose, ?2 fingerprint, ?3 not this key, ?4 received since, ?5 received
 * before. Of two that arrive in the same millisecond the one with the smaller key was first.
 */
export const selectEqual = { person: equalOf('person'), visitor: equalOf('visitor') } as const

/** A page of the audit trail: after the try ?1 receivedAt, ?2 person, ?3 key, ?4 generation; ?5 at most. */
export const selectAuditPage = `SELECT ${names} FROM attempts
  WHERE ("receivedAt", "person", "key", "generation") > (?1, ?2, ?3, ?4)
  ORDER BY "receivedAt", "person", "key", "generation" LIMIT ?5`

const isUnleased = `("leaseUntil" IS NULL OR "leaseUntil" <= now_ms())`

/** What is due, ?1 at most. Each arm has an index of its own; one condition with OR would scan the table. */
export const selectDueIds = `SELECT "person", "key", "generation" FROM (
    SELECT "person", "key", "generation", "nextCheckAt" FROM attempts
      WHERE "nextCheckAt" <= now_ms() AND ${isUnleased}
    UNION ALL SELECT "person", "key", "generation", 0 FROM attempts
      WHERE ${unfinished} AND "nextCheckAt" IS NULL AND "leaseUntil" IS NULL
    UNION ALL SELECT "person", "key", "generation", 0 FROM attempts
      WHERE ${unfinished} AND "nextCheckAt" IS NULL AND "leaseUntil" <= now_ms()
  ) AS due ORDER BY "nextCheckAt" LIMIT ?1`

/**
 * Takes what is due: ?1 at most, for ?2 owner, for ?3 ms. Of two instances that claim the same row the second waits for the
 * first, and then finds the lease taken.
 */
export const claim = `UPDATE attempts SET "leaseOwner" = ?2, "leaseUntil" = now_ms() + ?3
  WHERE ("person", "key", "generation") IN (${selectDueIds}) AND ${isUnleased} RETURNING ${names}`

/** Renews the leases of ?1 owner by ?2 ms, but for what is being sent: that lease must be able to lapse. */
export const renewLeases = `UPDATE attempts SET "leaseUntil" = now_ms() + ?2
  WHERE "leaseOwner" = ?1 AND "state" <> 'sending'`

/** Every try that was sent and has no end; the second term is that of the partial index. */
export const selectSent = `SELECT ${names} FROM attempts
  WHERE "state" IN ('sending', 'unconfirmed') AND ${unfinished}`

/** How many tries are in each unfinished state, and for how many ms the oldest of them has been known. */
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

/** Writes a new try where none stands in its way. Of several at the same moment the primary key lets one insert. */
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

/** Changes the columns of a patch and no others, so that only their indexes are written, where the state is one of these. */
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

/** Of the states that a transition may start from, those from which the patch may be made. */
export function allowedIn(
  from: readonly AttemptState[],
  { state }: AttemptPatch,
): readonly AttemptState[] {
  return state === undefined ? from : from.filter((one) => mayBecome(one, state))
}

/**
 * Why a transition changed nothing: null where somebody was faster. Throws where the attempt stands in a state from which
 * the table of states does not let it go there.
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

/** The changes of ?1 task, newest first; the second term is that of the partial index. */
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

/** Which column tells whose an attempt is, and its value. */
export function whoseIs(
  whose: { person: string } | { visitor: string },
): readonly ['person' | 'visitor', string] {
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

function recentOf(column: 'person' | 'visitor'): string {
  return `SELECT ${names} FROM attempts AS a WHERE "${column}" = ?1 AND "kind" = 'book' AND "generation" =
    (SELECT max("generation") FROM attempts AS b WHERE b."person" = a."person" AND b."key" = a."key")
    ORDER BY "receivedAt" DESC, "key" LIMIT ?2`
}

function equalOf(column: 'person' | 'visitor'): string {
  return `SELECT ${names} FROM attempts WHERE "${column}" = ?1 AND "fingerprint" = ?2 AND "key" <> ?3
    AND "receivedAt" >= ?4 AND ("receivedAt" < ?5 OR ("receivedAt" = ?5 AND "key" < ?3))
    AND "state" NOT IN (${quoted(endsWithoutTask)}) ORDER BY "receivedAt" DESC LIMIT 1`
}
