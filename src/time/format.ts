import { addDays, partsOfDate } from './civil.ts'
import {
  civilAt,
  type Instant,
  minutesBetween,
  offsetMinutes,
  printOffset,
  utc,
  type Zone,
} from './zoned.ts'

/**
 * How moments and lengths become words. `locale` is what a browser or a portal says, and may be anything, such as `en_IN`,
 * `C` or an empty text. All words on the screen are of one language, and so are those made here. The locale adds only the
 * order of day and month and whether the clock has 12 or 24 hours; years and digits are always the Gregorian and Latin ones.
 */

/** The language of the words on the screen. A second catalog of words makes this an argument. */
const wordsLanguage = 'en'
/** For a locale that nobody can read. */
const fallbackLocale = 'en-GB'

const presets = {
  /** Tue 24 Nov */
  dayShort: { weekday: 'short', day: 'numeric', month: 'short' },
  /** Tue, 24 Nov 2026 */
  dayOfYear: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** Tue */
  weekday: { weekday: 'short' },
  /** 10:30, or 10:30 AM where the locale has it so */
  time: { hour: 'numeric', minute: '2-digit' },
  /** Tue 24 Nov, 10:30 */
  dayAndTime: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  },
  /** Tue, 24 Nov 2026, 10:30 */
  dayOfYearAndTime: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  /** 24 Nov 2026, 05:00 */
  stored: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  /** India Standard Time, among other parts */
  zoneName: { timeZoneName: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** A moment as the preset says it, in the zone. */
export function format(
  instant: Instant,
  preset: 'weekday' | 'dayShort' | 'dayOfYear' | 'time' | 'dayAndTime',
  zone: Zone,
  locale: string,
): string {
  return formatter(preset, zone, locale).format(instant)
}

/**
 * `Tue 24 Nov, 10:30–11:00`; where it ends on another day, that day is named too. The year is there if it is another one
 * than that of `now`, or if half a year or more is between: then people are not sure which November is meant. Without `now`
 * the text may be read at any time, and the year is always there.
 */
export function formatRange(
  start: Instant,
  end: Instant,
  zone: Zone,
  locale: string,
  now: Instant | null,
): string {
  if (now !== null && isYearClear(start, end, zone, now))
    return formatDays(start, end, zone, locale)
  return formatter('dayOfYearAndTime', zone, locale).formatRange(start, end)
}

function isYearClear(start: Instant, end: Instant, zone: Zone, now: Instant): boolean {
  const [year, ...years] = [now, start, end].map((at) => partsOfDate(civilAt(at, zone).date).year)
  const isNear = Math.abs(minutesBetween(now, start)) <= halfYearMinutes
  return isNear && years.every((other) => other === year)
}

const halfYearMinutes = 183 * 24 * 60

/**
 * `10:30–11:00`, without the day. What ends at the next midnight is `22:00–00:00`; where it ends on another day, both days
 * are named.
 */
export function formatTimes(start: Instant, end: Instant, zone: Zone, locale: string): string {
  const time = formatter('time', zone, locale)
  const { date } = civilAt(start, zone)
  const last = civilAt(end, zone)
  if (last.date === date) return time.formatRange(start, end)
  const isMidnight = last.time === '00:00' && last.date === addDays(date, 1)
  if (!isMidnight) return formatDays(start, end, zone, locale)
  const dash = time.resolvedOptions().hour12 ? ' – ' : '–'
  return `${time.format(start)}${dash}${time.format(end)}`
}

/** The times on a second clock beside those in `zone`: with the day only where that differs. */
export function formatBeside(
  { start, end }: { start: Instant; end: Instant },
  other: Zone,
  zone: Zone,
  locale: string,
): string {
  const isSameDay = civilAt(start, zone).date === civilAt(start, other).date
  return (isSameDay ? formatTimes : formatDays)(start, end, other, locale)
}

/** `Tue 24 Nov, 10:30–11:00`, where the year is clear. */
function formatDays(start: Instant, end: Instant, zone: Zone, locale: string): string {
  return formatter('dayAndTime', zone, locale).formatRange(start, end)
}

/** `24 Nov 2026, 05:00–05:30 UTC`, always with 24 hours: it is what LeadSquared stores. */
export function formatUtcRange(start: Instant, end: Instant, locale: string): string {
  return `${formatter('stored', utc, locale).formatRange(start, end)} UTC`
}

/** `India Standard Time (UTC+05:30)`, as it is at that moment. */
export function formatZone(zone: Zone, instant: Instant, locale: string): string {
  const parts = formatter('zoneName', zone, locale).formatToParts(instant)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  return `${name} (UTC${printOffset(offsetMinutes(instant, zone))})`
}

/** `45 mins`, `1 hr`, `1 hr 30 mins` in Britain. Not by `Intl.DurationFormat`: Chrome 120 and Firefox 121 do not have it. */
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
  const { tag } = printLocale(locale)
  return remembered(
    lengths,
    `${name} ${tag}`,
    () => new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' }),
  ).format(value)
}

