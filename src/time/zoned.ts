import { TZDateMini } from '@date-fns/tz/date/mini'
import { tzOffset } from '@date-fns/tz/tzOffset'
import { addMinutes as addMinutesToDate } from 'date-fns/addMinutes'
import { differenceInMinutes } from 'date-fns/differenceInMinutes'
import { formatISO } from 'date-fns/formatISO'
import { parseISO } from 'date-fns/parseISO'
import {
  type CalendarDate,
  dateOf,
  minuteOfDay,
  parseDate,
  parseTime,
  partsOfDate,
  timeOf,
  type WallTime,
} from './civil.ts'

/**
 * Where civil time and instants meet: zones, their offsets, and the hours that a DST change skips or repeats. date-fns
 * does the arithmetic. The types and the answers for skipped and repeated hours are ours: date-fns picks one moment for
 * such an hour without saying that there was a choice.
 */

declare const mark: unique symbol

/** A moment, in milliseconds since 1970, UTC. */
export type Instant = number & { readonly [mark]: 'instant' }
/** A zone of the IANA database that this machine knows, such as `Asia/Kolkata`. */
export type Zone = string & { readonly [mark]: 'zone' }

/** What a date and a time on the wall mean in a zone. */
export type ZonedTime =
  | { kind: 'exact'; instant: Instant }
  /** The clocks jump over it: `before` is as long before the jump as the time is after it, `after` the reverse. */
  | { kind: 'skipped'; before: Instant; after: Instant; jumpMinutes: number }
  /** The clocks are put back, and it comes twice. */
  | { kind: 'repeated'; earlier: Instant; later: Instant }

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Names that were found to be zones. UTC is one everywhere, and the first use of Intl takes a browser 25 ms. */
const knownZones = new Set(['UTC'])

/** Moments with which `Date` can calculate, less the margin that zones need. */
export function instantOf(epochMs: number): Instant | null {
  return isInstant(epochMs) ? epochMs : null
}

/** A zone that this machine knows; null for any other name. */
export function zoneOf(name: string): Zone | null {
  return isZone(name) ? name : null
}

