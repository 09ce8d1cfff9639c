import type { ProblemCode } from '#contract/problem.ts'
import type { Attempt, AttemptPatch } from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { type ProblemFacts, ProblemThrown } from '../http/problems.ts'
import { describe } from '../describe.ts'
import { retryAfter } from '../translate/failure.ts'
import { type ChangeDeps, changeKinds } from '../changes/kinds.ts'
import { book, type BookDeps } from './book.ts'
import type { Job, Kind, Sending, Sent } from './kind.ts'
import { leaseMs, refusedPatch, unconfirmedPatch, unleased } from './record.ts'
import { firstLookMs, keepTrying, lookForIt, lookOnceMore, settleDone } from './settle.ts'

/** What a row needs to be worked on. */
export interface StepDeps extends Omit<BookDeps, 'leadSquared'> {
  leadSquared: BookDeps['leadSquared'] & ChangeDeps['leadSquared']
  /** Names this process to the others that share the store. */
  instanceId: string
}

/** How a row of each kind is planned, sent and found again. */
const kinds: Record<string, Kind<StepDeps>> = { book, ...changeKinds }

/** The time to write the result of a call, after the call's time-out. */
const sendingMarginMs = 5000
/** Pauses between tries while LeadSquared cannot be reached. After a refusal for the rate the gate pauses instead. */
const firstPauseMs = 250
const longestPauseMs = 5000

/**
 * Works on a row that is leased to this process, as far as that is possible now. A first try, recovery after a crash and
 * another instance all take this path. Returns the new row if the next step may begin at once. Returns null if nothing is
 * left to do, or not yet. Throws if the store is away; the row is then claimed again.
 */
export async function step(attempt: Attempt, job: Job, deps: StepDeps): Promise<Attempt | null> {
  switch (attempt.state) {
    case 'waiting':
      return planAndSend(attempt, job, deps)
    case 'sending': {
      deps.log.warn({ attempt: attempt.key }, 'unconfirmed: the process that sent it noted no end')
      await unconfirmed(attempt, 'no answer was noted', job, deps)
      return null
    }
    case 'unconfirmed':
      await lookForIt(attempt, kindOf(attempt), job, deps)
      return null
    case 'not-created':
      await lookOnceMore(attempt, kindOf(attempt), job, deps)
      return null
    case 'booked':
    case 'refused':
      await deps.attempts.transition(attempt, [attempt.state], { nextCheckAt: null, ...unleased })
      return null
  }
}

/** Thrown before the first byte: nothing may be sent, because another process has the row or it is too late. */
class MustNotLeave extends Error {}

async function planAndSend(attempt: Attempt, job: Job, deps: StepDeps): Promise<Attempt | null> {
  const { clock, settings } = deps
  if (attempt.withdrawnAt !== null) return refuse(attempt, 'withdrawn', {}, job, deps)
  const deadline = clock.now() + attempt.receivedAt + settings.bookingPatienceMs - attempt.readAt
  if (clock.now() >= deadline) {
    // Perhaps no process ran for long. The rep does not wait any more, and may have booked it in another way.
    const code = attempt.nextCheckAt === null ? 'leadsquared-busy' : 'leadsquared-unreachable'
    return refuse(attempt, code, retryAfter(0), job, deps)
  }
  const plan = await planned(attempt, job, deps)
  if (plan === null) return null
  const sending = kindOf(attempt).prepare(attempt, plan, deps)
  const { sent, row } = await send(attempt, sending, job, deadline, deps)
  switch (sent.means) {
    case 'done':
      await settleDone(row, sent, (taskId) => sending.readBack(taskId), job, deps)
      return null
    case 'unconfirmed':
      deps.log.warn({ attempt: row.key, said: sent.said }, 'unconfirmed: no readable answer came')
      await unconfirmed(row, sent.said, job, deps)
      return null
    case 'refused':
      deps.log.warn({ attempt: row.key, code: sent.code, said: sent.said }, 'refused')
      // The plan names the owner, the lead and the times for the list of recent bookings.
      return refuse(
        row.plan === 'null' ? { ...row, plan } : row,
        sent.code,
        sent.facts,
        job,
        deps,
        sent.said,
      )
    case 'not-now':
      return putOff(row, sent, job, deadline, deps)
  }
}

/** Returns what will be sent, as JSON. Null if the look-ups refused the row or were interrupted. */
async function planned(attempt: Attempt, job: Job, deps: StepDeps): Promise<string | null> {
  if (attempt.plan !== 'null') return attempt.plan
  const { promise: interrupted, resolve } = Promise.withResolvers<null>()
  const interrupt = () => resolve(null)
  if (job.signal.aborted) interrupt()
  job.signal.addEventListener('abort', interrupt, { once: true })
  try {
    const planning = kindOf(attempt).plan(attempt, turnOf(attempt, job), deps)
    const plan = await Promise.race([planning, interrupted])
    if (plan === null && job.why() === 'stopping') {
      await deps.attempts.transition(attempt, ['waiting'], unleased)
    }
    return plan
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    const { code, facts } = error instanceof ProblemThrown ? error : new ProblemThrown('internal')
    const event = { attempt: attempt.key, code, cause: describe(error) }
    if (error instanceof ProblemThrown) deps.log.info(event, 'refused before it was sent')
    else deps.log.error(event, 'refused: its look-ups broke')
    return refuse(attempt, code, facts, job, deps)
  } finally {
    job.signal.removeEventListener('abort', interrupt)
  }
}

