/** Who goes first. A booking that a rep waits for, a look-up that a rep waits for, settling, and refreshing of lists. */
export const lanes = ['create', 'read', 'reconcile', 'refresh'] as const
export type Lane = (typeof lanes)[number]

/** One that waits for its turn. */
export interface Waiter {
  lane: Lane
  person?: string | undefined
  since: number
}

/** Those who wait, in the order of their turns. */
export interface RateQueue<W extends Waiter> {
  add(waiter: W): void
  /** False where it does not wait any more. */
  remove(waiter: W): boolean
  /** Notes that its turn has come; false where it does not wait any more. */
  serve(waiter: W): boolean
  ordered(now: number): readonly W[]
  size(): number
  /** How many wait in the lane of creates. */
  creates(): number
}

/**
 * Lanes go by rank; who has waited for `agingMs` goes up one lane, and so on, so that nobody starves. Inside a lane turns
 * go round between persons (start-time fair queueing, Goyal et al. 1996): the first waiter of each person comes before
 * the second of any.
 */
export function createRateQueue<W extends Waiter>(agingMs: number): RateQueue<W> {
  const entries = new Map<W, { round: number; place: number }>()
  const lastRound = new Map<string, number>()
  let currentRound = 0
  let arrivals = 0

  function rankOf(waiter: Waiter, now: number): number {
    const levels = Math.floor((now - waiter.since) / agingMs)
    return Math.max(0, lanes.indexOf(waiter.lane) - Math.max(0, levels))
  }

  function remove(waiter: W): boolean {
    const hadIt = entries.delete(waiter)
    if (entries.size === 0) {
      lastRound.clear()
      currentRound = 0
    }
    return hadIt
  }

  return {
    add(waiter) {
      const person = waiter.person ?? ''
      const round = Math.max(currentRound, (lastRound.get(person) ?? -1) + 1)
      lastRound.set(person, round)
      arrivals += 1
      entries.set(waiter, { round, place: arrivals })
    },
    remove,
    serve(waiter) {
      currentRound = Math.max(currentRound, entries.get(waiter)?.round ?? 0)
      return remove(waiter)
    },
    ordered: (now) =>
      [...entries]
        .map(([waiter, turn]) => ({ waiter, ...turn, rank: rankOf(waiter, now) }))
        .toSorted((a, b) => a.rank - b.rank || a.round - b.round || a.place - b.place)
        .map(({ waiter }) => waiter),
    size: () => entries.size,
    creates: () => [...entries.keys()].filter(({ lane }) => lane === 'create').length,
  }
}
