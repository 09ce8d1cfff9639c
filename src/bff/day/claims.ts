import * as z from 'zod'
import { type Interval, overlaps } from '#time/intervals.ts'
import { instantOf } from '#time/zoned.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { CalendarClaims } from '#store/calendar-claims.ts'
import type { Clock } from '../ports.ts'
import type { BusyTime } from './busy.ts'

/** The attempt that claims an owner's time, the time, and what it is for. */
export interface Claim extends Interval {
  /** Of the attempt; empty without sign-in. */
  person: string
  key: string
  title: string
  /** The lead's name. */
  lead: string | null
  typeId: string
  typeName: string
}

/** One of the desk's own bookings in an owner's calendar. */
export interface Held extends BusyTime {
  /** When it was booked in LeadSquared (epoch ms). Null while that is unknown. */
  bookedAt: number | null
  typeId: string | null
}

/**
 * The time that the desk's own bookings take in calendars: those that wait, are being sent or are not confirmed, and
 * those that were booked in the last minutes, which LeadSquared's search may not list yet. Claims stand in the order in
 * which they came, on all instances alike: the first one holds the time.
 */
export interface OwnerClaims {
  /**
   * Claims time, unless an earlier claim holds it that `mayOverlap` does not allow. Returns the earlier claims within
   * `around`, which holds the claimed time. An attempt that has the claim already keeps its place.
   */
  take(
    ownerId: string,
    claim: Claim,
    around: Interval,
    mayOverlap: (held: Held) => boolean,
  ): Promise<{ isTaken: boolean; earlier: Held[] }>
  /** What claims hold within a stretch of time. */
  within(ownerId: string, window: Interval): Promise<Held[]>
}

const Kept = z.array(
  z.object({
    person: z.string(),
    key: z.string(),
    startMs: z.number(),
    endMs: z.number(),
    title: z.string(),
    lead: z.string().nullable(),
    typeId: z.string(),
    typeName: z.string(),
    /** When it was claimed (epoch ms). */
    at: z.number(),
  }),
)
type KeptClaim = z.infer<typeof Kept>[number]

/** What was booked before is surely in LeadSquared's answer. */
const bookedForMs = 10 * 60_000
/** How long LeadSquared's search may lag behind its writes. */
const searchLagMs = 30_000
/** A claim may be written before its attempt is. */
const unwrittenForMs = 30_000
/** Claims of other times are looked up only when they are this old, to be dropped. */
const keptForMs = 15 * 60_000

