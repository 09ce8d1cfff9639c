import {
  addDays,
  type CalendarDate,
  parseDate,
  parseTime,
  partsOfDate,
  type WallTime,
} from './civil.ts'

/**
 * Dates and times as a hurried person types them, in English: `tue`, `30 nov`, `tomorrow 3p`, `1530`. Nothing here knows
 * a zone: `today` is the day on the wall where the person is.
 */

/** What a text names: a day, a time of day, or both. A part that it does not name is null. */
export interface TypedMoment {
  date: CalendarDate | null
  time: WallTime | null
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A time of day: `15:30`, `1530`, `15.30`, `3p`, `3:30 pm`, `15`, `noon`. An hour below 13 without `am` or `pm` is taken
 * as it stands. Null for anything else.
 */
export function parseTypedTime(text: string): WallTime | null {
  const typed = plain(text)
  if (typed === 'noon') return timeOf(12, 0)
  if (typed === 'midnight') return timeOf(0, 0)
  const parts = /^(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?\s*(?:([ap])\.?(?:m\.?)?)?$/.exec(typed)
  if (!parts) return parseTime(typed)
  const hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  if (parts[3] === undefined) return timeOf(hour, minute)
  if (hour < 1 || hour > 12) return null
  return timeOf((hour % 12) + (parts[3] === 'p' ? 12 : 0), minute)
}

/**
 * A day: `2026-11-30`, `today`, `tomorrow`, `tue`, `30 nov`, `nov 30 2027`, `30/11`, `+3`. A weekday is the next one
 * after `today`; a day without a year is the next such day. `isMonthFirst` says how the person reads `3/4`.
 */
export function parseTypedDate(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): CalendarDate | null {
  const typed = plain(text)
  const exact = parseDate(typed)
  if (exact !== null) return exact
  if (/^tod(ay?)?$/.test(typed)) return today
  if (/^tom(o(r(r(ow?)?)?)?)?$/.test(typed)) return addDays(today, 1)
  if (/^yest(erday)?$/.test(typed)) return addDays(today, -1)
  const ahead = /^\+(\d{1,3})d?$/.exec(typed)
  if (ahead) return addDays(today, Number(ahead[1]))
  const words = typed.split(/[\s,./-]+/).filter(Boolean)
  const [first = ''] = words
  const weekday = weekdayOf(first)
  if (weekday !== null && words.length === 1) return nextWeekday(today, weekday)
  return fromParts(weekday === null ? words : words.slice(1), today, isMonthFirst)
}

/** A day, a time, or a day and a time in either order: `tue`, `3p`, `tomorrow 3pm`, `15:30 30 nov`. */
export function parseTypedMoment(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): TypedMoment | null {
  const time = parseTypedTime(text)
  if (time !== null) return { date: null, time }
  const date = parseTypedDate(text, today, isMonthFirst)
  if (date !== null) return { date, time: null }
  const words = plain(text).replace('t', (letter, at) => (isIsoAt(text, at) ? ' ' : letter))
  // `tom3p`: a word and a time need no blank between them.
  const pieces = words.replace(/^([a-z]{3,})(\d)/, '$1 $2').split(/\s+(?:at\s+)?/)
  for (let at = 1; at < pieces.length; at += 1) {
    const [left, right] = [pieces.slice(0, at).join(' '), pieces.slice(at).join(' ')]
    const [day, clock] = [parseTypedDate(left, today, isMonthFirst), parseTypedTime(right)]
    if (day !== null && clock !== null) return { date: day, time: clock }
    const [dayAfter, clockBefore] = [
      parseTypedDate(right, today, isMonthFirst),
      parseTypedTime(left),
    ]
    if (dayAfter !== null && clockBefore !== null) return { date: dayAfter, time: clockBefore }
  }
  return null
}

/** The T of ISO 8601 stands after ten characters. */
function isIsoAt(text: string, at: number): boolean {
  return at === 10 && /^\d{4}-\d{2}-\d{2}T/i.test(text.trim())
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ')
}

function weekdayOf(word: string): number | null {
  const at = word.length < 2 ? -1 : weekdays.findIndex((day) => word.startsWith(day.slice(0, 2)))
  const full = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][at]
  return full?.startsWith(word) ? at : null
}

function monthOf(word: string): number | null {
  const at = months.findIndex((month) => word.slice(0, 3) === month)
  return at < 0 || word.length > 9 ? null : at + 1
}

function nextWeekday(today: CalendarDate, weekday: number): CalendarDate | null {
  const now = new Date(`${today}T00:00:00Z`).getUTCDay()
  return addDays(today, ((weekday - now + 6) % 7) + 1)
}

/** A day, a month as word or number, and perhaps a year, in the order of the person's locale. */
function fromParts(
  words: readonly string[],
  today: CalendarDate,
  isMonthFirst: boolean,
): CalendarDate | null {
  if (words.length < 2 || words.length > 3) return null
  const [one = '', two = '', last] = words
  const dayFirst = { day: dayOf(one), month: monthOf(two) ?? (isMonthFirst ? null : numberOf(two)) }
  const monthFirst = {
    day: dayOf(two),
    month: monthOf(one) ?? (isMonthFirst ? numberOf(one) : null),
  }
  const { day, month } = dayFirst.day !== null && dayFirst.month !== null ? dayFirst : monthFirst
  if (day === null || month === null) return null
  const { year } = partsOfDate(today)
  if (last !== undefined) {
    const given = /^\d{4}$/.test(last)
      ? Number(last)
      : /^\d{2}$/.test(last)
        ? 2000 + Number(last)
        : 0
    return given === 0 ? null : exactDate(given, month, day)
  }
  const thisYear = exactDate(year, month, day)
  return thisYear !== null && thisYear >= today ? thisYear : exactDate(year + 1, month, day)
}

function dayOf(word: string): number | null {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word)?.[1]
  return digits === undefined ? null : Number(digits)
}

function numberOf(word: string): number | null {
  return /^\d{1,2}$/.test(word) ? Number(word) : null
}

/** A time from its numbers; null where the clock has no such time. */
function timeOf(hour: number, minute: number): WallTime | null {
  return parseTime(`${twoDigits(hour)}:${twoDigits(minute)}`)
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}

/** A day that exists; the 31st of February does not. */
function exactDate(year: number, month: number, day: number): CalendarDate | null {
  return parseDate(`${year}-${twoDigits(month)}-${twoDigits(day)}`)
}
