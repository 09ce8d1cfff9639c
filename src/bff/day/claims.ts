import * as z from 'zod'
import { type Interval, overlaps } from '#time/intervals.ts'
import { instantOf } from '#time/zoned.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { CalendarClaims } from '#store/calendar-claims.ts'
import { planOf } from '../booking/record.ts'
import type { Clock } from '../ports.ts'
import type { BusyTime } from './busy.ts'

/** The attempt that claims an owner's time, and the time. */
export interface Claim extends Interval {
  /** Of the attempt; empty without sign-in. */
  person: string
  key: string
}

/** One of the desk's own bookings in an owner's calendar. */
export interface Held extends BusyTime {
  /** Since when LeadSquared has it (epoch ms); null while that is not settled. */
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
   * Claims time, unless earlier claims hold it that `mayOverlap` does not allow; those are given back, and nothing is
   * claimed. An attempt that has the claim already keeps its place.
   */
  take(ownerId: string, claim: Claim, mayOverlap: (held: Held) => boolean): Promise<Held[]>
  /** What claims hold within a stretch of time. */
  within(ownerId: string, window: Interval): Promise<Held[]>
}

const Kept = z.array(
  z.object({
    person: z.string(),
    key: z.string(),
    startMs: z.number(),
    endMs: z.number(),
    /** When it was claimed (epoch ms). */
    at: z.number(),
  }),
)
type KeptClaim = z.infer<typeof Kept>[number]

/** What was booked before is surely in LeadSquared's answer. */
const bookedForMs = 10 * 60_000
/** A claim may be written before its attempt is. */
const unwrittenForMs = 30_000
/** Claims of other times are looked up only when they are this old, to be dropped. */
const keptForMs = 15 * 60_000

export function createOwnerClaims(deps: {
  store: CalendarClaims
  attempts: Pick<AttemptStore, 'find'>
  clock: Pick<Clock, 'now'>
}): OwnerClaims {
  const { store, attempts, clock } = deps

  async function read(ownerId: string): Promise<{ version: number; claims: KeptClaim[] }> {
    const { version, text } = await store.read(ownerId)
    const parsed = Kept.safeParse(text === null ? [] : JSON.parse(text))
    // Another release may have written a record that we cannot read. A claim is a help and no lock, so begin afresh.
    return { version, claims: parsed.success ? parsed.data : [] }
  }

  /** What a claim holds; null where its attempt ended without a task, or LeadSquared knows the task by now. */
  async function heldBy(claim: KeptClaim): Promise<Held | null> {
    const attempt = await attempts.find(claim.person, claim.key)
    const time = timeOf(claim)
    if (!time) return null
    if (!attempt) {
      return clock.now() - claim.at < unwrittenForMs ? { ...time, ...nameless(claim) } : null
    }
    const { state, settledAt } = attempt
    if (state === 'refused' || state === 'not-created') return null
    if (state !== 'booked') return { ...time, ...detailsOf(attempt), bookedAt: null }
    const bookedAt = settledAt ?? claim.at
    if (clock.now() - bookedAt > bookedForMs) return null
    return { ...time, ...detailsOf(attempt), isTentative: false, bookedAt }
  }

  return {
    async take(ownerId, claim, mayOverlap) {
      const owner = ownerId.toLowerCase()
      const isOwn = ({ person, key }: KeptClaim) => person === claim.person && key === claim.key
      for (;;) {
        const { version, claims } = await read(owner)
        const place = claims.findIndex(isOwn)
        const earlier = place < 0 ? claims : claims.slice(0, place)
        const dead = new Set<KeptClaim>()
        const holding: Held[] = []
        for (const other of earlier) {
          const time = timeOf(other)
          const isInTheWay = time !== null && overlaps(time, claim)
          if (!isInTheWay && clock.now() - other.at < keptForMs) continue
          const held = await heldBy(other)
          if (!held) dead.add(other)
          else if (isInTheWay && !mayOverlap(held)) holding.push(held)
        }
        const own = {
          person: claim.person,
          key: claim.key,
          startMs: claim.start,
          endMs: claim.end,
          at: claims[place]?.at ?? clock.now(),
        }
        const isKept = place >= 0 && claims[place]?.startMs === own.startMs
        if (isKept && claims[place]?.endMs === own.endMs && holding.length === 0) return []
        const living = claims.filter((other) => !dead.has(other) && !isOwn(other))
        const next = holding.length > 0 ? living : [...living, own]
        const isUnchanged = holding.length > 0 && next.length === claims.length
        if (isUnchanged || (await store.swap(owner, version, JSON.stringify(next)))) return holding
      }
    },

    async within(ownerId, window) {
      const { claims } = await read(ownerId.toLowerCase())
      const found = claims.filter((claim) => {
        const time = timeOf(claim)
        return time !== null && overlaps(time, window)
      })
      const held = await Promise.all(found.map(heldBy))
      return held.filter((one) => one !== null)
    },
  }
}

function timeOf({ startMs, endMs }: KeptClaim): Interval | null {
  const [start, end] = [instantOf(startMs), instantOf(endMs)]
  return start !== null && end !== null && end > start ? { start, end } : null
}

function nameless({ key }: KeptClaim) {
  const nothing = { title: null, lead: null, typeId: null, typeName: null, color: null }
  return { ...nothing, id: key, isTentative: true, bookedAt: null }
}

function detailsOf(attempt: Attempt): Omit<Held, 'start' | 'end' | 'bookedAt'> {
  const plan = planOf(attempt)
  return {
    id: attempt.taskId ?? attempt.reference,
    title: plan?.subject ?? null,
    lead: plan?.lead?.name ?? null,
    typeId: plan?.taskType.id ?? null,
    typeName: plan?.taskType.name.trim() ?? null,
    color: null,
    isTentative: true,
  }
}

/** LeadSquared's search may lag behind its writes for so long. */
const searchLagMs = 30_000

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
