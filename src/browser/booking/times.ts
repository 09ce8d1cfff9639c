import { limits } from '#contract/limits.ts'
import { digitsText } from '#contract/text.ts'
import { addDays, type CalendarDate, parseDurationMinutes, type WallTime } from '#time/civil.ts'
import { parseTypedMoment, type TypedMoment } from '#time/typed.ts'
import { meaningsOfTime, parseMinutesAhead } from '#time/typed-time.ts'
import {
  addMinutes,
  civilAt,
  type Instant,
  minutesBetween,
  resolve,
  roundUpToMinute,
  type Zone,
  type ZonedTime,
  zoneOf,
} from '#time/zoned.ts'
import type { FieldFault, FormFault, FormValues, RepeatChoice } from './form-values.ts'

/** The fields that say when. */
export type TimeValues = Pick<
  FormValues,
  'noFixedTime' | 'timeZone' | 'date' | 'startTime' | 'startRepeat' | 'duration' | 'endText'
>

/** The names of those fields, for what has to be drawn again when one of them changes. */
export const timeFields = [
  'noFixedTime',
  'timeZone',
  'date',
  'startTime',
  'startRepeat',
  'duration',
  'endText',
] as const

/** The times in the fields. `open`: the rep leaves the time to LeadSquared. */
export type Times =
  | { kind: 'open' }
  | { kind: 'range'; start: Instant; end: Instant; zone: Zone }
  | { kind: 'faulty'; faults: FormFault[] }

/** How a text is read: the moment it is now, and whether `3/4` is the fourth of March. */
export interface Reading {
  now: Instant
  isMonthFirst?: boolean
}

/**
 * Reads the time fields. The end is the start and the length, unless the rep is typing an end. A wall time that a zone
 * change skips or repeats is a fault until the rep chooses.
 */
export function readTimes(values: TimeValues, reading: Reading): Times {
  if (values.noFixedTime) return { kind: 'open' }
  const zone = zoneOf(values.timeZone)
  if (zone === null) return faulty('startTime', 'start-malformed')
  const start = readStart(values, zone, reading)
  if (start.kind === 'faulty') {
    // An end that nobody can read is told together with the start.
    const endText = digitsText(values.endText)
    const isReadable = endText === '' || endTyped(endText, reading.now, zone, reading) !== null
    if (isReadable) return start
    return {
      kind: 'faulty',
      faults: [...start.faults, { field: 'endText', fault: 'end-malformed' }],
    }
  }
  const end = readEnd(values, start.instant, zone, reading)
  if (end.kind === 'faulty') return end
  const minutes = minutesBetween(start.instant, end.instant)
  if (minutes <= 0) return faulty('endText', 'end-not-after-start')
  if (minutes > limits.longestAppointmentMinutes) return faulty('endText', 'end-too-far')
  return { kind: 'range', start: start.instant, end: end.instant, zone }
}

/**
 * How long after its beginning a start still counts as now. A rep who takes a moment over the form, or writes down the
 * call that has just begun, is not asked whether the past is meant. Ours: LeadSquared takes any start.
 */
const graceMinutes = 5

/** Whether a start has to be confirmed because it is in the past. */
export function isPast(times: Times, now: Instant): boolean {
  return times.kind === 'range' && times.start < addMinutes(now, -graceMinutes)
}

/**
 * The day and the time that the two start fields name, each null where none is named. Either field takes both: `tue 3p` in
 * the date moves the time as well, `in 2 hours` in either names a moment, and `3-4pm` has an end. `faulty` is the field in which
 * the day has a fault.
 */
