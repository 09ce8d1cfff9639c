import type { ProblemCode } from '#contract/problem.ts'
import type { Attempt } from '#store/attempts/attempts.ts'
import { outcomeFor } from './attempt-earlier.ts'
import { answerOf, refusedPatch } from './attempt-record.ts'
import type { AttemptRun } from './attempt-run.ts'
import type { BookingAnswer } from './booking-answer.ts'
import type { BffDeps } from '../app.ts'
import type { ProblemFacts } from '../http/problems.ts'
import { retryAfter } from '../translate/failure.ts'

/**
 * Ends an attempt of which this process knows that nothing was created, and tells so. The certainty outweighs what
 * another process may have noted of this try meanwhile: one that it holds for unconfirmed becomes `not-created`. Another
 * process's own try under the same key is another matter: then its outcome is told. `said` is LeadSquared's word for the
 * audit.
 */
export async function endWithout(
  run: AttemptRun,
  code: ProblemCode,
  facts: ProblemFacts,
  { attempts, clock, log }: Pick<BffDeps, 'attempts' | 'clock' | 'log'>,
  said?: string,
): Promise<BookingAnswer> {
  const refused: BookingAnswer = { kind: 'refused', code, facts }
  const { person, key } = run.ask
  const settled = {
    by: 'answer',
    at: clock.now(),
    ...(said === undefined ? {} : { said }),
  } as const
  const patch = refusedPatch('refused', code, facts, settled)
  try {
    const begun = await run.endUnwritten(patch)
    if (begun?.kind === 'begun') return refused
    if (begun) return await toldElsewhere(begun.attempt)
    // The row may be another process's by now: of what that one sends, only that one is certain.
    const isOurs = run.phase() === 'sending'
    const ended =
      (await run.end(isOurs ? ['waiting', 'sending'] : ['waiting'], patch)) ??
      (isOurs
        ? await run.end(['unconfirmed'], refusedPatch('not-created', code, facts, settled))
        : null)
    if (ended) return refused
    const recorded = await attempts.find(person, key)
    return recorded ? answerOf(recorded, clock.now()) : refused
  } catch (cause) {
    log.error({ attempt: key, code, cause: String(cause) }, 'a refusal could not be kept')
    // A record that still says "waiting" will be taken up and may be booked: "refused" could become a false word.
    if (run.attempt()) return run.phase() === 'sending' ? refused : run.place()
    return attempts.find(person, key).then(
      (recorded) => (recorded ? outcomeFor(run.ask, recorded, clock.now()) : refused),
      () => ({ kind: 'turned-away', code: 'internal', facts: retryAfter(5000) }),
    )
  }

  /** What another process merely keeps waiting can be withdrawn; what it sends or has sent cannot. */
  async function toldElsewhere(attempt: Attempt): Promise<BookingAnswer> {
    const isWithdrawn =
      code === 'withdrawn' && (await attempts.transition(attempt, ['waiting'], patch)) !== null
    if (isWithdrawn) return refused
    const recorded = (await attempts.find(person, key)) ?? attempt
    return outcomeFor(run.ask, recorded, clock.now())
  }
}
