import type { ProblemCode } from '#contract/problem.ts'
import { answerOf, refusedPatch } from './attempt-record.ts'
import type { AttemptRun } from './attempt-run.ts'
import type { BookingAnswer } from './booking-answer.ts'
import type { BffDeps } from './deps.ts'
import type { ProblemFacts } from './problems.ts'

/**
 * Ends an attempt of which this process knows that nothing was created, and tells so. The certainty outweighs what
 * another process may have noted meanwhile: an attempt that it holds for unconfirmed becomes `not-created`. `said` is
 * LeadSquared's word for the audit.
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
  if (!run.attempt()) return refused
  const settled = {
    by: 'answer',
    at: clock.now(),
    ...(said === undefined ? {} : { said }),
  } as const
  try {
    const ended =
      (await run.end(['waiting', 'sending'], refusedPatch('refused', code, facts, settled))) ??
      (await run.end(['unconfirmed'], refusedPatch('not-created', code, facts, settled)))
    if (ended) return refused
    const recorded = await attempts.find(person, key)
    return recorded ? answerOf(recorded, clock.now()) : refused
  } catch (cause) {
    log.error({ attempt: key, code, cause: String(cause) }, 'a refusal could not be kept')
    // A record that still says "waiting" will be taken up and may be booked: "refused" could become a false word.
    return run.phase() === 'sending' ? refused : run.place()
  }
}