export function typedStart(
  values: Pick<FormValues, 'date' | 'startTime' | 'timeZone'>,
  { now, isMonthFirst }: Reading,
): TypedMoment & { faulty?: 'date' | 'startTime' } {
  const zone = zoneOf(values.timeZone)
  if (zone === null) return { date: null, time: null }
  const [date, startTime] = [digitsText(values.date), digitsText(values.startTime)]
  const ahead = parseMinutesAhead(startTime) ?? parseMinutesAhead(date)
  if (ahead !== null) return civilAt(addMinutes(roundUpToMinute(now), ahead), zone)
  const today = civilAt(now, zone).date
  const inTime = parseTypedMoment(startTime, today, isMonthFirst)
  if (inTime?.fault) return { ...inTime, time: null, faulty: 'startTime' }
  const inDate = parseTypedMoment(date, today, isMonthFirst, true)
  // The time belongs to the field that names a day with it. A time alone in the date is none.
  const timed = inDate?.time && (inDate.date || inDate.fault) ? inDate : inTime
  return {
    date: inTime?.date ?? inDate?.date ?? null,
    time: timed?.time ?? null,
    ...(timed?.end !== undefined && { end: timed.end }),
    ...(inDate?.fault && !inTime?.date && { fault: inDate.fault, faulty: 'date' }),
  }
}

/** The moment of the start alone, for what depends on it while the end is still open. */
export function startOf(values: TimeValues, reading: Reading): Instant | null {
  const zone = zoneOf(values.timeZone)
  if (zone === null || values.noFixedTime) return null
  const start = readStart(values, zone, reading)
  return start.kind === 'at' ? start.instant : null
}

/**
 * A start or an end that the clocks skip or show twice, and what the rep can mean instead; null where there is nothing
 * to ask.
 */
export function clockChange(
  values: TimeValues,
  reading: Reading,
): {
  which: 'start' | 'end'
  meant: Exclude<ZonedTime, { kind: 'exact' }>
  date: CalendarDate
} | null {
  const zone = zoneOf(values.timeZone)
  const { date, time } = typedStart(values, reading)
  if (zone === null || date === null || values.noFixedTime) return null
  const meantStart = time === null ? null : resolve(date, time, zone)
  if (meantStart !== null && meantStart.kind !== 'exact') {
    const isSettled = meantStart.kind === 'repeated' && values.startRepeat !== ''
    if (!isSettled) return { which: 'start', meant: meantStart, date }
  }
  const start = startOf(values, reading)
  if (start === null) return null
  const end = endTyped(endTextOf(values, reading), start, zone, reading)
  if (end === null || end.kind === 'length' || end.meant.kind === 'exact') return null
  return { which: 'end', meant: end.meant, date: end.date }
}

type Moment = { kind: 'at'; instant: Instant } | { kind: 'faulty'; faults: FormFault[] }

function readStart(values: TimeValues, zone: Zone, reading: Reading): Moment {
  const { date, time, fault: ofDay, faulty: field = 'date' } = typedStart(values, reading)
  const faults: FormFault[] = ofDay
    ? [{ field, fault: `date-${ofDay}` }]
    : faultsOfDate('date', values.date, date)
  if (time === null && field !== 'startTime') {
    const fault = digitsText(values.startTime) === '' ? 'start-required' : 'start-malformed'
    faults.push({ field: 'startTime', fault })
  }
  if (date === null || time === null || faults.length > 0) return { kind: 'faulty', faults }
  const meant = resolve(date, time, zone)
  switch (meant.kind) {
    case 'exact':
      return { kind: 'at', instant: meant.instant }
    case 'skipped':
      return faulty('startTime', 'start-skipped')
    case 'repeated':
      return values.startRepeat === ''
        ? faulty('startRepeat', 'start-repeated')
        : { kind: 'at', instant: meant[values.startRepeat] }
  }
}

function readEnd(values: TimeValues, start: Instant, zone: Zone, reading: Reading): Moment {
  const endText = endTextOf(values, reading)
  if (endText === '') {
    const minutes = parseDurationMinutes(values.duration)
    if (minutes === null) return faulty('endText', 'end-required')
    return { kind: 'at', instant: addMinutes(start, minutes) }
  }
  const end = endTyped(endText, start, zone, reading)
  if (end === null) return faulty('endText', 'end-malformed')
  if (end.kind === 'length') return { kind: 'at', instant: addMinutes(start, end.minutes) }
  const faults = faultsOfDate('endText', end.date, end.date)
  if (faults.length > 0) return { kind: 'faulty', faults }
  switch (end.meant.kind) {
    case 'exact':
      return { kind: 'at', instant: end.meant.instant }
    case 'skipped':
      return faulty('endText', 'end-skipped')
    case 'repeated':
      return faulty('endText', 'end-repeated')
  }
}

