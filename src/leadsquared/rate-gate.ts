/** Who goes first. A booking that a rep waits for, a look-up that a rep waits for, settling, and refreshing of lists. */
export const lanes = ['create', 'read', 'reconcile', 'refresh'] as const
export type Lane = (typeof lanes)[number]

export interface TurnRequest {
  lane: Lane
  /** Turns inside a lane go round between persons, so that one busy person cannot starve the rest. */
  person?: string | undefined
  /** Longest wait, from now. */
  patienceMs: number
  signal?: AbortSignal | undefined
  /** Told when it must wait, and again whenever its place changes. Position 1 is next. */
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
}

/** A turn on the budget. Exactly one of its two ends is called when the call is over. */
export interface Turn {
  /** The call was answered, or given up: its place in the window is free one window from now. */
  answered(): void
  /** The call was never sent: its place is free at once. */
  unused(): void
  /** LeadSquared refused for the rate. `limit` is the number of calls that its text names, if it does. */
  refused(limit: number | null): void
}

export interface RateGate {
  /** A turn, or why there is none: the patience ran out, or the signal withdrew the request. */
  acquire(request: TurnRequest): Promise<Turn | 'busy' | 'withdrawn'>
  /** What is known of the budget now. */
  limit(): { calls: number; windowMs: number; waiting: number }
}

/** The clock of this room: milliseconds since 1970, and timers that do not keep the process alive. */
export interface GateClock {
  now(): number
  after(delayMs: number, run: () => void): { cancel(): void }
}

interface Waiter extends TurnRequest {
  resolve(turn: Turn | 'busy' | 'withdrawn'): void
}

/** A share of the budget that look-ups never touch, so that a booking always finds a place (client rule 27). */
const createReserve = 0.2
/** After this many quiet windows one place that was given up is won back. */
const windowsToWinBack = 2

/**
 * Keeps us under the account's budget of `calls` per `windowMs`. What counts is when a call arrives at LeadSquared, and
 * nobody has documented how it counts. So each of the `calls` places is free again one window after the *answer* to
 * its last call: the arrival lies before that, and no way of counting can see more than `calls` in a window.
 */
export function createRateGate(
  budget: { calls: number; windowMs: number },
  clock: GateClock,
): RateGate {
  const { windowMs } = budget
  let ceiling = budget.calls
  let places = budget.calls
  let held = 0
  /** When places that were used become free, ascending. */
  let freeAt: number[] = []
  let pausedUntil = -Infinity
  let changedAt = clock.now()
  let queue: Waiter[] = []
  let lastPerson: string | undefined
  let timer: { cancel(): void } | undefined

  function freePlaces(now: number): number {
    freeAt = freeAt.filter((at) => at > now)
    if (now < pausedUntil) return 0
    return places - held - freeAt.length
  }

  function reserve(): number {
    return places <= 1 ? 0 : Math.max(1, Math.floor(places * createReserve))
  }

  function winBack(now: number): void {
    if (places < ceiling && now - changedAt >= windowsToWinBack * windowMs) {
      places += 1
      changedAt = now
    }
  }

  /** The order in which waiters would go now: by lane, and round robin between persons inside a lane. */
  function ordered(): Waiter[] {
    return lanes.flatMap((lane) =>
      roundRobin(
        queue.filter((waiter) => waiter.lane === lane),
        lastPerson,
      ),
    )
  }

  function pump(): void {
    const now = clock.now()
    winBack(now)
    for (const waiter of ordered()) {
      const isAdmitted = freePlaces(now) > (waiter.lane === 'create' ? 0 : reserve())
      if (!isAdmitted) break
      queue = queue.filter((other) => other !== waiter)
      lastPerson = waiter.person
      held += 1
      waiter.resolve(turn())
    }
    tellWaiting(now)
    arm(now)
  }

  function tellWaiting(now: number): void {
    for (const [index, waiter] of ordered().entries()) {
      waiter.onWaiting?.(index + 1, estimateMs(now, index))
    }
  }

  function estimateMs(now: number, ahead: number): number {
    const turns = [...freeAt, ...Array.from({ length: held }, () => now + windowMs)].toSorted(
      (a, b) => a - b,
    )
    const rounds = Math.floor(ahead / Math.max(1, turns.length))
    const at = turns[ahead % Math.max(1, turns.length)] ?? now
    return Math.max(0, Math.max(at, pausedUntil) - now) + rounds * windowMs
  }

  function arm(now: number): void {
    timer?.cancel()
    timer = undefined
    if (queue.length === 0) return
    const next = Math.min(...freeAt, now < pausedUntil ? pausedUntil : Infinity)
    if (next !== Infinity) timer = clock.after(Math.max(1, next - now), pump)
  }

  function turn(): Turn {
    let isOver = false
    function end(occupiesPlace: boolean): void {
      if (isOver) return
      isOver = true
      held -= 1
      if (occupiesPlace) freeAt = [...freeAt, clock.now() + windowMs].toSorted((a, b) => a - b)
      pump()
    }
    return {
      answered: () => end(true),
      unused: () => end(false),
      refused(limit) {
        const now = clock.now()
        if (limit !== null && limit > 0) ceiling = Math.min(budget.calls, limit)
        // A whole window of silence: a second window with a refusal must not follow.
        if (now >= pausedUntil) places = Math.max(1, Math.min(ceiling, Math.floor(places * 0.8)))
        pausedUntil = now + windowMs
        changedAt = now
        end(true)
      },
    }
  }

  return {
    acquire(request) {
      if (request.signal?.aborted) return Promise.resolve('withdrawn')
      return new Promise((resolve) => {
        const waiter: Waiter = { ...request, resolve: settle }
        const patience = clock.after(request.patienceMs, () => leave('busy'))
        const withdraw = () => leave('withdrawn')
        request.signal?.addEventListener('abort', withdraw, { once: true })
        function settle(outcome: Turn | 'busy' | 'withdrawn'): void {
          patience.cancel()
          request.signal?.removeEventListener('abort', withdraw)
          resolve(outcome)
        }
        function leave(why: 'busy' | 'withdrawn'): void {
          if (!queue.includes(waiter)) return
          queue = queue.filter((other) => other !== waiter)
          settle(why)
          pump()
        }
        queue.push(waiter)
        pump()
      })
    },
    limit: () => ({ calls: places, windowMs, waiting: queue.length }),
  }
}

/** One of each person in turn, beginning behind the person who went last; inside a person, first come first served. */
function roundRobin(waiters: readonly Waiter[], lastPerson: string | undefined): Waiter[] {
  const byPerson = new Map<string | undefined, Waiter[]>()
  for (const waiter of waiters) {
    byPerson.set(waiter.person, [...(byPerson.get(waiter.person) ?? []), waiter])
  }
  const last = byPerson.get(lastPerson)
  if (last) {
    byPerson.delete(lastPerson)
    byPerson.set(lastPerson, last)
  }
  const longest = Math.max(0, ...[...byPerson.values()].map((own) => own.length))
  return Array.from({ length: longest }, (_, round) => round).flatMap((round) =>
    [...byPerson.values()].flatMap((own) => own[round] ?? []),
  )
}
