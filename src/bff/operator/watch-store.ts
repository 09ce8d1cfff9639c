import * as z from 'zod'
import type { Attempt, AttemptPatch, AttemptStore } from '#store/attempts/attempts.ts'
import type { AttemptState } from '#store/attempts/states.ts'
import { StoreUnavailable } from '#store/engine.ts'
import type { Stores } from '#store/stores.ts'
import { describe } from '../describe.ts'
import type { Clock, Log } from '../ports.ts'
import type { BookingAlert, BookingEnd, Metrics } from './metrics.ts'

/** While a store is away every statement fails. The log names the cause this often. */
const sayAgainMs = 10_000
/** Open attempts are counted at most this often, independent of the number of requests. */
const knownForMs = 5000

const Refusal = z.object({ code: z.string() })

/**
 * Reports events of the store to the metrics and the log; use the returned store. A booking is counted when its outcome is
 * written. Only one process and try writes it, so repeated requests and polls are not counted.
 */
export function watchStore(
  stores: Pick<Stores, 'attempts' | 'watchFaults'>,
  deps: {
    metrics: Pick<Metrics, 'sawEnd' | 'sawAlert' | 'sawStoreError' | 'watchOpen'>
    clock: Pick<Clock, 'now'>
    log: Pick<Log, 'error'>
  },
): AttemptStore {
  const { attempts } = stores
  const { metrics, clock, log } = deps
  let saidAt = -Infinity
  stores.watchFaults((error) => {
    metrics.sawStoreError(error instanceof StoreUnavailable ? 'away' : 'statement')
    if (clock.now() - saidAt < sayAgainMs) return
    saidAt = clock.now()
    log.error({ cause: describe(error) }, 'the store failed')
  })
  metrics.watchOpen(remembered(() => attempts.countOpen(), clock))
  return {
    ...attempts,
    async transition(id, from, patch) {
      const row = await attempts.transition(id, from, patch)
      const end = row && endOf(row, from, patch)
      if (end) metrics.sawEnd(end)
      const alert = row
        ? alertOf(from, patch)
        : (await isContradicted(id, patch, attempts))
          ? 'contradicted'
          : null
      if (alert) metrics.sawAlert(alert)
      return row
    },
  }
}

/** The outcome that a patch wrote. Null if it wrote none or only corrected an earlier one. */
function endOf(
  row: Attempt,
  from: readonly AttemptState[],
  { state }: AttemptPatch,
): BookingEnd | null {
  if (state !== 'booked' && state !== 'refused' && state !== 'not-created') return null
  if (isLate(from)) return null
  return {
    kind: row.kind,
    outcome: state,
    reason: state === 'booked' ? '' : Refusal.parse(JSON.parse(row.outcome ?? 'null')).code,
    afterMs: Math.max(0, (row.settledAt ?? row.readAt) - row.receivedAt),
  }
}

function alertOf(from: readonly AttemptState[], patch: AttemptPatch): BookingAlert | null {
  if (patch.alert === undefined || patch.alert === null) return null
  if (isLate(from)) return 'late'
  return patch.taskId === null ? 'shared' : 'twice'
}

/** Only the last look can change an attempt that was reported as not created. */
function isLate(from: readonly AttemptState[]): boolean {
  return from.every((state) => state === 'not-created')
}

/**
 * LeadSquared's own answer could not be written. The same end may be there already: found by a look while this process
 * was frozen, or written by a statement whose answer was lost.
 */
async function isContradicted(
  id: Pick<Attempt, 'person' | 'key' | 'generation'>,
  patch: AttemptPatch,
  attempts: Pick<AttemptStore, 'find'>,
): Promise<boolean> {
  if (patch.state !== 'booked' || patch.settledBy !== 'answer') return false
  const row = await attempts.find(id.person, id.key)
  const isSame = row?.generation === id.generation && row.taskId === patch.taskId
  return !isSame
}

/** Shares one answer for a few seconds; null where there is none. */
function remembered<T>(ask: () => Promise<T>, clock: Pick<Clock, 'now'>): () => Promise<T | null> {
  let answer: Promise<T | null> | undefined
  let askedAt = -Infinity
  return () => {
    if (answer === undefined || clock.now() - askedAt >= knownForMs) {
      askedAt = clock.now()
      answer = ask().catch(() => null)
    }
    return answer
  }
}
