import {
  addDays,
  type CalendarDate,
  parseDate,
  parseDurationMinutes,
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
 * A time of day: `15:30`, `1530`, `15.30`, `15h30`, `1530 hrs`, `3p`, `3:30 pm`, `3 o'clock`, `15`, `noon`. An hour below
 * 13 without `am` or `pm` is taken as it stands. Null for anything else.
 */
export function parseTypedTime(text: string): WallTime | null {
  const typed = plain(text).replace(/^at /, '')
  if (typed === 'noon' || typed === 'midday') return timeOf(12, 0)
  if (typed === 'midnight') return timeOf(0, 0)
  const french = /^(\d{1,2})h(\d{2})?$/.exec(typed)
  if (french) return timeOf(Number(french[1]), Number(french[2] ?? 0))
  const digits = typed
    // `3 hours` is a length.
    .replace(/ ?o'?clock$|(?<=\d\d) ?(?:h|hrs|hours)$/, '')
    .replace(/^(\d+) (\d\d ?[ap])/, '$1:$2')
  const parts = /^(\d{1,2})(?:[:.,]?(\d{2}))?(?::\d{2})?\s*(?:([ap])\.? ?(?:m\.?)?)?$/.exec(digits)
  if (!parts) return parseTime(digits)
  const hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  if (parts[3] === undefined) return timeOf(hour, minute)
  if (hour < 1 || hour > 12) return null
  return timeOf((hour % 12) + (parts[3] === 'p' ? 12 : 0), minute)
}

/**
 * A day: `2026-11-30`, `today`, `tmrw`, `tue`, `30 nov`, `nov 30 2027`, `30/11`, `the 4th`, `in 2 days`, `+3`, `+2w`. A
 * weekday is the next one after `today`; a day without a year is the next such day. `isMonthFirst` says how the person reads
 * `3/4`. `next fri` is null while it can mean two days (`isAmbiguousDay`).
 */
export function parseTypedDate(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): CalendarDate | null {
  const typed = plain(text)
  const exact = parseDate(typed.replaceAll(/[./]/g, '-'))
  if (exact !== null) return exact
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
  if (weekday !== null && words.length === 1) return nextWeekday(today, weekday)
  return fromParts(weekday === null ? words : words.slice(1), today, isMonthFirst)
}

/**
 * Whether a text names a day such as `next fri` on a Monday: some people mean the Friday of this week, others the one of
 * the week after. A time may stand beside it.
 */
export function isAmbiguousDay(text: string, today: CalendarDate): boolean {
  const [, word = ''] = /\bnext ([a-z]+)/.exec(plain(text)) ?? []
  return weekdayOf(word) !== null && namedWeekday('next', word, today) === null
}

/** How many days from now: `in 2 days`, `in a week`, `2 weeks`, `+3`, `+2w`; null for anything else. */
function daysAhead(typed: string): number | null {
  const short = /^\+(\d{1,3})(d|w)?$/.exec(typed)
  const long = /^(?:in )?(\d{1,3}|an?|one|two|three) (day|week)s?(?: from now)?$/.exec(typed)
  const [, count, unit = ''] = short ?? long ?? []
  if (count === undefined) return null
  const number = { a: 1, an: 1, one: 1, two: 2, three: 3 }[count] ?? Number(count)
  return number * (unit.startsWith('w') ? 7 : 1)
}

/**
 * `this fri` is the next one, today included. `next fri` is the one of the next week, which begins on Monday, if no such
 * day is left in this week: then nobody can mean another one. Null where it can mean two days.
 */
function namedWeekday(
  which: 'this' | 'next',
  word: string,
  today: CalendarDate,
): CalendarDate | null {
  const weekday = weekdayOf(word)
  if (weekday === null) return null
  const fromMonday = (day: number) => (day + 6) % 7
  const isLeft = fromMonday(weekday) > fromMonday(weekdayAt(today))
  if (which === 'next') return isLeft ? null : nextWeekday(today, weekday)
  return weekdayAt(today) === weekday ? today : nextWeekday(today, weekday)
}

/** Minutes from now: `now`, `in 30 min`, `in 2 hours`, `in 1h30`, `in half an hour`; null for anything else. */
export function parseMinutesAhead(text: string): number | null {
  const typed = plain(text)
  if (typed === 'now') return 0
  const [, length = ''] = /^in (.*[hm].*)$/.exec(typed) ?? []
  return parseDurationMinutes(length.replace(/^half an /, '0.5 ').replace(/^an? /, '1 '))
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
  if (word === 'weds') return 3
  const full = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][at]
  return full?.startsWith(word) ? at : null
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
