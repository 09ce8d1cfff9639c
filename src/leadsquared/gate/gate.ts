import {
  type Budget,
  earliestWaitMs,
  end,
  freePlaces,
  freshBudget,
  passTime,
  take,
  type TurnEnd,
} from './budget.ts'
import { createQueue, type Lane } from './queue.ts'
import { inMemory, inText, type Kept, type SharedText } from './record.ts'
import { createRoundTrips } from './round-trips.ts'
import type { GateClock, NoTurn, Turn, TurnRequest, Turns } from './turn.ts'

export interface RateGate {
  acquire(request: TurnRequest): Promise<Turns | NoTurn>
  /** Refuses all requests that are waiting. */
  dismiss(): void
  /** The current state of the budget, as far as this instance knows it. */
  limit(): RateLimitState
}

export interface RateLimitState {
  /** Calls per window that we use now. */
  calls: number
  /** The most calls per window that the account grants. */
  ceiling: number
  windowMs: number
  /** Calls that wait for their turn. */
  waiting: number
  /** Look-ups that could leave now. Other instances may have taken places since we last asked the keeper. */
  freeForLookUps: number
}

export interface RateGateOptions {
  calls: number
  windowMs: number
  /** The shared record when several instances share one budget. Without it the budget belongs to this process alone. */
  shared?: { text: SharedText; instance: string } | undefined
  /** The longest time that a call can take, counted from its turn. Then the place of an instance that died is free again. */
  longestCallMs?: number
}

type TurnIds = readonly [string, ...string[]]

interface Waiting {
  lane: Lane
  person: string
  calls: number
  since: number
  patienceMs: number
  /** Whether we have checked that it may be served within its time limit. */
  isPlaced: boolean
  onWaiting: TurnRequest['onWaiting']
  settle(outcome: Turns | NoTurn): void
}

const defaultLongestCallMs = 20_000
const retryMs = 250
/** Several changes of the order within this time are reported together. */
const tellAfterMs = 10

