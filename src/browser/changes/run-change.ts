import type { AnyOutcome, Done } from '#contract/change.ts'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import type { Answer } from '../api/call.ts'

/** How a change stands while nothing is decided. */
export type Progress =
  | 'sending'
  /** Nothing was sent to LeadSquared yet: it waits for its turn. */
  | 'waiting'
  /** It was sent, and LeadSquared's own record does not show it yet. */
  | 'looking'
  /** The desk does not answer. */
  | 'unreachable'
  /** The sign-in expired after the change was sent; only the person may ask for its outcome. */
  | 'signed-out'

/** How a change ended for the rep who waits. */
export type Ending =
  | { kind: 'done'; done: Done }
  /** Nothing was changed. */
  | { kind: 'refused'; problem: Problem }
  /** Nobody can say it now. The desk goes on looking, and the appointment tells when it is looked at again. */
  | { kind: 'unknown' }

export interface ChangeRun {
  /**
   * Asks for the change with its key. Asked again it tells the same, or joins what is still running. Null for a change
   * that another page has begun.
   */
  send: (() => Promise<Answer<AnyOutcome>>) | null
  /** What became of the key. */
  look: () => Promise<Answer<AnyOutcome>>
  tell: (progress: Progress) => void
  pause: (pauseMs: number) => Promise<void>
  /** Resolves when somebody has signed in on this page. */
  signedIn: () => Promise<void>
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
 * which changes at most once. Once something may have arrived, only the record of the key says that nothing was changed
 * (`outcome: "refused"`). A problem without it is then no end, or an unknown one.
 */
export async function runChange({ send, look, tell, pause, signedIn }: ChangeRun): Promise<Ending> {
  let isKnown = send === null
  let mayHaveArrived = isKnown
  let failures = 0
  tell(isKnown ? 'looking' : 'sending')
  for (;;) {
    const answer: Answer<AnyOutcome> = await (isKnown || send === null ? look() : send())
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
          isKnown = true
          mayHaveArrived = true
          tell(body.outcome === 'waiting' ? 'waiting' : 'looking')
          const seconds = body.outcome === 'waiting' ? body.aboutSeconds : body.checkAfterSeconds
          await pause(Math.min(seconds * 1000, longestPauseMs))
        }
      }
      continue
    }
    if (answer.kind === 'problem') {
      const { problem } = answer
      if (problem.outcome === 'refused') return { kind: 'refused', problem }
      const isLost = isKnown && problem.code === 'not-found'
      if (problem.code === 'not-signed-in' && mayHaveArrived) {
        tell('signed-out')
        await signedIn()
        continue
      }
      if (isLost && send === null) return { kind: 'unknown' }
      // A key that nobody knows was never received, so it is sent again.
      if (isLost) isKnown = false
      else if (!passing.has(problem.code)) {
        return mayHaveArrived ? { kind: 'unknown' } : { kind: 'refused', problem }
      }
    } else {
      mayHaveArrived = true
      tell('unreachable')
    }
    failures += 1
    if (failures > mostFailures) return { kind: 'unknown' }
    await pause(retryPauseMs)
  }
}
