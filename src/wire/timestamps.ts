/**
 * Timestamps in requests and replies. LeadSquared always means UTC, but does not say so in the text (leadsquared-api.md 3.3).
 * Here an instant is milliseconds since 1970-01-01 UTC. The sums are our own, so that client and sandbox share no date library.
 */

const secondsForm = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/
const fractionForm = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,7}))?$/
const dayForm = /^(\d{4})-(\d\d)-(\d\d)$/
const serializedForm = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/
const monthFirstForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) (AM|PM)$/i

/** `0001-01-01 00:00:00`, the zero of .NET, which LeadSquared prints for "never". */
export const neverInstantMs = instantOf(1, 1, 1) ?? 0
/** `9999-12-31 23:59:59`, the last second that the spellings can print. */
export const lastInstantMs = instantOf(9999, 12, 31, 23, 59, 59) ?? 0
const dayMs = 86_400_000

/**
 * Reads `yyyy-MM-dd HH:mm:ss` in UTC, the one spelling of requests, to the letter. Undefined for anything else, also
 * for days and hours that do not exist ([doc] /create-task-appointment/, client rule 6, sandbox rule 11).
 */
export function parseTimestamp(text: string): number | undefined {
  const match = secondsForm.exec(text)
  return match ? instantOf(...numbers(match)) : undefined
}

/** Reads the calendar date `yyyy-MM-dd` as the instant at which it begins in UTC; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  const match = dayForm.exec(text)
  return match ? instantOf(...numbers(match)) : undefined
}

/**
 * Reads the four spellings of replies (leadsquared-api.md 3.3, client rule 15), independent of culture: an instant,
 * null for any moment of year 1, which means "never", and undefined for what is no timestamp.
 */
export function parseReplyTimestamp(text: string): number | null | undefined {
  const instantMs = parseWithFraction(text) ?? parseSerialized(text) ?? parseMonthFirst(text)
  if (instantMs === undefined) return undefined
  return instantMs < neverInstantMs + 366 * dayMs ? null : instantMs
}

/** `yyyy-MM-dd HH:mm:ss` in UTC, without the fraction: EndDate, users, tasks by lead, and every request. */
export function printTimestamp(instantMs: number | null): string {
  return isoOf(instantMs).slice(0, 19).replace('T', ' ')
}

/** `yyyy-MM-dd HH:mm:ss.000`: the other dates of tasks, and leads. The fraction is printed as zero whatever is stored. */
export function printTimestampWithZeros(instantMs: number | null): string {
  return `${printTimestamp(instantMs)}.000`
}

/** `/Date(1767571200000+0000)/`: the dates of task types and of field metadata. */
export function printSerializedDate(instantMs: number | null): string {
  return `/Date(${instantMs ?? neverInstantMs}+0000)/`
}

/** `3/9/2026 4:30:00 AM`, month first: opportunity and activity sub-objects. */
export function printMonthFirst(instantMs: number | null): string {
  const [year = 0, month = 0, day = 0, hour = 0] = isoOf(instantMs).split(/\D/).map(Number)
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}${isoOf(instantMs).slice(13, 19)}`
  return `${month}/${day}/${String(year).padStart(4, '0')} ${clock} ${hour < 12 ? 'AM' : 'PM'}`
}

/** `yyyy-MM-dd`: the UTC day of an instant, for FromDate, ToDate and `date`. */
export function printDate(instantMs: number): string {
  return isoOf(instantMs).slice(0, 10)
}

function parseWithFraction(text: string): number | undefined {
  const match = fractionForm.exec(text)
  const whole = parseTimestamp(match?.[1] ?? '')
  return whole === undefined
    ? undefined
    : whole + Number((match?.[2] ?? '').padEnd(3, '0').slice(0, 3))
}

/** The number is in UTC. The offset only says in which zone a .NET client shows it. */
function parseSerialized(text: string): number | undefined {
  const match = serializedForm.exec(text)
  const instantMs = Number(match?.[1] ?? Number.NaN)
  return instantMs >= neverInstantMs && instantMs <= lastInstantMs + 999 ? instantMs : undefined
}

function parseMonthFirst(text: string): number | undefined {
  const match = monthFirstForm.exec(text)
  if (!match) return undefined
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = numbers(match)
  if (hour < 1 || hour > 12) return undefined
  const isMorning = match[7]?.toUpperCase() === 'AM'
  return instantOf(year, month, day, (hour % 12) + (isMorning ? 0 : 12), minute, second)
}

function numbers(match: RegExpExecArray): number[] {
  return match.slice(1, 7).map(Number)
}

/** Refuses days and hours that do not exist. `Date` would turn them into the next ones. */
function instantOf(...parts: number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const isReal =
    year >= 1 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  return isReal ? date.getTime() : undefined
}

/** ISO 8601 in UTC; a RangeError outside the years 1 to 9999, which no spelling can print. */
function isoOf(instantMs: number | null): string {
  const ms = instantMs ?? neverInstantMs
  if (!(ms >= neverInstantMs && ms <= lastInstantMs + 999)) {
    throw new RangeError(`No four-digit year holds the instant ${ms}.`)
  }
  return new Date(ms).toISOString()
}
