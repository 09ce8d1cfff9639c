import { addDays, type CalendarDate, type WallTime } from './civil.ts'
import { type DayFault, isFault, readTypedDay } from './typed-day.ts'
import { meaningsOfTime, parseTypedTime, plain } from './typed-time.ts'

/** Days together with times as a hurried person types them, in English: `tomorrow 3p`, `tue 3-4pm`, `tonight 8`. */

/** What a text names: a day, a time of day, or both. A part that it does not name is null. */
export interface TypedMoment {
  date: CalendarDate | null
  time: WallTime | null
  /** The text of an end that stands beside the time: `4pm` of `3-4pm`. */
  end?: string
  /** Why the day that was typed names none. */
  fault?: DayFault
}

/**
 * A day, a time, or a day and a time in either order: `tue`, `3p`, `tomorrow 3pm`, `15:30 30 nov`. `tue 24:00` is the
 * beginning of Wednesday. A time may be a start and an end: `tue 3-4pm`. `10-11` and `15` are times, unless `isDay` says that
 * the text stands where a day belongs.
 */
export function parseTypedMoment(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
  isDay = false,
): TypedMoment | null {
  const read = (part: string) => parseTypedMoment(part, today, isMonthFirst)
  const day = readTypedDay(text, today, isMonthFirst)
  if (isDay && day !== null && !isFault(day)) return momentOf(day, null)
  const time = parseTypedTime(text)
  if (time !== null) return { date: null, time }
  const typed = plain(text)
  const range = rangeIn(typed)
  const start = range && read(range.withoutEnd)
  if (range && start?.time) return { ...start, end: range.end }
  if (endOfDay.test(typed)) {
    const moment = read(typed.replace(endOfDay, '0:00'))
    const date = moment?.date && addDays(moment.date, 1)
    return date ? { ...moment, date } : null
  }
  if (day !== null) return momentOf(day, null)
  return tonight(typed, today) ?? dayAndTime(text, today, isMonthFirst)
}

function momentOf(day: CalendarDate | DayFault, time: WallTime | null): TypedMoment {
  return isFault(day) ? { date: null, time, fault: day } : { date: day, time }
}

function dayAndTime(text: string, today: CalendarDate, isMonthFirst: boolean): TypedMoment | null {
  const words = plain(text).replace('t', (letter, at) => (isIsoAt(text, at) ? ' ' : letter))
  // `tom3p`: a word and a time need no blank between them.
  const pieces = words.replace(/^([a-z]{3,})(\d)/, '$1 $2').split(/\s+(?:at\s+)?/)
  for (let at = 1; at < pieces.length; at += 1) {
    const [left, right] = [pieces.slice(0, at).join(' '), pieces.slice(at).join(' ')]
    for (const [dayText, timeText] of [[left, right] as const, [right, left] as const]) {
      const day = readTypedDay(dayText, today, isMonthFirst)
      const time = parseTypedTime(timeText)
      if (day !== null && time !== null) return momentOf(day, time)
    }
  }
  return null
}

/** Midnight at the end of a day, as timetables write it. */
const endOfDay = /(?<=^|\s)24[:.]?00(?=\s|$)/

/** `tonight 8` and `8:30pm tonight`: from 17:00 on. */
function tonight(typed: string, today: CalendarDate): TypedMoment | null {
  const [, after, before = after] = /^tonight (.+)$|^(.+) tonight$/.exec(typed) ?? []
  if (before === undefined) return null
  const time = meaningsOfTime(before).find((meant) => meant >= '17:00')
  return time === undefined ? null : { date: today, time }
}

const clock = String.raw`(?:\d{1,2}(?:[:.h]?\d\d)?(?: ?[ap]\.?(?: ?m\b\.?)?)?|noon|midnight)`
const startAndEnd = new RegExp(
  String.raw`(?<=^|\s)(?:from )?(${clock})(?: ?- ?| (?:to|until|till) )(${clock})(?=\s|$)`,
)

/**
 * Finds a start and an end: `3-4pm`, `15:30 to 16:00`. The start is the last time that it can mean before the end, where
 * only the end says `am` or `pm`: `11-1pm` begins at 11:00 and `3-4pm` at 15:00.
 */
function rangeIn(typed: string): { withoutEnd: string; end: string } | null {
  const [whole = '', start = '', end = ''] = startAndEnd.exec(typed) ?? []
  const [asTyped, ...others] = meaningsOfTime(start)
  const [endsAt, ...laterEnds] = meaningsOfTime(end)
  const isEnd = endsAt !== undefined || endOfDay.test(end)
  if (asTyped === undefined || !isEnd) return null
  const isEndSure = endsAt !== undefined && laterEnds.length === 0
  const starts = isEndSure ? [asTyped, ...others].toSorted() : [asTyped]
  const meant = starts.findLast((time) => endsAt !== undefined && time < endsAt) ?? starts.at(-1)
  return { withoutEnd: typed.replace(whole, meant === asTyped ? start : (meant ?? start)), end }
}

/** The T of ISO 8601 stands after ten characters. */
function isIsoAt(text: string, at: number): boolean {
  return at === 10 && /^\d{4}-\d{2}-\d{2}T/i.test(text.trim())
}
