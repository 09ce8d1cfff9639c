import type { Attempt } from '#store/attempts/attempts.ts'
import type { AttemptPlan } from './attempt-plan.ts'
import { earlierEqual, earlierOutcome, keyReused, recordedOutcome } from './attempt-earlier.ts'
import { answerOf, type Ask, askOf, planOf } from './attempt-record.ts'
import { type AttemptRun, createRun, Interrupted } from './attempt-run.ts'
import { sendAttempt } from './attempt-send.ts'
import type { BookingAnswer } from './booking-answer.ts'
import type { BookingDeps } from './booking-deps.ts'
import { endWithout } from './attempt-end.ts'
import { planBooking } from './plan-booking.ts'
import { ProblemThrown } from '../http/problems.ts'
import { retryAfter } from '../translate/failure.ts'
import { referenceOf } from './attempt-reference.ts'
import { followUpstream } from '../http/wide-event.ts'

/** The use case: one booking per key, whatever happens on the way. */
export interface Bookings {
  /** Books once per key. Asked again with the key it tells the same outcome, or joins what is still running. */
  book(ask: Ask): Promise<BookingAnswer>
  /** What became of a key; null where nobody booked with it. */
  look(person: string, key: string): Promise<BookingAnswer | null>
  /** Withdraws what still waits; else tells what became of it. */
  withdraw(person: string, key: string): Promise<BookingAnswer | null>
  /** Goes on with a waiting attempt that another process left behind. */
  resume(attempt: Attempt): void
  /** Ends the waiting, which the next process takes up again, and lets what was sent come to its end. */
  stop(): Promise<void>
}

/**
 * How long an asker waits for the outcome before hearing that the booking waits. A wait for a turn that is over sooner is
 * not worth a word (interface.md: "within 400 ms or so"); look-ups that are only slow get longer; and what was sent has
 * an outcome by itself when LeadSquared's time-out is over.
 */
const patienceMs = { waiting: 250, preparing: 3000, sending: Infinity } as const

