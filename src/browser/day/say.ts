import { format, formatTimes } from '#time/format.ts'
import type { Interval } from '#time/intervals.ts'
import { civilAt, type Instant, type Zone } from '#time/zoned.ts'
import { day as words } from '../words/en/day.ts'
import { type Block, type DayPlan, intervalOf, type Standing } from './plan.ts'

/** How times and appointments of a day are printed: in the rep's zone, in the reader's order. */
export interface Print {
  zone: Zone
  locale: string
}

/** What an appointment is called, as far as we are told. */
export function nameOf({ busy }: Block): string {
  const title = busy.title ?? busy.typeName
  if (title === null) return busy.isTentative ? words.tentative : words.busy
  return busy.lead === null || title.includes(busy.lead) ? title : words.withLead(title, busy.lead)
}

/** What the draft meets, as a part of a sentence: `free until 4:30 PM`, `overlaps Follow-up 4:30 PM`. */
export function sayStanding(standing: Standing, draft: Interval, { zone, locale }: Print): string {
  switch (standing.kind) {
    case 'free':
      return standing.until === null
        ? words.standing.free
        : words.standing.freeUntil(sayTime(standing.until))
    case 'overlap': {
      const starts = sayTime(standing.with.interval.start)
      return words.standing.overlap(words.at(nameOf(standing.with), starts))
    }
    case 'off':
      return sayOff(standing.reason)
    case 'unknown':
      return words.standing.unknown
  }

  /** With its day, where that is not the one of the draft. */
  function sayTime(at: Instant): string {
    const time = format(at, 'time', zone, locale)
    const isOnDay = civilAt(at, zone).date === civilAt(draft.start, zone).date
    return isOnDay ? time : `${format(at, 'weekday', zone, locale)} ${time}`
  }
}

/** As a sentence of its own begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function sayOff(reason: Extract<Standing, { kind: 'off' }>['reason']): string {
  switch (reason) {
    case 'outside-hours':
      return words.standing.outsideHours
    case 'holiday':
      return words.standing.holiday
    case 'leave':
      return words.standing.leave
    case 'not-scheduled':
      return words.standing.notScheduled
  }
}

/** `3:00 – 3:45 PM` */
export function sayTimes({ start, end }: Interval, { zone, locale }: Print): string {
  return formatTimes(start, end, zone, locale)
}

/** Why the owner does not work on this day or on a part of it, or that nobody knows their hours; null: nothing to say. */
export function sayHours(
  { hours }: Pick<DayPlan, 'hours'>,
  owner: string,
  print: Print,
): string | null {
  if (hours.kind === 'unknown') return words.unknownHours(owner)
  if (hours.kind === 'off') return sayDayOff(hours.reason, owner)
  const said = (hours.partsOff ?? []).flatMap((part) => {
    const span = intervalOf(part)
    // The part that is not scheduled looks like any other time outside of the hours.
    return span === null || part.reason === 'not-scheduled'
      ? []
      : [words.partOff[part.reason](owner, sayTimes(span, print))]
  })
  return said.length === 0 ? null : said.join(' ')
}

function sayDayOff(reason: 'holiday' | 'leave' | 'not-scheduled', owner: string): string {
  switch (reason) {
    case 'holiday':
      return words.holiday(owner)
    case 'leave':
      return words.leave(owner)
    case 'not-scheduled':
      return words.notScheduled(owner)
  }
}
