/**
 * The life of an attempt. `received`: written down. `waiting`: it waits for its turn and nothing was sent. `sending`:
 * its first byte may have left. `unconfirmed`: it was sent and no readable answer came. The rest are ends, and a
 * `refused` or `not-created` one may be tried again as the next generation under the same key.
 */
export const attemptStates = [
  'received',
  'waiting',
  'sending',
  'unconfirmed',
  'booked',
  'refused',
  'not-created',
] as const
export type AttemptState = (typeof attemptStates)[number]

const next: Record<AttemptState, readonly AttemptState[]> = {
  received: ['waiting', 'sending', 'refused'],
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

/**
 * Whether a new try may begin under the key of this one: it is certain that there is no task, and whoever asks (epoch
 * ms) did so after that was settled. Who asked before shares this one's end, so that of two equal requests at the same
 * time one cannot be told "refused" while the other books.
 */
export function mayBeTriedAfresh(
  attempt: { state: AttemptState; settledAt: number | null },
  askedAt: number,
): boolean {
  const endedWithoutTask = attempt.state === 'refused' || attempt.state === 'not-created'
  return endedWithoutTask && (attempt.settledAt ?? -Infinity) < askedAt
}

/** States that a process must be working on. */
export const unfinishedStates = ['received', 'waiting', 'sending', 'unconfirmed'] as const
