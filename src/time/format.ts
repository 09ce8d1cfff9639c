import { civilAt, type Instant, offsetMinutes, printOffset, utc, type Zone } from './zoned.ts'

/** The one door through which a moment becomes words. `locale` is a BCP 47 tag. */

const presets = {
  /** Tue 24 Nov */
  dayShort: { weekday: 'short', day: 'numeric', month: 'short' },
  /** 24 Nov 2026 */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  /** 10:30, or 10:30 AM where the locale has it so */
  time: { hour: 'numeric', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** A way to print a moment. */
export type Preset = keyof typeof presets

const formatters = new Map<string, Intl.DateTimeFormat>()

/** A moment as the preset says it, in the zone. */
export function format(instant: Instant, preset: Preset, zone: Zone, locale: string): string {
  return formatter(preset, zone, locale).format(instant)
}

/** `Tue 24 Nov, 10:30 to 11:00`; where it ends on another day, that day is named too. `to` is the word between. */
export function formatRange(
  start: Instant,
  end: Instant,
  zone: Zone,
  locale: string,
  words: { to: string },
): string {
  const isSameDay = civilAt(start, zone).date === civilAt(end, zone).date
  const from = `${format(start, 'dayShort', zone, locale)}, ${format(start, 'time', zone, locale)}`
  const till = isSameDay
    ? format(end, 'time', zone, locale)
    : `${format(end, 'dayShort', zone, locale)}, ${format(end, 'time', zone, locale)}`
  return `${from} ${words.to} ${till}`
}

/**
 * `24 Nov 2026, 05:00 to 05:30 UTC`, always with 24 hours: it is what stands in LeadSquared. Where it ends on another
 * day, that day is named too.
 */
export function formatUtcRange(
  start: Instant,
  end: Instant,
  locale: string,
  words: { to: string },
): string {
  const [startDay, endDay] = [start, end].map((instant) => format(instant, 'date', utc, locale))
  const [from, till] = [start, end].map((instant) => new Date(instant).toISOString().slice(11, 16))
  const day = endDay === startDay ? '' : `${endDay}, `
  return `${startDay}, ${from} ${words.to} ${day}${till} UTC`
}

/** `India Standard Time (UTC+05:30)`, as it is at that moment. */
export function formatZone(zone: Zone, instant: Instant, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: 'long',
  }).formatToParts(instant)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  return `${name} (UTC${printOffset(offsetMinutes(instant, zone))})`
}

/** `45 mins`, `1 hr`, `1 hr 30 mins`. */
export function formatDuration(minutes: number, locale: string): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = [
    hours > 0 ? unit(hours, 'hour', locale) : '',
    rest > 0 || hours === 0 ? unit(rest, 'minute', locale) : '',
  ]
  return parts.filter(Boolean).join(' ')
}

function unit(value: number, name: 'hour' | 'minute', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(
    value,
  )
}

/** Making a formatter costs a hundred times what using it does. */
function formatter(preset: Preset, zone: Zone, locale: string): Intl.DateTimeFormat {
  const key = `${preset} ${zone} ${locale}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...presets[preset], timeZone: zone })
  formatters.set(key, made)
  return made
}
