import { columns } from './row.ts'
import { type AttemptState, mayBecome, unfinishedStates } from './states.ts'
import type { Attempt, AttemptPatch } from './attempts.ts'

/**
 * What both engines ask, in the SQL that both understand. Parameters are numbered in SQLite's way, `?1`, of which
 * postgres-database.ts makes PostgreSQL's `$1`.
 */
export const names = columns.map((column) => `"${column}"`).join(', ')

/** The states, quoted, that a process must be working on. */
const unfinished = unfinishedStates.map((state) => `'${state}'`).join(', ')

/** The last try: of ?1 person, ?2 key. */
export const selectLast = `SELECT ${names} FROM attempts WHERE "person" = ?1 AND "key" = ?2
  ORDER BY "generation" DESC LIMIT 1`

/** A try: of ?1 person, ?2 key, ?3 generation. */
export const selectOne = `SELECT ${names} FROM attempts
  WHERE "person" = ?1 AND "key" = ?2 AND "generation" = ?3`

/** The last try of each key, newest first: of ?1 whose, ?2 at most. */
export const selectRecent = {
  person: recentOf('person'),
  visitor: recentOf('visitor'),
} as const

/** An equal body that is booked or may be: of ?1 whose, ?2 fingerprint, ?3 not this key, ?4 received since. */
export const selectEqual = {
  person: equalOf('person'),
  visitor: equalOf('visitor'),
} as const

/** A page of the audit trail: after the try ?1 receivedAt, ?2 person, ?3 key, ?4 generation; ?5 at most. */
export const selectAuditPage = `SELECT ${names} FROM attempts
  WHERE ("receivedAt", "person", "key", "generation") > (?1, ?2, ?3, ?4)
  ORDER BY "receivedAt", "person", "key", "generation" LIMIT ?5`

/** Which attempts have work to do: at ?1 now. */
export const isDue = `("leaseUntil" IS NULL OR "leaseUntil" <= ?1)
  AND ("nextCheckAt" <= ?1 OR ("nextCheckAt" IS NULL AND "state" IN (${unfinished})))`

/** Every try in an unfinished state; the term is that of the partial index. */
export const selectUnfinished = `SELECT ${names} FROM attempts WHERE "state" IN (${unfinished})`

/** Removes settled tries: received before ?1. */
export const deleteSettled = `DELETE FROM attempts
  WHERE "receivedAt" < ?1 AND "nextCheckAt" IS NULL AND "state" NOT IN (${unfinished})`

/**
 * Changes the columns of a patch and no others, so that only their indexes are written too: of ?1 person, ?2 key,
 * ?3 generation, where it is in one of the states; the patch's values follow.
 */
export function updateIn(states: readonly AttemptState[], patch: AttemptPatch): string {
  const changes = Object.keys(patch).map((column, index) => `"${column}" = ?${index + 4}`)
  return `UPDATE attempts SET ${changes.join(', ')} WHERE "person" = ?1 AND "key" = ?2 AND "generation" = ?3
    AND "state" IN (${states.map((state) => `'${state}'`).join(', ')}) RETURNING ${names}`
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

/** The attempts that own one of `count` tasks. */
export function selectOwners(count: number): string {
  const marks = Array.from({ length: count }, (_, index) => `?${index + 1}`).join(', ')
  return `SELECT ${names} FROM attempts WHERE "taskId" IN (${marks})`
}

/** The same owners as a map from task to key. */
export function ownersIn(rows: readonly Attempt[]): Map<string, string> {
  return new Map(
    rows.flatMap(({ taskId, key }) => (taskId === null ? [] : [[taskId, key] as const])),
  )
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
  return `SELECT ${names} FROM attempts AS a WHERE "${column}" = ?1 AND "generation" =
    (SELECT max("generation") FROM attempts AS b WHERE b."person" = a."person" AND b."key" = a."key")
    ORDER BY "receivedAt" DESC, "key" LIMIT ?2`
}

function equalOf(column: 'person' | 'visitor'): string {
  return `SELECT ${names} FROM attempts WHERE "${column}" = ?1 AND "fingerprint" = ?2 AND "key" <> ?3
    AND "receivedAt" >= ?4 AND "state" NOT IN ('refused', 'not-created') ORDER BY "receivedAt" DESC LIMIT 1`
}
