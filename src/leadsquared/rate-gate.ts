import {
  end,
  freePlaces,
  freshBudget,
  mayTake,
  passTime,
  take,
  type TurnEnd,
  type Want,
  withDemand,
} from './rate-budget.ts'
import { createRateQueue, type Lane } from './rate-queue.ts'
import { inMemoryRecord, type Kept, type SharedText, sharedRecord } from './rate-record.ts'
import { createRoundTrips } from './round-trips.ts'

export interface TurnRequest {
  lane: Lane
  /** Turns inside a lane go round between persons, so that one busy person cannot starve the rest. */
  person?: string | undefined
  /** Longest wait, from now. */
  patienceMs: number
  signal?: AbortSignal | undefined
  /** Told when it must wait, and again whenever the order or the times change. Position 1 is next. */
  onWaiting?: ((position: number, aboutMs: number) => void) | undefined
}

/** A turn on the budget. Exactly one of its three ends is called when the call is over. */
export interface Turn {
  /** The request is being written to the connection. */
  departs(): void
  /** The call was answered, or given up. */
  answered(): void
  /** The call was never sent: its place is free at once. */
  unused(): void
  /** LeadSquared refused for the rate: the number of calls and the window that its text names, if it does. */
  refused(limit: number | null, windowMs?: number | null): void
}

/** Why there is no turn: the patience ran out, the signal withdrew the request, or all who waited were sent away. */
export type NoTurn = 'busy' | 'withdrawn' | 'dismissed'

export interface RateGate {
  acquire(request: TurnRequest): Promise<Turn | NoTurn>
  /** Sends away everybody who waits. */
  dismiss(): void
  /** What is known of the budget now: places in use of the most that the account grants, and how many calls wait. */
  limit(): RateLimitState
}

export interface RateLimitState {
  calls: number
  ceiling: number
  windowMs: number
  waiting: number
}

/** The clock of this room: milliseconds since 1970, and timers that do not keep the process alive. */
export interface GateClock {
  now(): number
  after(delayMs: number, run: () => void): { cancel(): void }
}

export interface RateGateOptions {
  calls: number
  windowMs: number
  /** Where several instances keep one budget together; without it the budget is ours alone. */
  shared?: { text: SharedText; instance: string } | undefined
  /** No call is under way for longer, counted from its turn; the place of an instance that died is free again then. */
  longestCallMs?: number
}

interface Waiting {
  lane: Lane
  person?: string | undefined
  since: number
  onWaiting: TurnRequest['onWaiting']
  settle(outcome: Turn | NoTurn): void
}

const defaultLongestCallMs = 20_000
/** How often an instance that waits looks whether calls of others are over. */
const lookEveryMs = 150
/** A place that was left to another instance and that it does not take is taken after this. */
const leftOverMs = 20
const retryMs = 250
/** Changes of the order that come together are told together. */
const tellAfterMs = 10

