/**
 * The states of an attempt. `waiting`: stored, and nothing was sent. `sending`: the first byte may have been sent.
 * `unconfirmed`: sent, and no readable answer came. All other states are final. A `refused` or `not-created` attempt may be
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
  // Back to waiting only if LeadSquared certainly did nothing: a refused connection or the rate limit.
  sending: ['waiting', 'booked', 'refused', 'unconfirmed'],
  unconfirmed: ['booked', 'not-created'],
  booked: [],
  refused: [],
  // Only after the last look found a task that LeadSquared made unusually late.
  'not-created': ['booked'],
}

/** Whether an attempt may go from one state to another. Staying in a state is always allowed. */
export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return from === to || next[from].includes(to)
}

/** Final states in which certainly no task exists, so that a new try may begin under the same key. */
export const endsWithoutTask: readonly AttemptState[] = ['refused', 'not-created']

/** States that a process must be working on. */
export const unfinishedStates = ['waiting', 'sending', 'unconfirmed'] as const
export type UnfinishedState = (typeof unfinishedStates)[number]