/** Checks and sends once. `row` is the last version that this process wrote. */
async function send(
  attempt: Attempt,
  sending: Sending,
  job: Job,
  deadline: number,
  deps: StepDeps,
): Promise<{ sent: Sent; row: Attempt }> {
  const { attempts, clock, settings } = deps
  let row = attempt
  let departBy = -Infinity

  /**
   * Writes `sending` before the first byte. Then it reads the row again, because this process may have been frozen while it
   * wrote, and another process takes the row over when its lease ends. Absence counts from the last moment at which the
   * first byte may leave (schedule.ts).
   */
  async function noteSending(plan: string): Promise<void> {
    const askedAt = clock.now()
    const noted = await attempts.transition(attempt, ['waiting'], {
      state: 'sending',
      plan,
      sentAt: { fromNowMs: 0 },
      nextCheckAt: null,
      leaseOwner: deps.instanceId,
      leaseUntil: { fromNowMs: settings.leadSquaredTimeoutMs + sendingMarginMs },
    })
    if (!noted) throw new MustNotLeave()
    row = noted
    job.onSending()
    departBy = askedAt + settings.leadSquaredTimeoutMs
    const now = await attempts.find(attempt.person, attempt.key)
    const isOurs =
      now?.generation === row.generation &&
      now.state === 'sending' &&
      now.leaseOwner === deps.instanceId &&
      now.withdrawnAt === null
    if (!isOurs || !mayDepart()) throw new MustNotLeave()
  }

  /** The clock goes on while the process or the machine sleeps. */
  function mayDepart(): boolean {
    return clock.now() < departBy && !job.signal.aborted
  }

  const turn = () => ({
    ...turnOf(attempt, job),
    patienceMs: Math.max(0, deadline - clock.now()),
    signal: job.signal,
  })
  try {
    const checked = await sending.check(turn())
    if (checked.means !== 'clear') return { sent: checked, row }
    const { plan, permit } = checked
    const sent = sending.send({ ...turn(), permit, onSending: () => noteSending(plan), mayDepart })
    return { sent: await sent.finally(() => permit?.release()), row }
  } catch (error) {
    if (error instanceof MustNotLeave) return { sent: notLeft, row }
    // Only the check and the write of `sending` can throw, so nothing has left. The write may have succeeded all the same.
    await keepTrying(() => attempts.transition(row, ['waiting', 'sending'], waitAgain), job, deps)
    throw error
  }
}

const notLeft = { means: 'not-now', code: 'leadsquared-busy', retryAfterMs: 0, said: '' } as const
const waitAgain = { state: 'waiting', ...unleased } as const

/** Nothing was sent. The row is refused if it was withdrawn or its time limit is over, and else it is tried again. */
async function putOff(
  row: Attempt,
  { code, retryAfterMs, said }: Extract<Sent, { means: 'not-now' }>,
  job: Job,
  deadline: number,
  deps: StepDeps,
): Promise<Attempt | null> {
  const { clock, attempts, log } = deps
  const newest = await keepTrying(() => attempts.find(row.person, row.key), job, deps)
  if (newest?.generation !== row.generation) return null
  if (newest.withdrawnAt !== null) return refuse(row, 'withdrawn', {}, job, deps, said)
  const isBusy = code === 'leadsquared-busy'
  const isStopping = job.why() === 'stopping'
  // If the queue is longer than the time limit, refuse at once and say when there may be a turn.
  if (!isStopping && clock.now() + (isBusy ? retryAfterMs : 0) >= deadline) {
    return refuse(row, code, retryAfter(retryAfterMs), job, deps, said)
  }
  log.warn({ attempt: row.key, code, said }, 'waiting: LeadSquared did not take it now')
  const waitedMs = newest.readAt - row.receivedAt
  const pauseMs = Math.min(Math.max(firstPauseMs, waitedMs / 2), longestPauseMs)
  const patch: AttemptPatch = isStopping
    ? waitAgain
    : isBusy
      ? { state: 'waiting', leaseUntil: { fromNowMs: leaseMs } }
      : { ...waitAgain, nextCheckAt: { fromNowMs: Math.round(pauseMs) } }
  const change = { ...patch, ...(said === '' ? {} : { said }) }
  const waiting = await keepTrying(() => attempts.transition(row, [row.state], change), job, deps)
  return isBusy && !isStopping ? waiting : null
}

/**
 * Writes that certainly nothing was created. Another process may have written `unconfirmed` meanwhile, because this one was
 * frozen and looked dead. This process knows better, so it writes the end all the same.
 */
async function refuse(
  row: Attempt,
  code: ProblemCode,
  facts: ProblemFacts,
  job: Job,
  deps: StepDeps,
  said?: string,
): Promise<null> {
  const settled = { by: 'answer', ...(said ? { said } : {}) } as const
  const end = (state: 'refused' | 'not-created') => ({
    ...refusedPatch(state, code, facts, settled),
    plan: row.plan,
  })
  const write = async () =>
    (await deps.attempts.transition(row, [row.state], end('refused'))) ??
    (row.state === 'sending' && deps.attempts.transition(row, ['unconfirmed'], end('not-created')))
  await keepTrying(write, job, deps)
  return null
}

async function unconfirmed(row: Attempt, said: string, job: Job, deps: StepDeps): Promise<void> {
  const patch = unconfirmedPatch(said, firstLookMs(row, deps))
  await keepTrying(() => deps.attempts.transition(row, ['sending'], patch), job, deps)
}

function kindOf({ kind }: Attempt): Kind<StepDeps> {
  const known = kinds[kind]
  if (known) return known
  throw new Error(`A newer release wrote a row of the kind ${kind}.`)
}

/** The person for fair turns, and the callback for a call that must wait. */
function turnOf({ person, visitor }: Attempt, job: Job) {
  return {
    person: person || (visitor ?? ''),
    onWaiting: (position: number, aboutMs: number) => job.onPlace({ position, aboutMs }),
  }
}