export function createOwnerClaims(deps: {
  store: CalendarClaims
  attempts: Pick<AttemptStore, 'find' | 'changesOf'>
  clock: Pick<Clock, 'now'>
}): OwnerClaims {
  const { store, attempts, clock } = deps

  async function read(ownerId: string): Promise<{ version: number; claims: KeptClaim[] }> {
    const { version, text } = await store.read(ownerId)
    const parsed = Kept.safeParse(text === null ? [] : JSON.parse(text))
    // Another release may have written a record that we cannot parse. A claim is only a hint and not a lock, so start from
    // an empty record.
    return { version, claims: parsed.success ? parsed.data : [] }
  }

  /** The time that a claim holds. Null if its attempt ended without a task, or LeadSquared lists the task by now. */
  async function heldBy(claim: KeptClaim): Promise<Held | null> {
    const time = timeOf(claim)
    if (!time) return null
    const attempt = await attempts.find(claim.person, claim.key)
    const { title, lead, typeId, typeName } = claim
    const held = { ...time, title, lead, typeId, typeName, color: null, isTentative: true }
    if (!attempt) {
      const isNew = clock.now() - claim.at < unwrittenForMs
      return isNew ? { ...held, id: claim.key, bookedAt: null } : null
    }
    const { state, settledAt, taskId, reference, readAt } = attempt
    if (state === 'refused' || state === 'not-created') return null
    if (state !== 'booked') return { ...held, id: reference, bookedAt: null }
    // Times of a row are by the clock of the store.
    const ageMs = readAt - (settledAt ?? readAt)
    if (ageMs > bookedForMs) return null
    if (taskId !== null && (await hasChangedSince(taskId, attempt))) return null
    const bookedAt = clock.now() - ageMs
    return { ...held, id: taskId ?? reference, isTentative: false, bookedAt }
  }

  /** Whether the desk itself has moved, handed over or deleted the task since; then its old time is free. */
  async function hasChangedSince(taskId: string, { key, settledAt }: Attempt): Promise<boolean> {
    const changes = await attempts.changesOf(taskId)
    return changes.some(
      (change) =>
        change.state === 'booked' &&
        change.key !== key &&
        change.kind !== 'complete' &&
        (change.settledAt ?? 0) >= (settledAt ?? 0),
    )
  }

  /** LeadSquared tells of what was booked a while ago, and whether it still is where it was. */
  function isHolding({ bookedAt }: Held): boolean {
    return bookedAt === null || clock.now() - bookedAt < searchLagMs
  }

  /** What claims hold within a stretch of time, and those that hold nothing any more. */
  async function look(
    claims: readonly KeptClaim[],
    around: Interval,
  ): Promise<{ earlier: Held[]; dead: ReadonlySet<KeptClaim> }> {
    const dead = new Set<KeptClaim>()
    const earlier: Held[] = []
    for (const claim of claims) {
      const time = timeOf(claim)
      const isNear = time !== null && overlaps(time, around)
      if (!isNear && clock.now() - claim.at < keptForMs) continue
      const held = await heldBy(claim)
      if (!held) dead.add(claim)
      else if (isNear) earlier.push(held)
    }
    return { earlier, dead }
  }

  return {
    async take(ownerId, claim, around, mayOverlap) {
      const owner = ownerId.toLowerCase()
      const isOwn = ({ person, key }: KeptClaim) => person === claim.person && key === claim.key
      const { start: startMs, end: endMs, ...what } = claim
      for (;;) {
        const { version, claims } = await read(owner)
        const place = claims.findIndex(isOwn)
        const { earlier, dead } = await look(place < 0 ? claims : claims.slice(0, place), around)
        const isTaken = !earlier.some(
          (held) => overlaps(held, claim) && isHolding(held) && !mayOverlap(held),
        )
        const kept = claims[place]
        if (isTaken && kept?.startMs === startMs && kept.endMs === endMs)
          return { isTaken, earlier }
        const own = { ...what, startMs, endMs, at: clock.now() }
        const others = claims.filter((other) => !dead.has(other) && !isOwn(other))
        const next = isTaken ? [...others, own] : others
        const isUnchanged = !isTaken && next.length === claims.length
        if (isUnchanged || (await store.swap(owner, version, JSON.stringify(next)))) {
          return { isTaken, earlier }
        }
      }
    },

    async within(ownerId, window) {
      const { claims } = await read(ownerId.toLowerCase())
      return (await look(claims, window)).earlier
    },
  }
}

function timeOf({ startMs, endMs }: KeptClaim): Interval | null {
  const [start, end] = [instantOf(startMs), instantOf(endMs)]
  return start !== null && end !== null && end > start ? { start, end } : null
}

/**
 * The claims that LeadSquared's answer does not tell already: not those of a task that it lists, and not those that were
 * booked well before it was asked and are not listed, since somebody has moved or removed them.
 */
export function notYetListed(
  claims: readonly Held[],
  busy: readonly BusyTime[] | null,
  readAt: number,
): Held[] {
  if (busy === null) return [...claims]
  return claims.filter(({ id, bookedAt, start, end, title }) => {
    // The task of a booking that is not settled yet has an id that the desk does not know.
    const isListed = busy.some((row) =>
      bookedAt === null
        ? row.start === start && row.end === end && row.title === title
        : row.id === id,
    )
    return !isListed && (bookedAt === null || readAt - bookedAt < searchLagMs)
  })
}
