import {
  type Attempt,
  type AttemptPatch,
  type AttemptStore,
  TaskTaken,
} from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { describe } from '../describe.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import type { Job, Kind, Sending } from './kind.ts'
import { bookedPatch, type Done, refusedPatch, unleased } from './record.ts'
import {
  absenceCountsAfterMs,
  isAbsenceProven,
  lastLookAfterMs,
  nextReadAfterMs,
  type ReconcileTimes,
} from './schedule.ts'

interface SettleDeps {
  attempts: AttemptStore
  clock: Clock
  log: Log
  settings: Pick<Settings, 'leadSquaredTimeoutMs' | 'reconcileWindowMs'>
}

/** A last look that proved nothing is repeated after a tenth of its delay. */
const lastLookRepeats = 10
/** If the store stays away for longer than this, the row is left to the next claim. */
const writePatienceMs = 10_000
const writePauseMs = 250

/**
 * LeadSquared answered that it was done. The outcome is durable before anybody hears of it. What LeadSquared chose by itself
 * is read back after that. Throws if the store stays away; the row is then claimed again.
 */
export async function settleDone(
  row: Attempt,
  { taskId, outcome }: Done,
  readBack: Sending['readBack'],
  job: Job,
  deps: SettleDeps,
): Promise<void> {
  const { attempts, log } = deps
  const from = ['sending', 'unconfirmed'] as const
  const patch = bookedPatch({ taskId, outcome }, { by: 'answer' })
  const write = () => attempts.transition(row, from, patch)
  const kept = await keepTrying(write, job, deps).catch((error: unknown) => {
    log.error({ attempt: row.key, taskId, cause: describe(error) }, 'a booking could not be kept')
    if (!(error instanceof TaskTaken)) throw error
    // LeadSquared's answer is certain. The other attempt can only have mistaken the task for its own.
    const alert = `Task ${taskId} was given to another attempt too.`
    return attempts.transition(row, from, { ...patch, taskId: null, alert })
  })
  const event = { attempt: row.key, reference: row.reference, taskId }
  if (!kept && !(await isBookedAs(taskId, row, job, deps))) {
    return log.error(event, 'ALERT: booked, but the record has another end for it')
  }
  log.info(event, 'booked')
  const stored = await readBack(taskId)
  if (stored !== null) await attempts.transition(row, ['booked'], { outcome: stored })
}

/**
 * Whether the record already has this task: the database took the first write and its answer was lost, or another process
 * found the task while this one was frozen. False if the store cannot say.
 */
async function isBookedAs(
  taskId: string,
  row: Attempt,
  job: Job,
  deps: SettleDeps,
): Promise<boolean> {
  const find = () => deps.attempts.find(row.person, row.key)
  const found = await keepTrying(find, job, deps).catch(() => null)
  return (
    found?.generation === row.generation &&
    found.state === 'booked' &&
    found.taskId === taskId.toLowerCase()
  )
}

/** Reads or writes, and tries again for a while if the store is away for a moment. */
export async function keepTrying<T>(
  work: () => Promise<T>,
  { signal }: Pick<Job, 'signal'>,
  { clock }: Pick<SettleDeps, 'clock'>,
): Promise<T> {
  const patientUntil = clock.now() + writePatienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isOver = signal.aborted || clock.now() >= patientUntil
      if (!(error instanceof StoreUnavailable) || isOver) throw error
      await clock.sleep(writePauseMs, signal)
    }
  }
}

/** Looks once for an unconfirmed attempt. Then it is booked, or not created, or looked for again. */
export async function lookForIt<Deps extends SettleDeps>(
  attempt: Attempt,
  kind: Kind<Deps>,
  job: Job,
  deps: Deps,
): Promise<void> {
  const { attempts, log } = deps
  const { key } = attempt
  const startedAt = deps.clock.now()
  const sighting = await kind.find(attempt, deps, job.signal)
  const again = (reads: AttemptPatch, hasFailed: boolean) => {
    const tookMs = deps.clock.now() - startedAt
    const sinceReadMs = tookMs + attempt.readAt
    const pauseMs = nextReadAfterMs(
      {
        sinceUnconfirmedMs: sinceReadMs - (attempt.answeredAt ?? sinceReadMs),
        sinceSentMs: sinceReadMs - (attempt.sentAt ?? attempt.receivedAt),
        hasFailed,
        tookMs,
      },
      timesOf(deps),
    )
    return lookAgain(attempt, pauseMs, deps, reads)
  }
  if (!sighting.isGood) {
    log.warn({ attempt: key, why: sighting.why }, 'unconfirmed: no good read')
    return again({}, true)
  }
  const [first] = sighting.found
  if (first) {
    if (await settleBooked(attempt, first, sighting.found, deps)) return
    return lookAgain(attempt, 0, deps)
  }
  const goodReads = attempt.goodReads + 1
  const reads = { goodReads, lastGoodReadAt: attempt.readAt }
  const sinceSentMs = attempt.readAt - (attempt.sentAt ?? attempt.receivedAt)
  if (!isAbsenceProven(goodReads, sinceSentMs, timesOf(deps))) return again(reads, false)
  const { looksOnceMore, ...facts } = kind.absence
  const last = looksOnceMore ? { lookAgainMs: lastLookAfterMs(timesOf(deps)) } : {}
  const patch = refusedPatch('not-created', 'not-created', facts, { by: 'reconciler', ...last })
  const ended = await attempts.transition(attempt, ['unconfirmed'], { ...patch, ...reads })
  if (ended) log.warn({ attempt: key, goodReads }, 'refused: it was not created')
}

