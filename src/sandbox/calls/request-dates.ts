/** Dates in requests (sandbox rule 11). An instant is milliseconds since 1970, UTC; null means "not sent". */
import { dayMs } from '../clock.ts'
import { parseDate, parseTimestamp, printDate } from '#wire/timestamps.ts'
import { invalidInput, mandatoryMissing } from './operation.ts'

/** From and to lie at most 100 days apart ([doc] slots page); the refusal is [invented] (rule 36). */
const longestWindowDays = 100

/** `yyyy-MM-dd HH:mm:ss`, UTC; every other spelling is refused. */
export function instantOf(name: string, text: string | null): number | null {
  if (text === null) return null
  const instantMs = parseTimestamp(text)
  if (instantMs === undefined) {
    throw invalidInput(name, `${name} must read yyyy-MM-dd HH:mm:ss, in UTC, and is ${text}.`)
  }
  return instantMs
}

/** A date where a date is documented, or a timestamp; a bare date means its first moment, or so much later. */
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
