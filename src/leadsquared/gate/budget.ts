import { z } from 'zod'

/**
 * The account's budget as one value that instances may share. All times are milliseconds since 1970 on the clock of the
 * keeper: the database if there are several instances, else this process. Every function here is pure and returns the next
 * value.
 *
 * LeadSquared counts a call when it arrives, but its documentation does not say how it counts. So a place becomes free one
 * window after the latest moment at which its call can have arrived. Then every way of counting sees at most `places`
 * calls in a window.
 */
export const Budget = z.object({
  windowMs: z.number(),
  /** The upper limit of `places`: the operator's setting, or a smaller number that a refusal named. */
  ceiling: z.number(),
  /** Places that we use now. After a refusal they are fewer than the ceiling, because other clients use the account too. */
  places: z.number(),
  /** When `places` changed last. */
  changedAt: z.number(),
  /** After a refusal no call leaves before this. */
  pausedUntil: z.number(),
  /** Places in use. While a call is under way, `freeAt` is the end of its lease. */
  slots: z.array(z.object({ turn: z.string(), isLookUp: z.boolean(), freeAt: z.number() })),
})
export type Budget = z.infer<typeof Budget>

/** The share of the budget that look-ups never take, so that a booking finds a place (leadsquared-api.md, client rule 27). */
const createReserve = 0.2

export function freshBudget(rate: { calls: number; windowMs: number }): Budget {
  return {
    windowMs: rate.windowMs,
    ceiling: rate.calls,
    places: rate.calls,
    changedAt: 0,
    pausedUntil: 0,
    slots: [],
  }
}

/**
 * How many lost places a window without a refusal restores: a 25th of the ceiling. That is one place on the accounts of all
 * published plans (leadsquared-api.md 3.6), and a larger account is not slower to recover.
 */
function restoredPlaces(ceiling: number): number {
  return Math.ceil(ceiling / 25)
}

/** The budget at a later time: expired places are free again, and each window without a refusal restores lost places. */
export function passTime(budget: Budget, now: number): Budget {
  const slots = budget.slots.filter(({ freeAt }) => freeAt > now)
  const { places, ceiling, windowMs, changedAt, pausedUntil } = budget
  const isQuiet = now >= Math.max(pausedUntil, changedAt) + windowMs
  if (places >= ceiling || !isQuiet) return { ...budget, slots }
  return {
    ...budget,
    slots,
    places: Math.min(ceiling, places + restoredPlaces(ceiling)),
    changedAt: now,
  }
}

/** Places that may be taken now. Look-ups never take the part that is reserved for creates. */
export function freePlaces(budget: Budget, now: number, isLookUp: boolean): number {
  if (now < budget.pausedUntil) return 0
  const { places, slots } = budget
  const free = places - slots.length
  if (!isLookUp) return free
  const lookUps = slots.filter((slot) => slot.isLookUp).length
  return Math.min(free, places - reserveOf(places) - lookUps)
}

/** A single place cannot be split: creates go first, and look-ups use it in between. */
function reserveOf(places: number): number {
  return places <= 1 ? 0 : Math.max(1, Math.floor(places * createReserve))
}

/** Takes a place until the call is over, or until its lease ends because the instance died. */
export function take(budget: Budget, slot: Budget['slots'][number]): Budget {
  return { ...budget, slots: [...budget.slots, slot] }
}

/** How a call ended. `arrivedBy` is the latest moment at which it can have arrived at LeadSquared. */
export type TurnEnd =
  | { kind: 'unused' }
  | { kind: 'answered'; arrivedBy: number }
  | { kind: 'refused'; at: number; limit: number | null; windowMs: number | null }

/** The budget after a call has ended. It keeps its place for one window, even if its lease has ended before. */
export function end(
  budget: Budget,
  slot: { turn: string; isLookUp: boolean },
  how: TurnEnd,
): Budget {
  const slots = budget.slots.filter(({ turn }) => turn !== slot.turn)
  const keptUntil = (at: number) => [...slots, { ...slot, freeAt: at + budget.windowMs }]
  switch (how.kind) {
    case 'unused':
      return { ...budget, slots }
    case 'answered':
      return { ...budget, slots: keptUntil(how.arrivedBy) }
    case 'refused':
      return refuse({ ...budget, slots: keptUntil(how.at) }, how)
  }
}

/**
 * A refusal names the true number of places. It also shows that other clients use the account, so we give up half of the
 * places and send nothing for one window. Further refusals in that window belong to calls sent before it and change nothing.
 */
function refuse(budget: Budget, how: Extract<TurnEnd, { kind: 'refused' }>): Budget {
  const windowMs = how.windowMs ?? budget.windowMs
  const ceiling = how.limit ? Math.min(budget.ceiling, how.limit) : budget.ceiling
  const isSameBurst = how.at < budget.pausedUntil
  const places = isSameBurst ? budget.places : Math.ceil(budget.places / 2)
  return {
    ...budget,
    windowMs,
    ceiling,
    places: Math.min(ceiling, places),
    changedAt: how.at,
    pausedUntil: Math.max(budget.pausedUntil, how.at + windowMs),
  }
}

/**
 * The shortest time in milliseconds until the n-th waiting call (n from 0) gets its place. A call that is under way frees
 * its place one window from now at the earliest.
 */
export function earliestWaitMs(budget: Budget, n: number, now: number): number {
  const { places, windowMs, slots, pausedUntil } = budget
  const times = slots
    .map(({ freeAt }) => Math.min(freeAt, now + windowMs))
    .toSorted((a, b) => a - b)
  const freeNow = Math.max(0, places - times.length)
  const opensAt = times.slice(-places)[(n % places) - freeNow] ?? now
  return Math.max(opensAt + Math.floor(n / places) * windowMs, pausedUntil) - now
}
