import type { BookAppointment } from '#contract/appointment.ts'
import type { Conflict } from '#contract/day.ts'
import { limits } from '#contract/limits.ts'
import { type Interval, overlaps, subtract } from '#time/intervals.ts'
import { addMinutes, type Instant } from '#time/zoned.ts'
import { type BusyTime, tokenOf } from './busy.ts'
import type { Hours } from './hours.ts'

/** One thing that is in the way of a booking, with whole details. Times are moments. */
export interface Clash extends Interval {
  kind: Conflict['kind']
  title: string | null
  token: string
  isHard: boolean
}

/** What would be booked. */
export interface Draft extends Interval {
  /** Names the owner: times outside somebody's hours are no secret of somebody else's. */
  ownerId: string
  /** Its type allows no overlap, whatever `CONFLICTS` says. */
  preventsConflicts: boolean
}

/** The owner's known appointments. Null means unknown, which is not the same as free. */
export interface Surroundings {
  busy: readonly BusyTime[] | null
  /** The desk's own bookings that come before this one and are not in `busy`. */
  held: readonly BusyTime[]
  /** The hours of each of the owner's days that the draft touches, with the whole day. */
  days: readonly { day: Interval; hours: Hours }[]
  /** The tasks of the lead on the days of the draft. No row tells a type or an end. */
  leadTasks: readonly { id: string; title: string | null; start: Instant }[]
}

export interface ConflictRules {
  /** `off` leaves only overlaps with a type that prevents conflicts. */
  mode: 'advise' | 'forbid' | 'off'
  gapMinutes: number
}

/** Everything that is in the way of a draft, the hard ones first, then by start. */
export function clashesOf(draft: Draft, known: Surroundings, rules: ConflictRules): Clash[] {
  if (rules.mode === 'off' && !draft.preventsConflicts) return []
  const isHard = rules.mode === 'forbid' || draft.preventsConflicts
  const held = known.held.filter((other) => overlaps(draft, other))
  const busy = known.busy ?? []
  const overlapping = busy.filter((other) => overlaps(draft, other))
  const taken = [
    ...held.map((other) => ({
      ...clashWith(other.isTentative ? 'held' : 'overlap', other),
      isHard,
    })),
    ...overlapping.map((other) => ({ ...clashWith('overlap', other), isHard })),
  ]
  const advice =
    rules.mode === 'off'
      ? []
      : [
          ...gaps(draft, [...busy, ...known.held], rules.gapMinutes),
          ...outsideHours(draft, known.days),
          ...leadTasks(known, overlapping),
        ]
  return [...taken, ...advice]
    .toSorted((a, b) => Number(b.isHard) - Number(a.isHard) || a.start - b.start)
    .slice(0, limits.conflicts)
}

function clashWith(kind: Conflict['kind'], { id, title, start, end }: BusyTime): Clash {
  return { kind, start, end, title, token: tokenOf(kind, id, { start, end }), isHard: false }
}

function gaps(draft: Draft, others: readonly BusyTime[], gapMinutes: number): Clash[] {
  const widened = {
    start: addMinutes(draft.start, -gapMinutes),
    end: addMinutes(draft.end, gapMinutes),
  }
  return others
    .filter((other) => overlaps(widened, other) && !overlaps(draft, other))
    .map((other) => clashWith('gap', other))
}

/** A day off is one conflict. Time outside of working hours is reported as the part of the draft outside of them. */
function outsideHours(draft: Draft, days: Surroundings['days']): Clash[] {
  const touched = days.filter(({ day }) => overlaps(day, draft))
  const off = touched.flatMap(({ day, hours }) =>
    hours.kind === 'off' ? [clashOf(hours.reason, day, draft)] : [],
  )
  const worked = touched.flatMap(({ hours }) => (hours.kind === 'known' ? hours.spans : []))
  // A night shift of the day before may reach into a day that is off or unknown.
  const judged = touched.flatMap(({ day, hours }) => (hours.kind === 'known' ? [day] : []))
  const notJudged = subtract([draft], judged)
  const outside = subtract([draft], [...worked, ...notJudged])
  return [...off, ...outside.map((time) => clashOf('outside-hours', time, draft))]
}

function clashOf(kind: Conflict['kind'], { start, end }: Interval, { ownerId }: Draft): Clash {
  const token = tokenOf(kind, ownerId, { start, end })
  return { kind, start, end, title: null, token, isHard: false }
}

/** An appointment that is reported as an overlap is not reported again as a task of the lead. */
function leadTasks(known: Surroundings, told: readonly BusyTime[]): Clash[] {
  const ids = new Set(told.map(({ id }) => id))
  return known.leadTasks
    .filter(({ id }) => !ids.has(id))
    .map(({ id, title, start }) => {
      const at = { start, end: start }
      return { kind: 'same-lead', ...at, title, token: tokenOf('same-lead', id, at), isHard: false }
    })
}

/**
 * The conflicts that still have to be reported: hard ones, which cannot be overridden, and those that the rep has not
 * accepted. An override for another conflict does not count.
 */
export function standing(
  clashes: readonly Clash[],
  override: BookAppointment['conflictOverride'],
): Clash[] {
  const seen = override?.seen ?? []
  return clashes.filter(({ isHard, token }) => isHard || (seen !== 'any' && !seen.includes(token)))
}
