import type { Attempt } from '#store/attempts/attempts.ts'
import { answerOf, type Ask } from './attempt-record.ts'
import type { BookingAnswer } from './booking-answer.ts'
import type { BffDeps } from '../app.ts'
import { toInstant } from '../translate/appointment.ts'
import { retryAfter } from '../translate/failure.ts'

type EarlierDeps = Pick<BffDeps, 'attempts' | 'clock'>

/** How long to wait for another process that is just sending the same attempt. */
const joinElsewhereMs = 2000
const askAgainMs = 200
/** An equal booking within this time is asked about first. */
const repeatWindowMs = 10 * 60_000

/** What is recorded under a key; null where nobody booked with it. */
export async function recordedOutcome(
  person: string,
  key: string,
  { attempts, clock }: EarlierDeps,
): Promise<BookingAnswer | null> {
  const attempt = await attempts.find(person, key)
  return attempt && answerOf(attempt, clock.now())
}

/** What an attempt tells whoever asks with its key; another body under that key is a mistake of the caller. */
export function outcomeFor(ask: Ask, attempt: Attempt, now: number): BookingAnswer {
  return attempt.fingerprint === ask.fingerprint ? answerOf(attempt, now) : keyReused
}

/**
 * What an earlier try under this key decides; null where a new try may begin, because there was none or it certainly
 * created nothing. Another process that is sending it is waited for, but not for long.
 */
export async function earlierOutcome(
  ask: Ask,
  { attempts, clock }: EarlierDeps,
): Promise<BookingAnswer | null> {
  const patientUntil = clock.now() + joinElsewhereMs
  for (;;) {
    const earlier = await attempts.find(ask.person, ask.key)
    if (!earlier) return null
    const answer = outcomeFor(ask, earlier, clock.now())
    const isSettledBefore = (earlier.settledAt ?? 0) < ask.receivedAt
    if (answer.kind === 'refused' && isSettledBefore) return null
    if (earlier.state !== 'sending') return answer
    if (clock.now() >= patientUntil) {
      return { kind: 'turned-away', code: 'in-progress', facts: retryAfter(1000) }
    }
    await clock.sleep(askAgainMs)
  }
}

/** The refusal that asks first, where the same person or browser booked the same a short time ago; else null. */
export async function earlierEqual(
  ask: Ask,
  { attempts, clock }: EarlierDeps,
): Promise<BookingAnswer | null> {
  if (ask.request.onRepeat !== 'ask') return null
  const whose = ask.person ? { person: ask.person } : { visitor: ask.visitor }
  const since = clock.now() - repeatWindowMs
  const earlier = await attempts.findEqual(whose, ask.fingerprint, ask.key, since)
  if (!earlier) return null
  const answer = answerOf(earlier, clock.now())
  const earlierAt = toInstant(earlier.receivedAt)
  const facts =
    answer.kind === 'booked'
      ? { params: { earlierAt, earlierTaskId: answer.taskId } }
      : {
          params: { earlierAt },
          detail: 'An equal booking is under way; whether it was created is not known yet.',
        }
  return { kind: 'refused', code: 'already-booked', facts }
}

/** The answer to a key that came with another body before. */
export const keyReused: BookingAnswer = {
  kind: 'turned-away',
  code: 'key-reused',
  facts: { detail: 'The same Idempotency-Key came with another body. Use a new key.' },
}
