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
 * The use case: one booking or change per key, whatever happens on the way. What is told is read from the row. Throws
 * `StoreUnavailable` where the row cannot be written or read; that says nothing about the booking.
 */
export interface Bookings {
  /** Books or changes once per key. Asked again with the key it tells the same outcome, or joins what is still running. */
  run(ask: Ask<object>): Promise<BookingAnswer>
  /** What became of a key; null where nobody booked with it. */
  look(person: string, key: string): Promise<RecordedAnswer | null>
  /** Withdraws what was not sent yet, and tells what became of it; null where nobody booked with the key. */
  withdraw(person: string, key: string): Promise<RecordedAnswer | null>
}

/**
 * How long an asker waits for the outcome. A wait for a turn that is over sooner is not worth a word; look-ups that are
 * only slow get longer; and what this process sends has an outcome by itself when LeadSquared's time-out is over.
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

  /** Reads a row until it tells an outcome, or for as long as this one asker should wait. */
  async function watch(first: Attempt, mostMs: number): Promise<BookingAnswer> {
    const startedAt = clock.now()
    const isReplay = first.state === 'booked' || isSentElsewhere(first)
    for (let row = first; ;) {
      const leftMs = Math.min(mostMs, patienceWith(row)) - (clock.now() - startedAt)
      if (leftMs <= 0) return tell(row, isReplay)
      const isHere = worker.stageOf(row) !== null
      await worker.change(row, isHere ? leftMs : Math.min(leftMs, readAgainMs))
      row = (await attempts.find(row.person, row.key)) ?? row
    }
  }

  function patienceWith(row: Attempt): number {
    const stage = worker.stageOf(row)
    switch (row.state) {
      case 'waiting':
        return patienceMs[stage?.at === 'look-ups' ? 'look-ups' : 'queue']
      case 'sending':
        // Where nobody here sends it, another process does, or its end was written since the row was read.
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
    const stage = worker.stageOf(row)
    return answerOf(row, stage?.at === 'queue' ? stage.place : null)
  }

  return {
    async run(ask) {
      // A process that stops writes the row for the next one.
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
        // Its state has changed between the two questions.
        if (!written) continue
        worker.withdraw(written)
        const answer = await watch(written, withdrawalPatienceMs)
        return answer.kind === 'turned-away' ? { kind: 'unconfirmed', checkAfterMs: 1000 } : answer
      }
    },
  }

  /** Ends what waits; marks what may leave at any moment, so that it is not tried again. Null where somebody was faster. */
  async function noteWithdrawal(row: Attempt): Promise<Attempt | null> {
    const withdrawnAt = { fromNowMs: 0 }
    if (row.state === 'waiting') {
      const end = refusedPatch('refused', 'withdrawn', {}, { by: 'answer' })
      return attempts.transition(row, ['waiting'], { ...end, withdrawnAt })
    }
    return row.state === 'sending' ? attempts.transition(row, ['sending'], { withdrawnAt }) : row
  }
}

/** The answer to a key that came with another body before. */
const keyReused: BookingAnswer = {
  kind: 'turned-away',
  code: 'key-reused',
  facts: { detail: 'The same Idempotency-Key came with another body. Use a new key.' },
}
