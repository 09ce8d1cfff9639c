import { isValid } from 'date-fns/isValid'

/**
 * Calendar dates and wall times: what a person reads off a calendar and off a clock, without any zone. They are marked
 * strings, so that the compiler refuses one where the other, or an instant, is meant.
 */

declare const mark: unique symbol

/** A day of the calendar, `YYYY-MM-DD`. */
export type CalendarDate = string & { readonly [mark]: 'calendar-date' }
/** A time of day, `HH:MM`. */
export type WallTime = string & { readonly [mark]: 'wall-time' }

/** A day that exists, in the years 1900 to 9999; null for any other text. */
export function parseDate(text: string): CalendarDate | null {
  return isCalendarDate(text) ? text : null
}

/** A time as a time field writes it, `HH:MM` or `HH:MM:SS`, whose seconds are cut off; null for any other text. */
export function parseTime(text: string): WallTime | null {
  const time = /^(\d{2}:\d{2})(:\d{2}(\.\d+)?)?$/.exec(text)?.[1] ?? ''
  return isWallTime(time) ? time : null
}

/** The day that is `days` later, or earlier where that is negative; null where it leaves the calendar. */
export function addDays(date: CalendarDate, days: number): CalendarDate | null {
  const { year, month, day } = partsOfDate(date)
  return dateOf(year, month, day + days)
}

/** A day from its numbers. Days and months beyond their range run over into the next one, as in `Date.UTC`. */
export function dateOf(year: number, month: number, day: number): CalendarDate | null {
  // In UTC, and not by date-fns, which counts in the zone of this machine: a zone may skip a whole day.
  const moment = new Date(Date.UTC(year, month - 1, day))
  return isValid(moment) ? parseDate(moment.toISOString().slice(0, 10)) : null
}

/** A time from its numbers; null where the clock has no such time. */
export function timeOf(hour: number, minute: number): WallTime | null {
  return parseTime(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
}

/** Year, month (1 is January) and day. */
export function partsOfDate(date: CalendarDate): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}

/** Minutes since midnight on the clock. */
export function minuteOfDay(time: WallTime): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

/**
 * What a hurried person types for a length: `45`, `45m`, `1h`, `1h30`, `1:30`, `1.5h`, `half an hour`; minutes, or null. A
 * bare number is minutes.
 */
export function parseDurationMinutes(text: string): number | null {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(',', '.')
    .replace(/^half an /, '0.5 ')
    .replace(/^an? /, '1 ')
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  const words =
    /^(?:(\d{1,3}(?:\.\d{1,2})?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*(?:m(?:in(?:utes?|s)?)?)?)?$/.exec(
      typed,
    )
  if (!words || (words[1] === undefined && words[2] === undefined)) return null
  const minutes = Math.round(Number(words[1] ?? 0) * 60) + Number(words[2] ?? 0)
  return minutes > 0 ? minutes : null
}

function isCalendarDate(text: string): text is CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  // A day that does not exist runs over into the next month.
  return new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(text)
}

function isWallTime(text: string): text is WallTime {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}