/** Keeps all instances together under the account's budget of `calls` per `windowMs` (budget.ts). */
export function createRateGate(options: RateGateOptions, clock: GateClock): RateGate {
  const instance = options.shared?.instance ?? 'only'
  const keeper = options.shared ? inText(options.shared.text) : inMemory(clock)
  const leaseMs = options.longestCallMs ?? defaultLongestCallMs
  const queue = createQueue<Waiting>(options.windowMs)
  const roundTrips = createRoundTrips(clock)
  let known: (Kept & { budget: Budget }) | undefined
  /** Lower and upper bound of the keeper's clock minus ours. */
  let offset = { least: 0, most: 0 }
  let ends: { turn: string; isLookUp: boolean; how: TurnEnd }[] = []
  let turns = 0
  let isPumping = false
  let isPumpDue = false
  let timer: { cancel(): void } | undefined
  let telling: { cancel(): void } | undefined

  async function pump(): Promise<void> {
    isPumpDue = true
    if (isPumping) return
    isPumping = true
    timer?.cancel()
    let isKept = true
    while (isPumpDue && isKept) {
      isPumpDue = false
      isKept = await step().then(
        () => true,
        () => false,
      )
    }
    isPumping = false
    arm(isKept)
  }

  /** Records the calls that ended and takes the places that may be taken. Retries if another instance was faster. */
  async function step(): Promise<void> {
    let kept = known ?? (await timed(() => keeper.read()))
    for (;;) {
      const now = clock.now() + offset.least
      const settled = [...ends]
      let budget = passTime(kept.budget, now)
      for (const { how, ...slot } of settled) budget = end(budget, slot, how)
      const admitted: { waiter: Waiting; ids: TurnIds }[] = []
      const waiting = freePlaces(budget, now, false) > 0 ? queue.ordered(clock.now()) : []
      for (const waiter of waiting) {
        const calls = Math.min(waiter.calls, budget.places)
        // No later request overtakes a create that waits for several places.
        if (freePlaces(budget, now, false) < calls) break
        const isLookUp = waiter.lane !== 'create'
        if (freePlaces(budget, now, isLookUp) < calls) continue
        const ids: TurnIds = [nextId(), ...Array.from({ length: calls - 1 }, nextId)]
        for (const turn of ids) {
          budget = take(budget, { turn, isLookUp, freeAt: now + leaseMs * calls })
        }
        admitted.push({ waiter, ids })
      }
      known = kept
      if (settled.length === 0 && admitted.length === 0) break
      const { version } = kept
      const next = budget
      const swapped = await timed(() => keeper.swap(version, next))
      kept = swapped
      known = kept
      if (!swapped.isSwapped) continue
      ends = ends.filter((one) => !settled.includes(one))
      for (const { waiter, ids } of admitted) admit(waiter, ids)
      break
    }
    refuseWhoCannotBeServed(kept)
    if (queue.size() > 0) telling ??= clock.after(tellAfterMs, tellWaiting)
  }

  async function timed<T extends Kept>(ask: () => Promise<T>): Promise<T & { budget: Budget }> {
    const askedAt = clock.now()
    const kept = await ask()
    offset = { least: kept.atMs - clock.now(), most: kept.atMs - askedAt }
    return { ...kept, budget: kept.budget ?? freshBudget(options) }
  }

  function nextId(): string {
    turns += 1
    return `${instance}/${turns}`
  }

  function admit(waiter: Waiting, ids: TurnIds): void {
    const isLookUp = waiter.lane !== 'create'
    const until = clock.now() + leaseMs * ids.length
    const [first, ...rest] = ids
    const turn = (id: string) => turnOf(id, isLookUp, until)
    if (queue.serve(waiter)) waiter.settle([turn(first), ...rest.map(turn)])
    else for (const id of ids) turn(id).unused()
  }

  function turnOf(turn: string, isLookUp: boolean, leaseEndsAt: number): Turn {
    let departedAt = clock.now()
    let isOver = false
    function over(how: TurnEnd): void {
      if (isOver) return
      isOver = true
      ends.push({ turn, isLookUp, how })
      void pump()
    }
    return {
      departs: () => {
        departedAt = clock.now()
      },
      answered() {
        roundTrips.saw(clock.now() - departedAt)
        const arrivedBy = clock.now() + offset.most - roundTrips.surelyReturning()
        over({ kind: 'answered', arrivedBy })
      },
      unused: () => over({ kind: 'unused' }),
      refused(limit, windowMs = null) {
        roundTrips.saw(clock.now() - departedAt)
        over({ kind: 'refused', at: clock.now() + offset.most, limit, windowMs })
      },
      isOurs: () => !isOver && clock.now() < leaseEndsAt,
    }
  }

  /** All waiting requests in order, each with the shortest time until its turn. */
  function line(budget: Budget): { waiter: Waiting; waitMs: number }[] {
    const now = clock.now()
    let calls = 0
    return queue.ordered(now).map((waiter) => {
      calls += waiter.calls
      return { waiter, waitMs: earliestWaitMs(budget, calls - 1, now + offset.least) }
    })
  }

  function refuseWhoCannotBeServed({ budget }: Kept & { budget: Budget }): void {
    if (queue.all().every(({ isPlaced }) => isPlaced)) return
    for (const { waiter, waitMs } of line(budget)) {
      if (!waiter.isPlaced && waitMs > waiter.patienceMs && queue.remove(waiter)) {
        waiter.settle({ why: 'busy', retryAfterMs: waitMs })
      }
      waiter.isPlaced = true
    }
  }

  function tellWaiting(): void {
    telling = undefined
    for (const [index, { waiter, waitMs }] of known ? line(known.budget).entries() : []) {
      waiter.onWaiting?.(index + 1, waitMs)
    }
  }

  /** Schedules the next look: when a place becomes free, and often enough to see places that other instances give back. */
  function arm(isKept: boolean): void {
    if (queue.size() === 0 && (isKept || ends.length === 0)) return
    timer = clock.after(isKept && known ? delayUntilNews(known.budget) : retryMs, () => {
      if (options.shared) known = undefined
      void pump()
    })
  }

  function delayUntilNews({ slots, pausedUntil, windowMs }: Budget): number {
    const now = clock.now() + offset.least
    const later = [pausedUntil, ...slots.map(({ freeAt }) => freeAt)].filter((at) => at > now)
    return Math.min(...later.map((at) => at - now), windowMs / 2)
  }

  function retryAfterMs(waiter: Waiting): number {
    const place = known && line(known.budget).find((one) => one.waiter === waiter)
    return place ? Math.max(1, place.waitMs) : options.windowMs
  }

  return {
    acquire(request) {
      const { lane, person = '', turns: calls = 1, patienceMs, signal, onWaiting } = request
      if (signal?.aborted) return Promise.resolve({ why: 'withdrawn', retryAfterMs: 0 })
      return new Promise((resolve) => {
        const patience = clock.after(patienceMs, () => leave('busy'))
        const withdraw = () => leave('withdrawn')
        signal?.addEventListener('abort', withdraw, { once: true })
        const waiter: Waiting = {
          lane,
          person,
          calls,
          patienceMs,
          onWaiting,
          since: clock.now(),
          isPlaced: false,
          settle(outcome) {
            patience.cancel()
            signal?.removeEventListener('abort', withdraw)
            resolve(outcome)
          },
        }
        function leave(why: NoTurn['why']): void {
          const noTurn = { why, retryAfterMs: why === 'busy' ? retryAfterMs(waiter) : 0 }
          if (!queue.remove(waiter)) return
          waiter.settle(noTurn)
          void pump()
        }
        queue.add(waiter)
        void pump()
      })
    },
    dismiss() {
      for (const waiter of queue.all()) {
        queue.remove(waiter)
        waiter.settle({ why: 'dismissed', retryAfterMs: 0 })
      }
    },
    limit: () => {
      const now = clock.now() + offset.least
      const budget = passTime(known?.budget ?? freshBudget(options), now)
      const { places, ceiling, windowMs } = budget
      const freeForLookUps = freePlaces(budget, now, true)
      return { calls: places, ceiling, windowMs, waiting: queue.size(), freeForLookUps }
    },
  }
}
