import { z } from 'zod'

/**
 * The account's budget as one value that instances may share. All times are milliseconds since 1970 on the clock of
 * whoever keeps it. Nothing here waits, asks or remembers: every function makes the next value of the one before.
 *
 * What counts is when a call arrives at LeadSquared, and nobody has documented how it counts. So each place is free
 * again one window after its last call can have arrived, and no way of counting sees more than `places` in a window.
 */
export const Budget = z.object({
  windowMs: z.number(),
  /** Most places ever: what the operator granted, or less where a refusal named less. */
  ceiling: z.number(),
  /** Places that we use now; fewer than the ceiling while others spend from the account too. */
  places: z.number(),
  /** The fewest places with which we were refused; they are tried again only after `patienceWindows`. */
  refusedAt: z.number().nullable(),
  patienceWindows: z.number(),
  changedAt: z.number(),
  pausedUntil: z.number(),
  /** Where others spend from the account too, calls go one after the other; no next one before this. */
  pacedUntil: z.number(),
  /** The last refusals that came together: how many, and how many places we had when the first came. */
  burst: z.object({ refused: z.number(), from: z.number() }),
  /** Places of calls that are under way, each until its lease ends. */
  underWay: z.array(z.object({ turn: z.string(), leaseEndsAt: z.number(), isCreate: z.boolean() })),
  /** Places of calls that are over, by when they are free again, the next one first; `others`: those of no creates. */
  cooling: z.array(z.object({ freeAt: z.number(), calls: z.number(), others: z.number() })),
  /** Creates that wait, by instance, and until when that counts. */
  demands: z.record(z.string(), z.object({ creates: z.number(), until: z.number() })),
})
export type Budget = z.infer<typeof Budget>

/** A share of the budget that look-ups never take, so that a booking finds a place (client rule 27). */
const createReserve = 0.2
/** A place that was given up is won back after so many quiet windows. */
const growAfterWindows = 1
/** The level that was refused is tried again after so many windows; each time in vain twice as long. */
const firstPatienceWindows = 8
const longestPatienceWindows = 64
/** How evenly calls are spread among others: 1 would be wholly, and lose what comes late. */
const spread = 0.8
/** Whoever else spends from the account gets a little more than it has just taken, or it would be refused in our stead. */
const headroomForOthers = 0.05
/** Entries of places that cool, beyond which they are joined. */
const mostCooling = 1000
/** How long a demand counts that its instance does not renew, in windows. */
const demandWindows = 2

export function freshBudget(rate: { calls: number; windowMs: number }): Budget {
  return {
    windowMs: rate.windowMs,
    ceiling: rate.calls,
    places: rate.calls,
    refusedAt: null,
    patienceWindows: firstPatienceWindows,
    changedAt: 0,
    pausedUntil: 0,
    pacedUntil: 0,
    burst: { refused: 0, from: rate.calls },
    underWay: [],
    cooling: [],
    demands: {},
  }
}

/** The budget at a later time: what is over is dropped, and a place is won back where it was quiet for long enough. */
export function passTime(budget: Budget, now: number): Budget {
  const isDead = (call: { leaseEndsAt: number }) => call.leaseEndsAt <= now
  const over = budget.cooling.findIndex(({ freeAt }) => freeAt > now)
  const demands = Object.fromEntries(
    Object.entries(budget.demands).filter(([, demand]) => demand.until > now),
  )
  const passed = {
    ...budget,
    demands,
    cooling: over < 0 ? [] : budget.cooling.slice(over),
    underWay: budget.underWay.some(isDead)
      ? budget.underWay.filter((call) => !isDead(call))
      : budget.underWay,
  }
  return winBack(passed, now)
}

function winBack(budget: Budget, now: number): Budget {
  const { places, ceiling, refusedAt, patienceWindows, windowMs, changedAt } = budget
  if (places >= ceiling || now < budget.pausedUntil) return budget
  const quietWindows = (now - changedAt) / windowMs
  const isRefusedLevel = refusedAt !== null && places + 1 >= refusedAt
  if (quietWindows < (isRefusedLevel ? patienceWindows : growAfterWindows)) return budget
  const grown = { ...budget, places: places + 1, changedAt: now }
  // The level that was refused has held: others spend less than they did.
  const hasHeld = refusedAt !== null && places >= refusedAt
  return hasHeld ? { ...grown, refusedAt: null, patienceWindows: firstPatienceWindows } : grown
}

/** Places that may be taken now; after a pause half of them for one window, because what others spend meanwhile is unknown. */
export function freePlaces(budget: Budget, now: number): number {
  if (now < Math.max(budget.pausedUntil, budget.pacedUntil)) return 0
  const isGentle = now < budget.pausedUntil + budget.windowMs
  return (isGentle ? Math.ceil(budget.places / 2) : budget.places) - usedPlaces(budget)
}

function usedPlaces({ underWay, cooling }: Budget): number {
  return cooling.reduce((sum, { calls }) => sum + calls, underWay.length)
}

function usedByOthers({ underWay, cooling }: Budget): number {
  const calling = underWay.filter(({ isCreate }) => !isCreate).length
  return cooling.reduce((sum, { others }) => sum + others, calling)
}

/** Who wants a place: a create, or something else, which after a long wait may go past creates but not into the reserve. */
export type Want = 'create' | 'other' | 'aged-other'

/**
 * Whether this instance may take one more place. Creates of several instances share what is free in the ratio of those
 * that wait; what is no create leaves the reserve alone, and what creates of other instances wait for.
 */
