import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { Clock } from '../ports.ts'
import { retryAfter } from '../translate/failure.ts'
import {
  answerOf,
  type Ask,
  type BookingAnswer,
  newAttempt,
  type RecordedAnswer,
  refusedPatch,
} from './record.ts'
import type { Worker } from './worker.ts'

/**
 * The use case: at most one booking or change per key, despite failures and repeated requests. Answers are read from the
 * row. Throws `StoreUnavailable` if the row cannot be written or read; this says nothing about the booking.
 */
export interface Bookings {
  /** Books or changes once per key. A repeated request gets the same outcome, or waits for the running attempt. */
  run(ask: Ask<object>): Promise<BookingAnswer>
  /** The outcome of a key, or null if it was never used. */
  look(person: string, key: string): Promise<RecordedAnswer | null>
  /** Withdraws an attempt that was not sent yet. Returns its outcome, or null if the key was never used. */
  withdraw(person: string, key: string): Promise<RecordedAnswer | null>
}

/**
 * How long a request waits for the outcome. A shorter wait for a turn is not reported. Slow look-ups get more time. A call
 * that this process sends has an outcome when LeadSquared's time-out is over at the latest.
 */
const patienceMs = { queue: 350, 'look-ups': 3000, LeadSquared: Infinity, elsewhere: 2000 } as const
/** How often a row is read that another process works on. */
const readAgainMs = 200
const withdrawalPatienceMs = 3000

export function createBookings(deps: {
  attempts: AttemptStore
  worker: Worker
  clock: Clock
  instanceId: string
}): Bookings {
  const { attempts, worker, clock } = deps

  /** Reads a row until it has an outcome, or until this request should wait no longer. */
  async function watch(first: Attempt, mostMs: number): Promise<BookingAnswer> {
    const startedAt = clock.now()
    const isReplay = first.state === 'booked' || isSentElsewhere(first)
    for (let row = first; ;) {
      const leftMs = Math.min(mostMs, patienceWith(row)) - (clock.now() - startedAt)
      if (leftMs <= 0) return tell(row, isReplay)
      const isHere = worker.stageOf(row) !== null
      await worker.change(row, isHere ? leftMs : Math.min(leftMs, readAgainMs))
      // While this process waits for LeadSquared's answer, there is no outcome to read.
      if (worker.stageOf(row)?.at === 'LeadSquared') continue
      row = (await attempts.find(row.person, row.key)) ?? row
    }
  }

  function patienceWith(row: Attempt): number {
    const stage = worker.stageOf(row)
    switch (row.state) {
      case 'waiting':
        return patienceMs[stage?.at ?? 'queue']
      case 'sending':
        // If this process does not send it, another process does, or its result was written after the row was read.
        return stage ? patienceMs.LeadSquared : patienceMs.elsewhere
      case 'booked':
        // Times that LeadSquared chose are being read back.
        return stage ? patienceMs.LeadSquared : 0
      case 'unconfirmed':
      case 'refused':
      case 'not-created':
        return 0
    }
  }

  function isSentElsewhere({ state, leaseOwner }: Attempt): boolean {
    return state === 'sending' && leaseOwner !== deps.instanceId
  }

  function tell(row: Attempt, isReplay: boolean): BookingAnswer {
    if (isSentElsewhere(row)) {
      return { kind: 'turned-away', code: 'in-progress', facts: retryAfter(1000) }
    }
    const answer = answerNow(row)
    return answer.kind === 'booked' ? { ...answer, isReplay } : answer
  }

  function answerNow(row: Attempt): RecordedAnswer {
    const stage = row.state === 'waiting' ? worker.stageOf(row) : null
    return answerOf(row, stage?.at === 'queue' ? stage.place : null)
  }

  return {
    async run(ask) {
      // A process that is stopping leaves the row to the next process.
      const owner = worker.isStopping() ? null : deps.instanceId
      const { kind, attempt } = await attempts.begin(newAttempt(ask, owner))
      if (attempt.fingerprint !== ask.fingerprint) return keyReused
      if (kind === 'begun' && owner !== null) worker.take(attempt)
      return watch(attempt, Infinity)
    },
    async look(person, key) {
      const row = await attempts.find(person, key)
      return row && answerNow(row)
    },
    async withdraw(person, key) {
      for (;;) {
        const row = await attempts.find(person, key)
        if (!row) return null
        const written = await noteWithdrawal(row)
        // The state has changed between the two queries.
        if (!written) continue
        worker.withdraw(written)
        const answer = await watch(written, withdrawalPatienceMs)
        return answer.kind === 'turned-away' ? { kind: 'unconfirmed', checkAfterMs: 1000 } : answer
      }
    },
  }

  /** Ends a waiting attempt. Marks one that may be sent at any moment, so that it is not retried. Null if another was faster. */
  async function noteWithdrawal(row: Attempt): Promise<Attempt | null> {
    const withdrawnAt = { fromNowMs: 0 }
    if (row.state === 'waiting') {
      const end = refusedPatch('refused', 'withdrawn', {}, { by: 'answer' })
      return attempts.transition(row, ['waiting'], { ...end, withdrawnAt })
    }
    return row.state === 'sending' ? attempts.transition(row, ['sending'], { withdrawnAt }) : row
  }
}

/** The answer if the key was used with a different body before. */
const keyReused: BookingAnswer = {
  kind: 'turned-away',
  code: 'key-reused',
  facts: { detail: 'The same Idempotency-Key came with another body. Use a new key.' },
}