export function createBookings(deps: BookingDeps): Bookings {
  const { attempts, clock, log, settings } = deps
  const runs = new Map<string, { run: AttemptRun; answer: Promise<BookingAnswer> }>()
  let isStopping = false

  function newRun(ask: Ask, taken: Attempt | null): AttemptRun {
    const { leadSquaredTimeoutMs: timeoutMs } = settings
    return createRun(ask, taken, { attempts, clock, log, leaseOwner: deps.instanceId, timeoutMs })
  }

  function start(ask: Ask, taken: Attempt | null) {
    const id = idOf(ask.person, ask.key)
    const run = newRun(ask, taken)
    if (isStopping) run.interrupt('stopping')
    // It is ours from now on, and stays so for as long as it waits.
    if (taken) void mayPromise(run)
    const answer = perform(run)
      .catch((error: unknown) => afterBreakage(run, error))
      .finally(() => runs.delete(id))
    const started = { run, answer }
    runs.set(id, started)
    return started
  }

  async function perform(run: AttemptRun): Promise<BookingAnswer> {
    const taken = run.attempt()
    const known = taken ? null : await knownBefore(run.ask)
    if (known) return known
    const plan = (taken && planOf(taken)) ?? (await unlessInterrupted(run, preparePlan(run)))
    return sendAttempt(run, plan, deps)
  }

  /** While the record cannot be read, nobody knows whether the key was booked before: that must not sound like "no". */
  async function knownBefore(ask: Ask): Promise<BookingAnswer | null> {
    try {
      return (await earlierOutcome(ask, deps)) ?? (await earlierEqual(ask, deps))
    } catch (error) {
      log.error({ attempt: ask.key, cause: describe(error) }, 'the record cannot be read')
      return { kind: 'turned-away', code: 'internal', facts: retryAfter(5000) }
    }
  }

  function preparePlan(run: AttemptRun): Promise<AttemptPlan> {
    const { person, visitor, key, request } = run.ask
    return planBooking(
      request,
      {
        person: person || visitor,
        booker: person || null,
        reference: referenceOf(person, key),
        onWaiting: (position, aboutMs) => run.waits(position, aboutMs, 'busy'),
      },
      deps,
    )
  }

  /** Nothing that was thrown may make a booking look refused once its first byte may have left. */
  async function afterBreakage(run: AttemptRun, error: unknown): Promise<BookingAnswer> {
    if (run.phase() === 'sending') {
      log.error({ attempt: run.ask.key, cause: describe(error) }, 'a sent booking broke')
      return { kind: 'unconfirmed', checkAfterMs: 1000 }
    }
    if (error instanceof Interrupted) return afterInterruption(run)
    if (error instanceof ProblemThrown) {
      if (error.cause !== undefined) {
        log.warn({ attempt: run.ask.key, cause: describe(error.cause) }, 'a look-up failed')
      }
      return endWithout(run, error.code, error.facts, deps)
    }
    log.error({ attempt: run.ask.key, cause: describe(error) }, 'a booking broke')
    return endWithout(run, 'internal', {}, deps)
  }

  async function afterInterruption(run: AttemptRun): Promise<BookingAnswer> {
    switch (run.interruption()) {
      case 'withdrawn':
        return endWithout(run, 'withdrawn', {}, deps)
      case 'taken':
        return takenElsewhere(run.ask)
      case 'stopping':
      case null:
        await run.release().catch(() => log.warn({ attempt: run.ask.key }, 'a lease must lapse'))
        return run.attempt()
          ? run.place()
          : endWithout(run, 'leadsquared-busy', retryAfter(5000), deps)
    }
  }

  async function takenElsewhere(ask: Ask): Promise<BookingAnswer> {
    return (await earlierOutcome(ask, deps).catch(() => null)) ?? inProgress
  }

  /** Waits for the outcome, but not longer than a rep should stare at a button while nothing is sent yet. */
  async function patientAnswer(run: AttemptRun, answer: Promise<BookingAnswer>) {
    const startedAt = clock.now()
    for (;;) {
      const leftMs = startedAt + patienceMs[run.phase()] - clock.now()
      if (leftMs <= 0) return (await mayPromise(run)) ? run.place() : answer
      const isOver = new AbortController()
      const first = await Promise.race([
        answer,
        run.changed().then(() => null),
        ...(leftMs < Infinity ? [clock.sleep(leftMs, isOver.signal).then(() => null)] : []),
      ])
      // With a reason of its own, since the usual one is an error with a stack, made for nothing.
      isOver.abort('over')
      if (first) return first
    }
  }

  /** A promise to go on must survive this process; where it cannot be written, the asker waits for the outcome. */
  async function mayPromise(run: AttemptRun): Promise<boolean> {
    try {
      return await run.keepWaiting()
    } catch (error) {
      log.error({ attempt: run.ask.key, cause: describe(error) }, 'a waiting booking is not kept')
      return false
    }
  }

  return {
    async book(ask) {
      const running = runs.get(idOf(ask.person, ask.key))
      if (running && running.run.ask.fingerprint !== ask.fingerprint) return keyReused
      const { run, answer } = running ?? start(ask, null)
      // Whoever joins another request waits as it does, for LeadSquared.
      const own = patientAnswer(run, answer)
      return running ? followUpstream(own) : own
    },
    async look(person, key) {
      const run = runs.get(idOf(person, key))?.run
      // "It waits" is a promise to whoever looks, too: another process may be asked next.
      const isPromised = run !== undefined && (await mayPromise(run))
      const recorded = await recordedOutcome(person, key, deps)
      // What a running try says is news only where the record is not: none yet, waiting, or an earlier refusal.
      if (!run || recorded?.kind === 'booked' || recorded?.kind === 'unconfirmed') return recorded
      if (run.phase() === 'sending') return { kind: 'unconfirmed', checkAfterMs: 1000 }
      return isPromised ? run.place() : inProgress
    },
    async withdraw(person, key) {
      const running = runs.get(idOf(person, key))
      if (running) {
        if (running.run.phase() !== 'sending') running.run.interrupt('withdrawn')
        return running.answer
      }
      const attempt = await attempts.find(person, key)
      if (!attempt || attempt.state !== 'waiting') return attempt && answerOf(attempt, clock.now())
      return endWithout(newRun(askOf(attempt), attempt), 'withdrawn', {}, deps)
    },
    resume(attempt) {
      if (!runs.has(idOf(attempt.person, attempt.key))) start(askOf(attempt), attempt)
    },
    async stop() {
      isStopping = true
      const running = [...runs.values()]
      // What is being sent comes to its end, but is not sent again where nobody could be reached.
      for (const { run } of running) run.interrupt('stopping')
      await Promise.all(running.map(({ answer }) => answer))
    },
  }
}

const inProgress: BookingAnswer = {
  kind: 'turned-away',
  code: 'in-progress',
  facts: retryAfter(1000),
}

function idOf(person: string, key: string): string {
  return JSON.stringify([person, key])
}

/** The value, or `Interrupted` as soon as the run is stopped; what becomes of the value then matters to nobody. */
function unlessInterrupted<T>(run: AttemptRun, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Interrupted())
    if (run.signal.aborted) stop()
    run.signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject)
  })
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