export function mayTake(
  budget: Budget,
  now: number,
  want: Want,
  mine: { instance: string; creates: number; taken: number },
): boolean {
  const free = freePlaces(budget, now)
  if (free <= 0) return false
  const reserve = reserveOf(budget.places)
  const foreign = Object.entries(budget.demands)
    .filter(([instance]) => instance !== mine.instance)
    .reduce((sum, [, demand]) => sum + demand.creates, 0)
  switch (want) {
    case 'create': {
      const share = (free + mine.taken) * (mine.creates / (mine.creates + foreign))
      return foreign === 0 || mine.taken < Math.ceil(share)
    }
    case 'other':
      return free > reserve + foreign
    case 'aged-other':
      return usedByOthers(budget) < budget.places - reserve
  }
}

/** With one place there is nothing to reserve: creates go first, and look-ups in between. */
function reserveOf(places: number): number {
  return places <= 1 ? 0 : Math.max(1, Math.floor(places * createReserve))
}

/**
 * Takes a place until the call is over, or its lease. Among others calls are spread: a burst would fill the window before
 * the others come, who would be refused in our stead, and we would not learn of it.
 */
export function take(
  budget: Budget,
  place: { turn: string; isCreate: boolean; at: number; leaseEndsAt: number },
): Budget {
  const { turn, isCreate, leaseEndsAt } = place
  const isAmongOthers = budget.refusedAt !== null
  const gapMs = isAmongOthers ? (spread * budget.windowMs) / budget.places : 0
  return {
    ...budget,
    pacedUntil: place.at + gapMs,
    underWay: [...budget.underWay, { turn, leaseEndsAt, isCreate }],
  }
}

/** How a call ended. `arrivedBy`: it cannot have arrived at LeadSquared later. */
export type TurnEnd =
  | { kind: 'unused' }
  | { kind: 'answered'; arrivedBy: number }
  | { kind: 'refused'; at: number; limit: number | null; windowMs: number | null }

export function end(budget: Budget, turn: string, how: TurnEnd): Budget {
  switch (how.kind) {
    case 'unused':
      return { ...budget, underWay: budget.underWay.filter((call) => call.turn !== turn) }
    case 'answered':
      return occupy(budget, turn, how.arrivedBy + budget.windowMs)
    case 'refused':
      return refuse(occupy(budget, turn, how.at + budget.windowMs), how)
  }
}

/** What becomes free at nearly the same time becomes free together, so that no budget keeps more than `mostCooling`. */
function occupy(budget: Budget, turn: string, until: number): Budget {
  const call = budget.underWay.find((one) => one.turn === turn)
  // Its lease has ended before; nobody gives a place back twice.
  if (!call) return budget
  const stepMs = budget.ceiling > mostCooling ? Math.max(1, budget.windowMs / mostCooling) : 1
  const freeAt = Math.ceil(until / stepMs) * stepMs
  const later = budget.cooling.findIndex((place) => place.freeAt >= freeAt)
  const at = later < 0 ? budget.cooling.length : later
  const same = budget.cooling[at]?.freeAt === freeAt ? budget.cooling[at] : null
  const place = {
    freeAt,
    calls: (same?.calls ?? 0) + 1,
    others: (same?.others ?? 0) + (call.isCreate ? 0 : 1),
  }
  return {
    ...budget,
    underWay: budget.underWay.filter((one) => one !== call),
    cooling: budget.cooling.toSpliced(at, same ? 1 : 0, place),
  }
}

/**
 * A refusal names the true number, and says that others spend too: for each refused call of a burst one place is given
 * up, though never more than half. Then a whole window is silent, so that a second window with a refusal does not
 * follow the first; if one does all the same, half of the places go and the silence lasts twice as long.
 */
function refuse(budget: Budget, how: Extract<TurnEnd, { kind: 'refused' }>): Budget {
  const windowMs = how.windowMs ?? budget.windowMs
  const ceiling = how.limit ? Math.min(budget.ceiling, how.limit) : budget.ceiling
  const isSameBurst = how.at < budget.pausedUntil
  const isSecondInARow = !isSameBurst && how.at < budget.pausedUntil + windowMs
  const burst = isSameBurst
    ? { ...budget.burst, refused: budget.burst.refused + 1 }
    : { refused: 1, from: budget.places }
  const half = Math.ceil(burst.from / 2)
  const headroom = burst.from > ceiling ? 0 : Math.floor(burst.from * headroomForOthers)
  const left = isSecondInARow ? half : Math.max(half, burst.from - burst.refused - headroom)
  const places = Math.max(1, Math.min(ceiling, isSameBurst ? budget.places : left, left))
  const isInVain = !isSameBurst && budget.refusedAt !== null && budget.places >= budget.refusedAt
  return {
    ...budget,
    windowMs,
    ceiling,
    places,
    burst,
    refusedAt: places + 1,
    patienceWindows: isInVain
      ? Math.min(longestPatienceWindows, budget.patienceWindows * 2)
      : budget.patienceWindows,
    changedAt: how.at,
    pausedUntil: Math.max(budget.pausedUntil, how.at + windowMs * (isSecondInARow ? 2 : 1)),
  }
}

/** Notes how many creates wait here; null where that is no news to the others. */
export function withDemand(
  budget: Budget,
  instance: string,
  creates: number,
  now: number,
): Budget | null {
  const known = budget.demands[instance]
  const lifeMs = demandWindows * budget.windowMs
  const isNews = known
    ? creates * 2 < known.creates || creates > known.creates * 2 || known.until < now + lifeMs / 2
    : creates > 0
  if (!isNews) return null
  const { [instance]: _own, ...others } = budget.demands
  const own = creates > 0 ? { [instance]: { creates, until: now + lifeMs } } : {}
  return { ...budget, demands: { ...others, ...own } }
}
