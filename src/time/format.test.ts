import { describe, expect, test } from 'vitest'
import {
  format,
  formatBeside,
  formatDuration,
  formatRange,
  formatTimes,
  formatUtcRange,
  formatZone,
  isMonthFirst,
  isLocale,
} from './format.ts'
import { addMinutes, type Instant, parseIso, utc, type Zone, zoneOf } from './zoned.ts'

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}

const kolkata: Zone = known(zoneOf('Asia/Kolkata'))
const kathmandu: Zone = known(zoneOf('Asia/Kathmandu'))
const start: Instant = known(parseIso('2026-11-24T14:30:00+05:30'))
const end: Instant = known(parseIso('2026-11-24T15:00:00+05:30'))

/** Versions of ICU differ in the kind of blank around a dash and before AM. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ')
const range = (locale: string) => plain(formatRange(start, end, kolkata, locale, start))

test('a range names its day once', () => {
  expect(range('en-GB')).toBe('Tue 24 Nov, 14:30–15:00')
})

test('a range over midnight names both days', () => {
  const late = known(parseIso('2026-11-25T00:30:00+05:30'))
  expect(plain(formatRange(start, late, kolkata, 'en-GB', start))).toBe(
    'Tue 24 Nov, 14:30 – Wed 25 Nov, 00:30',
  )
})

test.each([
  ['15:00', 'en-GB', '14:30–15:00'],
  ['15:00', 'en-US', '2:30 – 3:00 PM'],
  ['00:00', 'en-GB', '14:30–00:00'],
  ['00:00', 'en-US', '2:30 PM – 12:00 AM'],
  ['00:30', 'en-GB', 'Tue 24 Nov, 14:30 – Wed 25 Nov, 00:30'],
  ['00:30', 'en-US', 'Tue, Nov 24, 2:30 PM – Wed, Nov 25, 12:30 AM'],
])('times until %s are %s: %s', (till, locale, printed) => {
  const date = till < '12' ? '25' : '24'
  const last = known(parseIso(`2026-11-${date}T${till}:00+05:30`))
  expect(plain(formatTimes(start, last, kolkata, locale))).toBe(printed)
})

test('times on a second clock name the day only where it is another one', () => {
  const newYork = known(zoneOf('America/New_York'))
  const early = known(parseIso('2026-11-24T07:30:00+05:30'))
  const beside = (from: Instant, till: Instant) =>
    plain(formatBeside({ start: from, end: till }, newYork, kolkata, 'en-GB'))
  expect(beside(start, end)).toBe('04:00–04:30')
  expect(beside(early, start)).toBe('Mon 23 Nov, 21:00 – Tue 24 Nov, 04:00')
})

test.each([
  // In Kolkata it is 2027 already.
  ['2026-12-31T18:30:00Z', '2027-01-01T04:00:00Z', 'Fri 1 Jan, 09:30–10:00'],
  ['2026-12-31T18:29:00Z', '2027-01-01T04:00:00Z', 'Fri, 1 Jan 2027, 09:30–10:00'],
  [
    '2026-12-31T10:00:00Z',
    '2026-12-31T18:15:00Z',
    'Thu, 31 Dec 2026, 23:45 – Fri, 1 Jan 2027, 00:15',
  ],
  ['2026-01-05T10:00:00Z', '2026-07-07T04:00:00Z', 'Tue 7 Jul, 09:30–10:00'],
  ['2026-01-05T10:00:00Z', '2026-07-08T04:00:00Z', 'Wed, 8 Jul 2026, 09:30–10:00'],
  ['2026-11-05T10:00:00Z', '2026-03-08T04:00:00Z', 'Sun, 8 Mar 2026, 09:30–10:00'],
  ['2026-11-05T10:00:00Z', '2025-11-08T04:00:00Z', 'Sat, 8 Nov 2025, 09:30–10:00'],
])('at %s the range from %s says its year only if that is in doubt: %s', (now, from, text) => {
  const begin = known(parseIso(from))
  const end = addMinutes(begin, 30)
  expect(plain(formatRange(begin, end, kolkata, 'en-GB', known(parseIso(now))))).toBe(text)
})

test('what LeadSquared stores is shown in UTC, with 24 hours everywhere', () => {
  const utcRange = (till: Instant, locale: string) => plain(formatUtcRange(start, till, locale))
  expect(utcRange(end, 'en-GB')).toBe('24 Nov 2026, 09:00–09:30 UTC')
  expect(utcRange(end, 'en-US')).toBe('Nov 24, 2026, 09:00 – 09:30 UTC')
  const midnight = known(parseIso('2026-11-25T00:00:00Z'))
  expect(utcRange(midnight, 'en-US')).toBe('Nov 24, 2026, 09:00 – Nov 25, 2026, 00:00 UTC')
})

test('a zone is shown with its offset at that moment', () => {
  expect(formatZone(kathmandu, start, 'en-GB')).toBe('Nepal Time (UTC+05:45)')
})

test('lengths read as people say them', () => {
  expect([15, 60, 90].map((minutes) => formatDuration(minutes, 'en-GB'))).toEqual([
    '15 mins',
    '1 hr',
    '1 hr 30 mins',
  ])
})

describe('the locale gives the order and the hours of the clock, and nothing else', () => {
  const dayFirst24 = 'Tue 24 Nov, 14:30–15:00'
  test.each([
    ['en-IN', 'Tue, 24 Nov, 2:30 – 3:00 pm'],
    ['en-US', 'Tue, Nov 24, 2:30 – 3:00 PM'],
    ['en-US-u-hc-h23', 'Tue, Nov 24, 14:30 – 15:00'],
    ['en-US-u-ca-buddhist-nu-thai', 'Tue, Nov 24, 2:30 – 3:00 PM'],
    ['en', 'Tue, Nov 24, 2:30 – 3:00 PM'],
    ['de-DE', dayFirst24],
    ['de-AT', dayFirst24],
    ['fr', dayFirst24],
    ['th-TH', dayFirst24],
    ['hi-IN', 'Tue 24 Nov, 2:30 – 3:00 pm'],
    ['ar-EG', 'Tue 24 Nov, 2:30 – 3:00 pm'],
    ['fa-IR', 'Tue, Nov 24, 14:30 – 15:00'],
    ['ja-JP', 'Tue, Nov 24, 14:30 – 15:00'],
    ['ja-JP-u-ca-japanese', 'Tue, Nov 24, 14:30 – 15:00'],
  ])('%s: %s', (locale, text) => {
    expect(range(locale)).toBe(text)
  })

  test.each([
    ['en-GB', 'Tue, 12 Jan 2027'],
    ['en-IN', 'Tue, 12 Jan, 2027'],
    ['en-US', 'Tue, Jan 12, 2027'],
    ['de-DE', 'Tue, 12 Jan 2027'],
    ['fr-FR', 'Tue, 12 Jan 2027'],
    ['hi-IN', 'Tue, 12 Jan 2027'],
    ['ja-JP', 'Tue, Jan 12, 2027'],
  ])('%s writes a day with its year as %s', (locale, text) => {
    const noon = known(parseIso('2027-01-12T12:00:00Z'))
    expect(plain(format(noon, 'dayOfYear', utc, locale))).toBe(text)
  })

  test.each([
    'en',
    'en-US',
    'en_US.UTF-8',
    'en-US-u-ca-buddhist',
    'ja',
    'fa-IR',
    'zh-Hant-TW',
    'ko',
  ])('%s is read in the order in which it is printed: month first', (locale) => {
    expect(isMonthFirst(locale)).toBe(true)
    expect(range(locale)).toContain('Nov 24')
  })

  test.each(['', 'C', 'und', 'en-GB', 'en_IN', 'en-AU', 'de', 'ar-EG', 'th'])(
    '%s is read in the order in which it is printed: day first',
    (locale) => {
      expect(isMonthFirst(locale)).toBe(false)
      expect(range(locale)).toContain('24 Nov')
    },
  )

  test.each([
    ['en_IN', 'en-IN'],
    ['en_US.UTF-8', 'en-US'],
    ['en-US@posix', 'en-US'],
    ['en-US-posix', 'en-US'],
    ['de_DE@euro', 'de-DE'],
    [' en-GB ', 'en-GB'],
  ])('%j is read as %s', (locale, meant) => {
    expect(isLocale(locale)).toBe(true)
    expect(range(locale)).toBe(range(meant))
  })

  test.each(['', 'C', 'POSIX', 'C.UTF-8', '*', 'undefined', 'x', '12', 'en-'])(
    '%j, which is no locale, is read as British English',
    (locale) => {
      expect(isLocale(locale)).toBe(false)
      expect(range(locale)).toBe(dayFirst24)
      expect(formatDuration(90, locale)).toBe('1 hr 30 mins')
      expect(formatZone(kathmandu, start, locale)).toBe('Nepal Time (UTC+05:45)')
    },
  )

  test.each(['th', 'fa', 'ja', 'ar-SA', 'bn-BD', 'my', 'de', 'zh-Hant-TW', 'he'])(
    '%s prints the year, the digits and every word as English does',
    (locale) => {
      expect(plain(formatUtcRange(start, end, locale))).toMatch(
        /^(24 Nov|Nov 24,) 2026, 09:00 ?– ?09:30 UTC$/,
      )
      expect(formatDuration(75, locale)).toMatch(/^1 hr 15 mins?$/)
      expect(formatZone(kathmandu, start, locale)).toBe('Nepal Time (UTC+05:45)')
      expect(format(start, 'dayOfYear', kolkata, locale)).toMatch(/^Tue, (24 Nov|Nov 24,) 2026$/)
      expect(format(start, 'dayShort', kolkata, locale)).toMatch(/^Tue,? (24 Nov|Nov 24)$/)
    },
  )
})
