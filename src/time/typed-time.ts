import { minuteOfDay, parseDurationMinutes, timeOf, type WallTime } from './civil.ts'

/** Times of day as a hurried person types them, in English: `3p`, `1530`, `half past 3`. */

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const numberWord = new RegExp(String.raw`\b(?:${numbers.join('|')})\b`, 'g')

/**
 * A time of day: `15:30`, `1530`, `15.30`, `15h30`, `1530 hrs`, `3p`, `3:30 pm`, `3 o'clock`, `15`, `noon`, `half past 3`,
 * `quarter to 4 pm`. An hour below 13 without `am` or `pm` is taken as it stands. Null for anything else.
 */
export function parseTypedTime(text: string): WallTime | null {
  const typed = plain(text).replace(/^at /, '')
  if (typed === 'noon' || typed === 'midday') return timeOf(12, 0)
  if (typed === 'midnight') return timeOf(0, 0)
  if (/ (past|to) /.test(typed)) return spokenTime(typed)
  const digits = typed
    // `3 hours` is a length.
    .replace(/ ?o'?clock$|(?<=\d)h$|(?<=\d\d) ?(?:h|hrs|hours)$/, '')
    .replace(/^(\d+) (\d\d ?[ap])/, '$1:$2')
  const parts = /^(\d{1,2})(?:[:.,h]?(\d{2}))?(?::\d{2})?\s*(?:([ap])\.? ?(?:m\.?)?)?$/.exec(digits)
  if (!parts) return null
  const hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  if (parts[3] === undefined) return timeOf(hour, minute)
  if (hour < 1 || hour > 12) return null
  return timeOf((hour % 12) + (parts[3] === 'p' ? 12 : 0), minute)
}

/** `half past 3`, `10 past 3`, `quarter to 4`, `10 min to 4`. `10 to 4` is none: that may be a start and an end. */
function spokenTime(typed: string): WallTime | null {
  const spoken =
    /^(?:(half|\d{1,2}) past|(?:a )?(quarter|\d{1,2} min(?:ute)?s?) (past|to)) (.+)$/.exec(typed)
  if (!spoken) return null
  const [, past = '', minutes = past, direction, rest = ''] = spoken
  const count = { half: 30, quarter: 15 }[minutes] ?? Number.parseInt(minutes, 10)
  const hour = parseTypedTime(rest)
  if (hour === null || !hour.endsWith(':00') || count > 59) return null
  const minute = minuteOfDay(hour) + (direction === 'to' ? -count : count)
  return timeOf(Math.floor(minute / 60 + 24) % 24, (minute + 60) % 60)
}

/**
 * The times that a text can mean, first the one as it stands: `4` and `4:30` are before or after noon. `04:00`, `10:15` and
 * `1015` are written as on a clock with 24 hours and mean one time.
 */
export function meaningsOfTime(text: string): WallTime[] {
  const typed = plain(text)
  const isFull = /^0|^\d\d[:.,h]?\d\d/.test(typed)
  const hour = typed.replace(/ ?o'?clock$/, '')
  const halves = isFull ? [] : [`${hour} am`, `${hour} pm`].map(parseTypedTime)
  const times = [parseTypedTime(typed), ...halves].filter((time) => time !== null)
  return [...new Set(times)]
}

/** Minutes from now: `now`, `in 30 min`, `in 2 hours`, `in 1h30`, `in half an hour`; null for anything else. */
export function parseMinutesAhead(text: string): number | null {
  const typed = plain(text)
  if (typed === 'now') return 0
  const [, length = ''] = /^in (.*[hm].*)$/.exec(typed) ?? []
  return parseDurationMinutes(length)
}

/** Text in lower case and with single blanks, with the numbers from one to twelve as digits. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(numberWord, (word) => String(numbers.indexOf(word) + 1))
}