/** Keeps all instances together under the account's budget of `calls` per `windowMs` (see rate-budget.ts). */
export function createRateGate(options: RateGateOptions, clock: GateClock): RateGate {
  const instance = options.shared?.instance ?? 'only'
  const record = options.shared
    ? sharedRecord(options.shared.text, freshBudget(options))
    : inMemoryRecord(freshBudget(options), clock)
  const leaseMs = options.longestCallMs ?? defaultLongestCallMs
  const queue = createRateQueue<Waiting>(options.windowMs)
  const roundTrips = createRoundTrips(clock)
  let known: Kept | undefined
  /** The keeper's clock less ours, as little and as much as it can be. */
  let offset = { least: 0, most: 0 }
  let ends: { turn: string; how: TurnEnd }[] = []
  let turns = 0
  let isPumping = false
  let isPumpDue = false
  let timer: { cancel(): void } | undefined
  let telling: { cancel(): void } | undefined

  /** `isStale`: what is known may have been changed by others since. */
  async function pump(isStale = false): Promise<void> {
    isPumpDue = true
    if (isStale && options.shared && !isPumping) known = undefined
    if (isPumping) return
    isPumping = true
    timer?.cancel()
    let isKept = true
    while (isPumpDue && isKept) {
      isPumpDue = false
      isKept = await step().catch(() => false)
    }
    isPumping = false
    arm(isKept)
  }

  /** Writes down what ended, and takes what may be taken; begins afresh where another instance was faster. */
  async function step(): Promise<boolean> {
    let kept = known ?? (await timed(() => record.read()))
    for (;;) {
      const now = clock.now() + offset.least
      const settled = [...ends]
      let next = passTime(kept.budget, now)
      for (const { turn, how } of settled) next = end(next, turn, how)
      const admitted: { waiter: Waiting; turn: string }[] = []
      const creates = queue.creates()
      let taken = 0
      for (const waiter of freePlaces(next, now) > 0 ? queue.ordered(clock.now()) : []) {
        if (freePlaces(next, now) <= 0) break
        const mine = { instance, creates, taken }
        if (!mayTake(next, now, wantOf(waiter), mine)) continue
        const turn = `${instance}/${(turns += 1)}`
        const isCreate = waiter.lane === 'create'
        next = take(next, { turn, isCreate, at: now, leaseEndsAt: now + leaseMs })
        if (isCreate) taken += 1
        admitted.push({ waiter, turn })
      }
      const demand = options.shared && withDemand(next, instance, creates - taken, now)
      if (settled.length === 0 && admitted.length === 0 && !demand) break
      const { version } = kept
      const swapped = await timed(() => record.swap(version, demand ?? next))
      kept = swapped
      if (!swapped.isSwapped) continue
      ends = ends.filter((one) => !settled.includes(one))
      for (const { waiter, turn } of admitted) admit(waiter, turn)
      break
    }
    known = kept
    tellSoon()
    return true
  }

  async function timed<T extends Kept>(ask: () => Promise<T>): Promise<T> {
    const askedAt = clock.now()
    const kept = await ask()
    offset = { least: kept.atMs - clock.now(), most: kept.atMs - askedAt }
    return kept
  }

  function wantOf(waiter: Waiting): Want {
    if (waiter.lane === 'create') return 'create'
    return clock.now() - waiter.since >= options.windowMs ? 'aged-other' : 'other'
  }

  function admit(waiter: Waiting, turn: string): void {
    if (queue.serve(waiter)) waiter.settle(turnOf(turn))
    else finish(turn, { kind: 'unused' })
  }

  function finish(turn: string, how: TurnEnd): void {
    ends.push({ turn, how })
    void pump()
  }

  function turnOf(turn: string): Turn {
    let departedAt = clock.now()
    let isOver = false
    function over(how: (now: number) => TurnEnd): void {
      if (isOver) return
      isOver = true
      finish(turn, how(clock.now() + offset.most))
    }
    function arrivedBy(now: number): number {
      roundTrips.saw(clock.now() - departedAt)
      return now - roundTrips.surelyReturning()
    }
    return {
      departs: () => {
        departedAt = clock.now()
      },
      answered: () => over((now) => ({ kind: 'answered', arrivedBy: arrivedBy(now) })),
      unused: () => over(() => ({ kind: 'unused' })),
      refused(limit, windowMs = null) {
        roundTrips.saw(clock.now() - departedAt)
        over((at) => ({ kind: 'refused', at, limit, windowMs }))
      },
    }
  }

  function tellSoon(): void {
    if (queue.size() > 0) telling ??= clock.after(tellAfterMs, tellWaiting)
  }

  function tellWaiting(): void {
    telling = undefined
    if (!known) return
    const { budget } = known
    const now = clock.now()
    const turnsAt = [
      ...budget.cooling.flatMap(({ freeAt, calls }) =>
        Array.from({ length: calls }, () => freeAt - offset.least),
      ),
      ...budget.underWay.map(() => now + budget.windowMs),
    ]
    const pausedUntil = budget.pausedUntil - offset.least
    for (const [index, waiter] of queue.ordered(now).entries()) {
      const places = Math.max(1, turnsAt.length)
      const at = Math.max(turnsAt[index % places] ?? now, pausedUntil, now)
      waiter.onWaiting?.(index + 1, at - now + Math.floor(index / places) * budget.windowMs)
    }
  }

  /** Looks again when a place becomes free, or sooner where another instance may have freed one. */
  function arm(isKept: boolean): void {
    if (queue.size() === 0 && (isKept || ends.length === 0)) return
    timer = clock.after(Math.max(1, delayUntilNews(isKept)), () => void pump(true))
  }

  function delayUntilNews(isKept: boolean): number {
    if (!isKept || !known) return retryMs
    const { budget } = known
    const now = clock.now() + offset.least
    const next = Math.min(
      budget.cooling[0]?.freeAt ?? Infinity,
      ...budget.underWay.map(({ leaseEndsAt }) => leaseEndsAt),
      ...[budget.pausedUntil, budget.pacedUntil].filter((at) => at > now),
      now + budget.windowMs / 2,
    )
    const isForeign = budget.underWay.some(({ turn }) => !turn.startsWith(`${instance}/`))
    if (queue.creates() > 0 && freePlaces(budget, now) > 0) return leftOverMs
    return Math.min(next - now, isForeign ? lookEveryMs : Infinity)
  }

  return {
    acquire(request) {
      if (request.signal?.aborted) return Promise.resolve('withdrawn')
      return new Promise((resolve) => {
        const { lane, person, signal, onWaiting } = request
        const patience = clock.after(request.patienceMs, () => leave('busy'))
        const withdraw = () => leave('withdrawn')
        signal?.addEventListener('abort', withdraw, { once: true })
        const waiter: Waiting = {
          lane,
          person,
          onWaiting,
          since: clock.now(),
          settle(outcome) {
            patience.cancel()
            signal?.removeEventListener('abort', withdraw)
            resolve(outcome)
          },
        }
        function leave(why: NoTurn): void {
          if (!queue.remove(waiter)) return
          waiter.settle(why)
          void pump()
        }
        queue.add(waiter)
        void pump()
      })
    },
    dismiss() {
      for (const waiter of queue.ordered(clock.now())) {
        queue.remove(waiter)
        waiter.settle('dismissed')
      }
    },
    limit: () => {
      const { places, ceiling, windowMs } = known?.budget ?? freshBudget(options)
      return { calls: places, ceiling, windowMs, waiting: queue.size() }
    },
  }
}
