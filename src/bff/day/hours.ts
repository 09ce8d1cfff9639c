import { addDays, type CalendarDate, parseTime } from '#time/civil.ts'
import { clip, dayOf, type Interval, merge } from '#time/intervals.ts'
import { type Instant, resolve, type Zone } from '#time/zoned.ts'
import type { WorkDayReply } from '#wire/user/work-day.ts'

/** When somebody works on a day, in moments. `unknown` is not free: LeadSquared knows no hours, or did not say. */
export type Hours =
  | { kind: 'known'; spans: Interval[]; partsOff?: PartOff[] }
  | { kind: 'off'; reason: OffReason }
  | { kind: 'unknown' }

type OffReason = 'holiday' | 'leave' | 'not-scheduled'
/** The part of a stretch of time that belongs to one of the owner's days off. */
type PartOff = Interval & { reason: OffReason }

/** The documented reasons for which somebody is not available (leadsquared-api.md 7.5). */
const reasons = new Map<string, OffReason>([
  ['holiday', 'holiday'],
  ['leave', 'leave'],
  ['notscheduled', 'not-scheduled'],
])
const noTemplate = 'workdaytemplatenotdefined'

/**
 * The answer of GetWorkDayDetails for a date in the zone in which it counts (client rules 31 and 32). Without a template
 * LeadSquared says that the whole day is open, which means that it does not know. A shift whose end is not after its start
 * ends on the next day, and one until 23:59:59 lasts until midnight.
 */
export function hoursOf(reply: WorkDayReply, date: CalendarDate, zone: Zone): Hours {
  const reason = reply.StatusReason.trim().toLowerCase()
  if (reason === noTemplate) return { kind: 'unknown' }
  if (reply.IsAvailable === 0) {
    const known = reasons.get(reason)
    return known ? { kind: 'off', reason: known } : { kind: 'unknown' }
  }
  const spans = reply.WorkingHours.map(({ StartTime, EndTime }) =>
    shiftOf(StartTime, EndTime, date, zone),
  )
  const read = spans.filter((span) => span !== null)
  if (read.length === 0 || read.length < spans.length) return { kind: 'unknown' }
  return { kind: 'known', spans: merge(read) }
}

function shiftOf(from: string, to: string, date: CalendarDate, zone: Zone): Interval | null {
  const start = momentOf(date, from, zone, 'earlier')
  const isUntilMidnight = /^(23:59:59|24:00(:00)?|00:00(:00)?)/.test(to)
  if (isUntilMidnight) {
    const midnight = dayOf(date, zone)?.end ?? null
    return start !== null && midnight !== null && start < midnight ? { start, end: midnight } : null
  }
  const end = momentOf(date, to, zone, 'later')
  if (start === null || end === null) return null
  if (end > start) return { start, end }
  const tomorrow = addDays(date, 1)
  const endTomorrow = tomorrow && momentOf(tomorrow, to, zone, 'later')
  return endTomorrow === null ? null : { start, end: endTomorrow }
}

/** A time that the clocks skip in spring is counted from midnight as if there were no change. */
function momentOf(
  date: CalendarDate,
  text: string,
  zone: Zone,
  which: 'earlier' | 'later',
): Instant | null {
  const time = parseTime(text.trim())
  if (time === null) return null
  const meant = resolve(date, time, zone)
  switch (meant.kind) {
    case 'exact':
      return meant.instant
    case 'skipped':
      return meant.after
    case 'repeated':
      return meant[which]
  }
}

/**
 * The hours in a stretch of time that belongs to several of the owner's days, such as a day in another zone. The stretch is
 * off only if all days are off, and unknown if one of them is unknown. If only some days are off, `partsOff` names their
 * parts.
 */
export function hoursWithin(
  days: readonly { day: Interval; hours: Hours }[],
  window: Interval,
): Hours {
  const all = days.map(({ hours }) => hours)
  if (all.length === 0 || all.some(({ kind }) => kind === 'unknown')) return { kind: 'unknown' }
  const off = all.find((hours) => hours.kind === 'off')
  if (off && all.every(({ kind }) => kind === 'off')) return off
  const partsOff = days.flatMap(({ day, hours }) =>
    hours.kind === 'off'
      ? clip([day], window).map((part) => ({ ...part, reason: hours.reason }))
      : [],
  )
  const spans = all.flatMap((hours) => (hours.kind === 'known' ? hours.spans : []))
  const worked = { kind: 'known' as const, spans: clip(spans, window) }
  return partsOff.length === 0 ? worked : { ...worked, partsOff }
}