/** Returns false if another unconfirmed, equal booking has taken this task. There may be another task for this row. */
async function settleBooked(
  attempt: Attempt,
  first: Done,
  found: readonly Done[],
  { attempts, log }: SettleDeps,
): Promise<boolean> {
  const taskIds = found.map(({ taskId }) => taskId)
  const isTwice = taskIds.length > 1
  const alert = `Found twice: tasks ${taskIds.join(' and ')}.`
  const patch = bookedPatch(first, { by: 'reconciler', ...(isTwice ? { alert } : {}) })
  try {
    if (!(await attempts.transition(attempt, ['unconfirmed'], patch))) return true
  } catch (error) {
    if (error instanceof TaskTaken) return false
    throw error
  }
  if (isTwice) log.error({ attempt: attempt.key, taskIds, alert: true }, 'ALERT: booked twice')
  else log.info({ attempt: attempt.key, taskId: first.taskId }, 'booked: its task was found')
  return true
}

/** Looks for a task that LeadSquared made later than anybody expects. */
export async function lookOnceMore<Deps extends SettleDeps>(
  attempt: Attempt,
  kind: Kind<Deps>,
  job: Job,
  deps: Deps,
): Promise<void> {
  const { attempts, log } = deps
  const newest = await attempts.find(attempt.person, attempt.key)
  const mustWait = newest !== null && mayStillCreate(newest, deps)
  const sighting = mustWait ? null : await kind.find(attempt, deps, job.signal)
  if (!sighting?.isGood) {
    return lookAgain(attempt, lastLookAfterMs(timesOf(deps)) / lastLookRepeats, deps)
  }
  const [first] = sighting.found
  if (!first) {
    await attempts.transition(attempt, ['not-created'], { nextCheckAt: null, ...unleased })
    return
  }
  const lateIds = sighting.found.map(({ taskId }) => taskId)
  const taskIds = [...lateIds, ...(newest?.taskId ? [newest.taskId] : [])]
  const alert = `Told as not created, and created late: tasks ${taskIds.join(' and ')}.`
  await attempts.transition(attempt, ['not-created'], latePatch(attempt, newest, first, alert))
  log.error({ attempt: attempt.key, taskIds, alert: true }, 'ALERT: a task was created too late')
}

/**
 * Whether the newest try under a key may still create a task. Its task carries the same reference, so it would be mistaken
 * for the late one. If the newest try took the late task of an earlier one for its own, its own task may follow.
 */
function mayStillCreate({ state, sentAt, readAt }: Attempt, deps: SettleDeps): boolean {
  const isOpen = ['waiting', 'sending', 'unconfirmed'].includes(state)
  return isOpen || (sentAt !== null && readAt - sentAt < absenceCountsAfterMs(timesOf(deps)))
}

/** The patch for a row whose task came late. If it is the last try, it is booked after all, and answers say so from now on. */
function latePatch(
  attempt: Attempt,
  newest: Attempt | null,
  first: Done,
  alert: string,
): AttemptPatch {
  if (newest?.generation === attempt.generation) {
    return bookedPatch(first, { by: 'reconciler', alert })
  }
  // The last look for the newest try comes later, and then the newest try gets the task.
  const isLeft = newest?.state === 'not-created' && newest.nextCheckAt !== null
  const taken = isLeft ? {} : { taskId: first.taskId.toLowerCase() }
  return { alert, ...taken, nextCheckAt: null, ...unleased }
}

async function lookAgain(
  attempt: Attempt,
  pauseMs: number,
  { attempts }: SettleDeps,
  reads: AttemptPatch = {},
): Promise<void> {
  const patch = { ...reads, nextCheckAt: { fromNowMs: Math.round(pauseMs) }, ...unleased }
  await attempts.transition(attempt, [attempt.state], patch)
}

/** When to look first for an attempt that has just become unconfirmed. */
export function firstLookMs(row: Attempt, deps: Pick<SettleDeps, 'settings'>): number {
  const sinceSentMs = row.readAt - (row.sentAt ?? row.readAt)
  const between = { sinceUnconfirmedMs: 0, sinceSentMs, hasFailed: false, tookMs: 0 }
  return nextReadAfterMs(between, timesOf(deps))
}

function timesOf({ settings }: Pick<SettleDeps, 'settings'>): ReconcileTimes {
  return { timeoutMs: settings.leadSquaredTimeoutMs, windowMs: settings.reconcileWindowMs }
}
