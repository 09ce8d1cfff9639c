/** Reads dates of requests (sandbox rule 11). Instants are milliseconds since 1970, UTC. Null means "not sent". */
import { dayMs } from '../clock.ts'
import { parseDate, parseTimestamp, printDate } from '#wire/timestamps.ts'
import { invalidInput, mandatoryMissing } from './operation.ts'

/** The longest time from FromDate to ToDate ([doc] slots page). The refusal is [invented] (rule 36). */
const longestWindowDays = 100

/** Reads `yyyy-MM-dd HH:mm:ss`, UTC. Every other format is refused. */
export function instantOf(name: string, text: string | null): number | null {
  if (text === null) return null
  const instantMs = parseTimestamp(text)
  if (instantMs === undefined) {
    throw invalidInput(name, `${name} must read yyyy-MM-dd HH:mm:ss, in UTC, and is ${text}.`)
  }
  return instantMs
}

/** Reads a date or a timestamp. A date without a time means the start of the day plus `dateAddsMs`. */
export function dateOrInstantOf(name: string, text: string | null, dateAddsMs = 0): number | null {
  if (text === null) return null
  const dateMs = parseDate(text)
  return dateMs === undefined ? instantOf(name, text) : dateMs + dateAddsMs
}

/** Midnight UTC of the day in which the instant lies. */
export function startOfDay(instantMs: number): number {
  return Date.parse(`${printDate(instantMs)}T00:00:00Z`)
}

/** The window of whole UTC days, in milliseconds since 1970. More than 100 days are refused unless `isAny` (rule 36). */
export function windowOf(
  asked: { FromDate: string | null; ToDate: string | null },
  isAny: boolean,
): { fromMs: number; toMs: number } {
  const from = dateOrInstantOf('FromDate', asked.FromDate)
  const to = dateOrInstantOf('ToDate', asked.ToDate)
  if (from === null) throw mandatoryMissing('FromDate', 'this window')
  if (to === null) throw mandatoryMissing('ToDate', 'this window')
  const fromMs = startOfDay(from)
  const lastDayMs = startOfDay(to)
  const isTooLong = lastDayMs - fromMs > longestWindowDays * dayMs
  if (lastDayMs < fromMs || (isTooLong && !isAny)) throw invalidInput('ToDate')
  return { fromMs, toMs: lastDayMs + dayMs - 1 }
}