/** What to print with: a locale of the language of the words, and the clock that the reader knows. */
interface PrintLocale {
  tag: string
  hourCycle: 'h12' | 'h23'
  isMonthFirst: boolean
}

/**
 * A region of the words' own language stays, such as the one in `en-IN`. Of any other language it takes the order of day
 * and month, as Britain or the USA have it.
 */
function localeOf(text: string): PrintLocale {
  const asked = parseLocale(text) ?? new Intl.Locale(fallbackLocale)
  const clock = new Intl.DateTimeFormat(asked, {
    day: 'numeric',
    month: 'numeric',
    hour: 'numeric',
    calendar: 'gregory',
  })
  const order = clock.formatToParts(0).map(({ type }) => type)
  const isMonthFirst = order.indexOf('month') < order.indexOf('day')
  const byOrder = isMonthFirst ? 'US' : 'GB'
  const region = asked.language === wordsLanguage ? asked.maximize().region : byOrder
  return {
    isMonthFirst,
    tag: `${wordsLanguage}-${region ?? byOrder}-u-ca-gregory-nu-latn`,
    hourCycle: clock.resolvedOptions().hour12 ? 'h12' : 'h23',
  }
}

/** Whether the reader writes the third of December as 12/3: dates are printed in that order, so they are read in it too. */
export function isMonthFirst(locale: string): boolean {
  return printLocale(locale).isMonthFirst
}

function printLocale(locale: string): PrintLocale {
  return remembered(locales, locale, () => localeOf(locale))
}

/** Whether a text names a locale that we can print with. Everything here prints without one too. */
export function isLocale(text: string): boolean {
  return parseLocale(text) !== null
}

/** Reads `en-IN`, and as POSIX writes it: `en_IN.UTF-8`, `en_US@posix`. `C`, an empty text and the like are no locale. */
function parseLocale(text: string): Intl.Locale | null {
  const [tag = ''] = text.trim().replaceAll('_', '-').split(/[.@]/)
  try {
    const locale = new Intl.Locale(tag)
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0 ? locale : null
  } catch {
    return null
  }
}

const locales = new Map<string, PrintLocale>()
const lengths = new Map<string, Intl.NumberFormat>()
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(preset: keyof typeof presets, zone: Zone, locale: string): Intl.DateTimeFormat {
  return remembered(formatters, `${preset} ${zone} ${locale}`, () => {
    const { tag, hourCycle } = printLocale(locale)
    const options: Intl.DateTimeFormatOptions = presets[preset]
    // A clock of 24 hours shows 08:00. Without this, Intl prints 8:00 alone and 08:00 in a range.
    const hour =
      hourCycle === 'h23' && options.hour !== undefined ? ('2-digit' as const) : options.hour
    return new Intl.DateTimeFormat(tag, { hourCycle, ...options, hour, timeZone: zone })
  })
}

/** Making a formatter costs a hundred times what using it does. */
function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key)
  if (known !== undefined) return known
  const made = make()
  memory.set(key, made)
  return made
}

/** `45m`, `1h`, `1h 30m`: for a chip, where a word has no room. It is the same in every locale of our one language. */
export function formatShortDuration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const parts = [hours > 0 ? `${hours}h` : '', rest > 0 || hours === 0 ? `${rest}m` : '']
  return parts.filter(Boolean).join(' ')
}