/** The end that was typed: in its own field, or beside the start. */
function endTextOf(values: TimeValues, reading: Reading): string {
  return digitsText(values.endText) || (typedStart(values, reading).end ?? '')
}

type TypedEnd =
  | { kind: 'length'; minutes: number }
  | { kind: 'moment'; meant: ZonedTime; date: CalendarDate }

/**
 * Reads a typed end. A time alone means its next occurrence after the start, which may be on the next day: after 15:00, `4` is
 * 16:00. A day with a time means that moment.
 */
function endTyped(text: string, start: Instant, zone: Zone, reading: Reading): TypedEnd | null {
  const minutes = lengthTyped(text)
  if (minutes !== null) return { kind: 'length', minutes }
  const startsAt = civilAt(start, zone)
  // The end of a day, as timetables write it.
  const times = /^24[:.]?00$/.test(text) ? meaningsOfTime('0:00') : meaningsOfTime(text)
  if (times.length > 0) return firstAfter(start, times, zone)
  // `tue 17:00` can be the day of the start: not the next Tuesday, but this one.
  const typed =
    parseTypedMoment(text.replace(weekday, 'this '), startsAt.date) ??
    parseTypedMoment(text, startsAt.date, reading.isMonthFirst)
  if (!typed?.date || typed.end !== undefined) return null
  const meant = resolve(typed.date, typed.time ?? startsAt.time, zone)
  return { kind: 'moment', meant, date: typed.date }
}

const weekday = /(?<!\b(?:next|this) )\b(?=(?:sun|mon|tue|wed|thu|fri|sat))/i

/** The first moment after the start at which the clock shows one of these times, on its day or the next one. */
function firstAfter(start: Instant, times: WallTime[], zone: Zone): TypedEnd | null {
  const { date } = civilAt(start, zone)
  for (const time of times.toSorted()) {
    const meant = resolve(date, time, zone)
    if (isAfter(meant, start)) return { kind: 'moment', meant, date }
    if (meant.kind === 'repeated' && meant.later > start) {
      return { kind: 'moment', meant: { kind: 'exact', instant: meant.later }, date }
    }
  }
  const [first] = times.toSorted()
  const nextDay = addDays(date, 1)
  if (nextDay === null || first === undefined) return null
  return { kind: 'moment', meant: resolve(nextDay, first, zone), date: nextDay }
}

/** `90m` and `1h30` are lengths. `15h30` is a time of day: few appointments are that long. With a plus it is a length. */
function lengthTyped(text: string): number | null {
  if (!/[hm]/i.test(text) || /^(1[3-9]|2[0-3])h(\d\d)?$/i.test(text)) return null
  return parseDurationMinutes(text.replace(/^\+ ?/, ''))
}

/** Of a time that comes twice, only the moments after the start can be meant. */
function isAfter(meant: ZonedTime, start: Instant): boolean {
  switch (meant.kind) {
    case 'exact':
      return meant.instant > start
    case 'repeated':
      return meant.earlier > start
    case 'skipped':
      return meant.after > start
  }
}

/** Which of two moments that the clock shows alike it is; empty for none of them. */
export function whichOf(
  meant: { earlier: Instant; later: Instant },
  instant: Instant | null,
): RepeatChoice {
  if (instant === meant.earlier) return 'earlier'
  return instant === meant.later ? 'later' : ''
}

function faultsOfDate(
  field: 'date' | 'endText',
  text: string,
  date: CalendarDate | null,
): FormFault[] {
  if (date === null) {
    return [{ field, fault: digitsText(text) === '' ? 'date-required' : 'date-malformed' }]
  }
  const year = Number(date.slice(0, 4))
  if (year < limits.earliestYear) return [{ field, fault: 'year-too-early' }]
  return year > limits.latestYear ? [{ field, fault: 'year-too-late' }] : []
}

function faulty(field: FormFault['field'], fault: FieldFault): Moment & { kind: 'faulty' } {
  return { kind: 'faulty', faults: [{ field, fault }] }
}
