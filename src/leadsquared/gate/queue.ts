/** Lanes in order of priority: a booking and a look-up for which a rep waits, settling of attempts, refreshing of lists. */
export const lanes = ['create', 'read', 'reconcile', 'refresh'] as const
export type Lane = (typeof lanes)[number]

/** A request that waits for its turn. */
export interface Waiter {
  lane: Lane
  person: string
  since: number
}

/** The waiting requests in the order of their turns. */
export interface Queue<W extends Waiter> {
  add(waiter: W): void
  /** Returns false if the request is not waiting any more. */
  remove(waiter: W): boolean
  /** Records that the request's turn has come. Returns false if it is not waiting any more. */
  serve(waiter: W): boolean
  ordered(now: number): readonly W[]
  all(): readonly W[]
  size(): number
}

/**
 * Lanes are served by rank. A request goes up one lane each time it has waited for `agingMs`, so that none starves. Inside a
 * lane turns alternate between persons (start-time fair queueing, Goyal et al. 1996): the first request of each person
 * comes before the second request of any person.
 */
export function createQueue<W extends Waiter>(agingMs: number): Queue<W> {
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
      const { person } = waiter
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
    all: () => [...entries.keys()],
    size: () => entries.size,
  }
}
