import type { AnyOutcome, Done } from '#contract/change.ts'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import type { Answer } from '../api/call.ts'

/** How a change stands while nothing is decided. */
export type Progress = 'sending' | 'looking' | 'unreachable'

/** How a change ended for the rep who waits. */
export type Ending =
  | { kind: 'done'; done: Done }
  /** Nothing was changed. */
  | { kind: 'refused'; problem: Problem }
  /** Nobody can say it now. The desk goes on looking, and the appointment tells when it is looked at again. */
  | { kind: 'unknown' }

interface ChangeRun {
  /** Asks for the change with its key. Asked again it tells the same, or joins what is still running. */
  send: () => Promise<Answer<AnyOutcome>>
  /** What became of the key. */
  look: () => Promise<Answer<AnyOutcome>>
  tell: (progress: Progress) => void
  pause: (pauseMs: number) => Promise<void>
}

const retryPauseMs = 2000
const longestPauseMs = 4000
/** About a minute without an answer. */
const mostFailures = 15
/** Nobody has looked at the key yet, or the change is still running somewhere. */
const passing: ReadonlySet<ProblemCode> = new Set([
  'in-progress',
  'stopping',
  'too-many-requests',
  'store-unavailable',
])

/**
 * Makes one change, whatever happens to the connection on the way: a lost answer is asked for again under the same key,
 * which changes at most once.
 */
export async function runChange({ send, look, tell, pause }: ChangeRun): Promise<Ending> {
  let isSent = false
  let failures = 0
  tell('sending')
  for (;;) {
    const answer: Answer<AnyOutcome> = await (isSent ? look() : send())
    if (answer.kind === 'answered') {
      const { body } = answer
      failures = 0
      switch (body.outcome) {
        case 'done':
          return { kind: 'done', done: body }
        case 'refused':
          return { kind: 'refused', problem: body.problem }
        case 'booked':
          return { kind: 'unknown' }
        case 'waiting':
        case 'unconfirmed': {
          isSent = true
          tell('looking')
          const seconds = body.outcome === 'waiting' ? body.aboutSeconds : body.checkAfterSeconds
          await pause(Math.min(seconds * 1000, longestPauseMs))
        }
      }
      continue
    }
    const isDecided = answer.kind === 'problem' && !isPassing(answer.problem, isSent)
    if (isDecided) return { kind: 'refused', problem: answer.problem }
    failures += 1
    if (failures > mostFailures) return { kind: 'unknown' }
    // A key that nobody knows was never received, so it is sent again.
    if (answer.kind === 'problem' && answer.problem.code === 'not-found') isSent = false
    else if (answer.kind !== 'problem') tell('unreachable')
    await pause(retryPauseMs)
  }
}

function isPassing({ code }: Problem, isSent: boolean): boolean {
  return passing.has(code) || (isSent && code === 'not-found')
}
