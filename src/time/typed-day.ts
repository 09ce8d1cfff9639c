import { addDays, type CalendarDate, parseDate, partsOfDate } from './civil.ts'
import { plain } from './typed-time.ts'

/**
 * Days as a hurried person types them, in English: `tue`, `30 nov`, `in 2 days`. Nothing here knows a zone: `today` is the
 * day on the wall where the person is.
 */

/**
 * `ambiguous`: `next fri` on a Monday. Some people mean the Friday of this week, others the one of the week after.
 * `other-weekday`: the day of `mon 4 dec` is no Monday.
 */
export type DayFault = 'ambiguous' | 'other-weekday'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A day: `2026-11-30`, `today`, `tmrw`, `tue`, `30 nov`, `nov 30 2027`, `30/11`, `the 4th`, `in 2 days`, `+3`, `+2w`. A
 * weekday is the next one after `today`; a day without a year is the next such day. `isMonthFirst` says how the person reads
 * `3/4`. Null for anything else.
 */
export function readTypedDay(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): CalendarDate | DayFault | null {
  const typed = plain(text)
  if (/^tod(ay?)?$/.test(typed)) return today
  if (/^tom(m?or?r?(ow?)?)?$|^tm(r|w|rw)$/.test(typed)) return addDays(today, 1)
  if (/^(the )?day after tomorrow$/.test(typed)) return addDays(today, 2)
  if (/^yest(erday)?$/.test(typed)) return addDays(today, -1)
  const days = daysAhead(typed)
  if (days !== null) return addDays(today, days)
  const words = typed
    // `24dec` and `dec24` need no blank.
    .replaceAll(/(?<=\d)(?=(?!st|nd|rd|th)[a-z])|(?<=[a-z]{3})(?=\d)/g, ' ')
    .split(/[\s,./-]+/)
    .filter((word) => word !== '' && word !== 'of' && word !== 'the' && word !== 'on')
  const [first = '', second = ''] = words
  if (words.length === 2 && (first === 'this' || first === 'next')) {
    return namedWeekday(first, second, today)
  }
  const weekday = weekdayOf(first)
  if (weekday === null) return fromParts(words, today, isMonthFirst)
  if (words.length === 1) return nextWeekday(today, weekday)
  const date = fromParts(words.slice(1), today, isMonthFirst)
  return date === null || weekdayAt(date) === weekday ? date : 'other-weekday'
}

/** As `readTypedDay`, with null also for a day with a fault. */
export function parseTypedDate(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): CalendarDate | null {
  const day = readTypedDay(text, today, isMonthFirst)
  return isFault(day) ? null : day
}

export function isFault(day: CalendarDate | DayFault | null): day is DayFault {
  return day === 'ambiguous' || day === 'other-weekday'
}

/** How many days from now: `in 2 days`, `in a week`, `2 weeks`, `+3`, `+2w`; null for anything else. */
function daysAhead(typed: string): number | null {
  const short = /^\+(\d{1,3})(d|w)?$/.exec(typed)
  const long = /^(?:in )?(\d{1,3}|an?) (day|week)s?(?: from now)?$/.exec(typed)
  const [, count, unit = ''] = short ?? long ?? []
  if (count === undefined) return null
  return (count.startsWith('a') ? 1 : Number(count)) * (unit.startsWith('w') ? 7 : 1)
}

/**
 * `this fri` is the next one, today included. `next fri` is the one of the next week, which begins on Monday, if no such
 * day is left in this week: then nobody can mean another one.
 */
function namedWeekday(
  which: 'this' | 'next',
  word: string,
  today: CalendarDate,
): CalendarDate | 'ambiguous' | null {
  const weekday = weekdayOf(word)
  if (weekday === null) return null
  const fromMonday = (day: number) => (day + 6) % 7
  const isLeft = fromMonday(weekday) > fromMonday(weekdayAt(today))
  if (which === 'next') return isLeft ? 'ambiguous' : nextWeekday(today, weekday)
  return weekdayAt(today) === weekday ? today : nextWeekday(today, weekday)
}

function weekdayOf(word: string): number | null {
  if (word === 'weds') return 3
  const at = word.length < 2 ? -1 : weekdays.findIndex((day) => day.startsWith(word))
  return at < 0 ? null : at
}

function monthOf(word: string): number | null {
  const at = months.findIndex((month) => word.slice(0, 3) === month)
  return at < 0 || word.length > 9 ? null : at + 1
}

function nextWeekday(today: CalendarDate, weekday: number): CalendarDate | null {
  return addDays(today, ((weekday - weekdayAt(today) + 6) % 7) + 1)
}

/** 0 is Sunday. */
function weekdayAt(date: CalendarDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

/** A day, a month as word or number, and perhaps a year, in the order of the person's locale. */
function fromParts(
  words: readonly string[],
  today: CalendarDate,
  isMonthFirst: boolean,
): CalendarDate | null {
  const exact = parseDate(words.join('-'))
  if (exact !== null) return exact
  const [one = '', two = '', last] = words
  if (words.length === 1)
    return /^\d+(?:st|nd|rd|th)$/.test(one) ? nextDayOfMonth(today, one) : null
  if (words.length !== 2 && words.length !== 3) return null
  const dayFirst = { day: dayOf(one), month: monthOf(two) ?? numberOf(two) }
  const monthFirst = { day: dayOf(two), month: monthOf(one) ?? numberOf(one) }
  const orders = isMonthFirst ? [monthFirst, dayFirst] : [dayFirst, monthFirst]
  // There is no month 24, so 12/24 has only one meaning.
  const { day, month } = orders.find((order) => order.day !== null && isMonth(order.month)) ?? {}
  if (!day || !month) return null
  const { year } = partsOfDate(today)
  if (last !== undefined) {
    if (/^\d{4}$/.test(last)) return exactDate(Number(last), month, day)
    // `30 nov 10` is ten o'clock, and `30 nov 27` a year.
    return /^\d{2}$/.test(last) && last > '24' ? exactDate(2000 + Number(last), month, day) : null
  }
  const thisYear = exactDate(year, month, day)
  return thisYear !== null && thisYear >= today ? thisYear : exactDate(year + 1, month, day)
}

/** `the 4th`: of this month or the next one that has such a day, not before today. */
function nextDayOfMonth(today: CalendarDate, word: string): CalendarDate | null {
  const { year, month } = partsOfDate(today)
  const day = dayOf(word) ?? 0
  const found = [0, 1, 2]
    .map((later) =>
      exactDate(year + (month + later > 12 ? 1 : 0), ((month + later - 1) % 12) + 1, day),
    )
    .find((date) => date !== null && date >= today)
  return found ?? null
}

function isMonth(month: number | null): boolean {
  return month !== null && month >= 1 && month <= 12
}

function dayOf(word: string): number | null {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word)?.[1]
  return digits === undefined ? null : Number(digits)
}

function numberOf(word: string): number | null {
  return /^\d{1,2}$/.test(word) ? Number(word) : null
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}

/** A day that exists; the 31st of February does not. */
function exactDate(year: number, month: number, day: number): CalendarDate | null {
  return parseDate(`${year}-${twoDigits(month)}-${twoDigits(day)}`)
}
