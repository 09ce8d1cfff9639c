import { limits } from '#contract/limits.ts'
import { type CalendarDate, parseDate, parseDurationMinutes, parseTime } from '#time/civil.ts'
import {
  addMinutes,
  civilAt,
  type Instant,
  minutesBetween,
  resolve,
  type Zone,
  zoneOf,
} from '#time/zoned.ts'
import type { FieldFault, FormFault, FormValues, RepeatChoice } from './form-values.ts'

type TimeValues = Pick<
  FormValues,
  | 'noFixedTime'
  | 'timeZone'
  | 'date'
  | 'startTime'
  | 'startRepeat'
  | 'duration'
  | 'endDate'
  | 'endTime'
  | 'endRepeat'
>

/** What the time fields ask for. `open`: the rep leaves the time to LeadSquared. */
export type Times =
  | { kind: 'open' }
  | { kind: 'range'; start: Instant; end: Instant; zone: Zone }
  | { kind: 'faulty'; faults: FormFault[] }

/**
 * Reads the time fields. A wall time that a zone change skips or repeats is a fault until the rep chooses; a repeated
 * end needs no choice where the length already tells which one it is.
 */
export function readTimes(values: TimeValues): Times {
  if (values.noFixedTime) return { kind: 'open' }
  const zone = zoneOf(values.timeZone)
  if (zone === null) return faulty('startTime', 'start-malformed')
  const start = readStart(values, zone)
  if (start.kind === 'faulty') return start
  const end = readEnd(values, start.instant, zone)
  if (end.kind === 'faulty') return end
  const minutes = minutesBetween(start.instant, end.instant)
  if (minutes <= 0) return faulty('endTime', 'end-not-after-start')
  if (minutes > limits.longestAppointmentMinutes) return faulty('endTime', 'end-too-far')
  return { kind: 'range', start: start.instant, end: end.instant, zone }
}

/**
 * How long after its beginning a start still counts as now. Who takes a moment over the form, or writes down the call
 * that has just begun, is not asked whether the past is meant. Ours: LeadSquared takes any start.
 */
const graceMinutes = 5

/** Whether a start has to be confirmed because it is in the past. */
export function isPast(times: Times, now: Instant): boolean {
  return times.kind === 'range' && times.start < addMinutes(now, -graceMinutes)
}

/** The end fields after the start or the length was changed: the length stays, the end moves. */
export function endAfter(
  values: TimeValues,
): Pick<FormValues, 'endDate' | 'endTime' | 'endRepeat'> | null {
  const zone = zoneOf(values.timeZone)
  const minutes = parseDurationMinutes(values.duration)
  if (zone === null || minutes === null || minutes > limits.longestAppointmentMinutes) return null
  const start = readStart(values, zone)
  if (start.kind === 'faulty') return null
  const end = addMinutes(start.instant, minutes)
  const { date, time } = civilAt(end, zone)
  const meant = resolve(date, time, zone)
  return {
    endDate: date === values.date ? '' : date,
    endTime: time,
    endRepeat: meant.kind === 'repeated' ? whichOf(meant, end) : '',
  }
}

/** The length, in minutes as text, after the end was changed; null where the end cannot be used. */
export function durationAfter(values: TimeValues): string | null {
  const times = readTimes({ ...values, duration: '' })
  return times.kind === 'range' ? String(minutesBetween(times.start, times.end)) : null
}

/** The moment of the start alone, for what depends on it while the end is still open. */
export function startOf(values: TimeValues): Instant | null {
  const zone = zoneOf(values.timeZone)
  if (zone === null || values.noFixedTime) return null
  const start = readStart(values, zone)
  return start.kind === 'at' ? start.instant : null
}

type Moment = { kind: 'at'; instant: Instant } | { kind: 'faulty'; faults: FormFault[] }

function readStart(values: TimeValues, zone: Zone): Moment {
  const date = parseDate(values.date)
  const time = parseTime(values.startTime)
  const faults: FormFault[] = [...faultsOfDate('date', values.date, date)]
  if (time === null) {
    const fault = values.startTime === '' ? 'start-required' : 'start-malformed'
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

function readEnd(values: TimeValues, start: Instant, zone: Zone): Moment {
  const minutes = parseDurationMinutes(values.duration)
  // A length that is wrong has not moved the end, which then says something else than the rep means.
  if (minutes === null && values.duration.trim() !== '') {
    return faulty('duration', 'duration-malformed')
  }
  if (minutes !== null && minutes > limits.longestAppointmentMinutes) {
    return faulty('duration', 'end-too-far')
  }
  if (values.endTime === '') {
    if (minutes === null) return faulty('endTime', 'end-required')
    return { kind: 'at', instant: addMinutes(start, minutes) }
  }
  const dateText = values.endDate === '' ? values.date : values.endDate
  const date = parseDate(dateText)
  const time = parseTime(values.endTime)
  const faults = faultsOfDate('endDate', dateText, date)
  if (time === null) faults.push({ field: 'endTime', fault: 'end-malformed' })
  if (date === null || time === null || faults.length > 0) return { kind: 'faulty', faults }
  const meant = resolve(date, time, zone)
  switch (meant.kind) {
    case 'exact':
      return { kind: 'at', instant: meant.instant }
    case 'skipped':
      return faulty('endTime', 'end-skipped')
    case 'repeated': {
      const byLength = minutes === null ? null : addMinutes(start, minutes)
      const choice = values.endRepeat || whichOf(meant, byLength)
      return choice === ''
        ? faulty('endRepeat', 'end-repeated')
        : { kind: 'at', instant: meant[choice] }
    }
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
  field: 'date' | 'endDate',
  text: string,
  date: CalendarDate | null,
): FormFault[] {
  if (date === null) {
    return [{ field, fault: text === '' ? 'date-required' : 'date-malformed' }]
  }
  const year = Number(date.slice(0, 4))
  if (year < limits.earliestYear) return [{ field, fault: 'year-too-early' }]
  return year > limits.latestYear ? [{ field, fault: 'year-too-late' }] : []
}

function faulty(field: FormFault['field'], fault: FieldFault): Moment & { kind: 'faulty' } {
  return { kind: 'faulty', faults: [{ field, fault }] }
}
