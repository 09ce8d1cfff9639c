/**
 * The life of an attempt. `waiting`: written down, and nothing was sent. `sending`: its first byte may have left.
 * `unconfirmed`: it was sent and no readable answer came. The rest are ends, and a `refused` or `not-created` one may be
 * tried again as the next generation under the same key.
 */
export const attemptStates = [
  'waiting',
  'sending',
  'unconfirmed',
  'booked',
  'refused',
  'not-created',
] as const
export type AttemptState = (typeof attemptStates)[number]

const next: Record<AttemptState, readonly AttemptState[]> = {
  waiting: ['sending', 'refused'],
  // Back to waiting only where nothing was sent after all: a refused connection, or the rate limit.
  sending: ['waiting', 'booked', 'refused', 'unconfirmed'],
  unconfirmed: ['booked', 'not-created'],
  booked: [],
  refused: [],
  // Only by the last look, which found that LeadSquared made it later than anybody expects.
  'not-created': ['booked'],
}

/** Whether an attempt may go from one state to the other; to stay is always allowed. */
export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return from === to || next[from].includes(to)
}

/** Ends of which it is certain that there is no task, so that a new try may begin under the same key. */
export const endsWithoutTask: readonly AttemptState[] = ['refused', 'not-created']

/** States that a process must be working on. */
export const unfinishedStates = ['waiting', 'sending', 'unconfirmed'] as const
export type UnfinishedState = (typeof unfinishedStates)[number]