/** The zone of this device. */
export function deviceZone(): Zone {
  return zoneOf(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? utc
}

/** What the calendar and the clock say in the zone. */
export function civilAt(instant: Instant, zone: Zone): { date: CalendarDate; time: WallTime } {
  // The moment moved by the zone's offset: its UTC fields hold the zone's date and time.
  const local = new Date(instant + offsetMinutes(instant, zone) * minuteMs)
  const date = dateOf(local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate())
  const time = timeOf(local.getUTCHours(), local.getUTCMinutes())
  if (date === null || time === null) throw new RangeError(`${instant} has no day`)
  return { date, time }
}

/** How far the zone is ahead of UTC at that moment, in minutes. */
export function offsetMinutes(instant: Instant, zone: Zone): number {
  const offsets = knownOffsets.get(zone) ?? new Map<number, number>()
  knownOffsets.set(zone, offsets)
  const minute = Math.floor(instant / minuteMs)
  const known = offsets.get(minute)
  if (known !== undefined) return known
  if (offsets.size === mostOffsets) offsets.clear()
  const offset = tzOffset(zone, new Date(instant))
  offsets.set(minute, offset)
  return offset
}

/**
 * Offsets by zone and minute. Intl takes a hundred times as long to find one, and a drag asks for the same ones again and
 * again. Since 1972 every zone has changed its offset at a full minute.
 */
const knownOffsets = new Map<Zone, Map<number, number>>()
const mostOffsets = 500

/** Whether the clocks of two zones differ at the start or at the end of a stretch of time. */
export function doClocksDiffer(
  one: Zone,
  other: Zone,
  { start, end }: { start: Instant; end: Instant },
): boolean {
  return [start, end].some((at) => offsetMinutes(at, one) !== offsetMinutes(at, other))
}

/** The moment that a date and a time mean in a zone, or the two that they could mean. */
export function resolve(date: CalendarDate, time: WallTime, zone: Zone): ZonedTime {
  const { year, month, day } = partsOfDate(date)
  const wallMs = Date.UTC(year, month - 1, day) + minuteOfDay(time) * minuteMs
  // Every change of a zone lies between these two, and no zone changes twice within two days.
  const offsetBefore = offsetMinutes(asInstant(wallMs - dayMs), zone)
  const offsetAfter = offsetMinutes(asInstant(wallMs + dayMs), zone)
  const candidates = [...new Set([offsetBefore, offsetAfter])]
    .map((offset) => asInstant(wallMs - offset * minuteMs))
    .filter((instant) => instant + offsetMinutes(instant, zone) * minuteMs === wallMs)
    .toSorted((a, b) => a - b)
  const [first, second] = candidates
  if (first !== undefined && second !== undefined) {
    return { kind: 'repeated', earlier: first, later: second }
  }
  if (first !== undefined) return { kind: 'exact', instant: first }
  const jumpMinutes = offsetAfter - offsetBefore
  return {
    kind: 'skipped',
    before: asInstant(wallMs - offsetAfter * minuteMs),
    after: asInstant(wallMs - offsetBefore * minuteMs),
    jumpMinutes,
  }
}

/** What a calendar and a clock say, and the moment that it means; null where the clock skips that time. */
export interface WallMoment {
  date: CalendarDate
  time: WallTime
  instant: Instant | null
}

/** Reads `2027-01-12T10:30`, without an offset. A time that comes twice means the first, as calendars do. */
export function parseWall(text: string, zone: Zone): WallMoment | null {
  const [day = '', clock = ''] = text.split('T')
  const date = parseDate(day)
  const time = parseTime(clock)
  if (date === null || time === null) return null
  const meant = resolve(date, time, zone)
  if (meant.kind === 'exact') return { date, time, instant: meant.instant }
  return { date, time, instant: meant.kind === 'repeated' ? meant.earlier : null }
}

/** The moment `minutes` of real time later. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return asInstant(addMinutesToDate(instant, minutes).getTime())
}

/** Real minutes from one moment to the other, rounded; negative where the second is earlier. */
export function minutesBetween(from: Instant, to: Instant): number {
  return differenceInMinutes(to, from, { roundingMethod: 'round' })
}

/** The same moment, or the next one without seconds. */
export function roundUpToMinute(instant: Instant): Instant {
  return asInstant(Math.ceil(instant / minuteMs) * minuteMs)
}

/**
 * Reads ISO 8601 with an offset or `Z`, seconds optional: `2026-11-24T10:30:00+05:30`. Null for another form, for a day
 * that the calendar does not have, and for hour 24.
 */
export function parseIso(text: string): Instant | null {
  // parseISO takes more forms than the contract does, such as a date alone, which would mean this machine's zone.
  const isOfContract =
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/
  return isOfContract.test(text) ? instantOf(parseISO(text).getTime()) : null
}

/** ISO 8601 in UTC, whole seconds: `2026-11-24T05:00:00Z`. */
export function printIso(instant: Instant): string {
  return printIsoInZone(instant, utc)
}

/** ISO 8601 with the wall time of the zone and its offset: `2026-11-24T10:30:00+05:30`. An offset of 0 is `Z`. */
export function printIsoInZone(instant: Instant, zone: Zone): string {
  return formatISO(new TZDateMini(instant, zone))
}

/** `+05:30`, `-03:30`, `+00:00`. */
export function printOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(Math.floor(size % 60)).padStart(2, '0')}`
}

/** The zone in which everything is stored. */
export const utc = zoneUtc()

function zoneUtc(): Zone {
  const zone = zoneOf('UTC')
  if (zone === null) throw new Error('There is no UTC.')
  return zone
}

function asInstant(epochMs: number): Instant {
  if (isInstant(epochMs)) return epochMs
  throw new RangeError(`${epochMs} is no moment`)
}

function isInstant(epochMs: number): epochMs is Instant {
  return Math.abs(epochMs) <= 8.64e15 - 2 * dayMs
}

function isZone(name: string): name is Zone {
  if (knownZones.has(name)) return true
  if (!isKnownToIntl(name)) return false
  knownZones.add(name)
  return true
}

function isKnownToIntl(name: string): boolean {
  // An empty name would mean UTC to some and the device's zone to others.
  if (name === '') return false
  // Usually the calculation's own formatter answers, which is needed anyway and costs milliseconds to make. Where Intl
  // does not know a name, tzOffset falls back to an offset inside of it, so such a name is checked on its own.
  if (!/[+-]\d\d/.test(name)) return Number.isFinite(tzOffset(name, new Date(0)))
  try {
    Intl.DateTimeFormat(undefined, { timeZone: name })
    return true
  } catch {
    return false
  }
}
