import { expect, test } from 'vitest'
import { format, formatDuration, formatRange, formatUtcRange, formatZone } from './format.ts'
import { type Instant, parseIso, type Zone, zoneOf } from './zoned.ts'

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}

const kolkata: Zone = known(zoneOf('Asia/Kolkata'))
const kathmandu: Zone = known(zoneOf('Asia/Kathmandu'))
const start: Instant = known(parseIso('2026-11-24T10:30:00+05:30'))
const end: Instant = known(parseIso('2026-11-24T11:00:00+05:30'))

test('a range names its day once', () => {
  expect(formatRange(start, end, kolkata, 'en-GB', { to: 'to' })).toBe('Tue 24 Nov, 10:30 to 11:00')
})

test('a range over midnight names both days', () => {
  const late = known(parseIso('2026-11-25T00:30:00+05:30'))
  expect(formatRange(start, late, kolkata, 'en-GB', { to: 'to' })).toMatch(
    /24 Nov, 10:30 to Wed,? 25 Nov, 0?0:30/,
  )
})

test('the locale decides between 12 and 24 hours', () => {
  expect(format(start, 'time', kolkata, 'en-US')).toMatch(/^10:30\sAM$/)
  expect(format(start, 'time', kolkata, 'de-DE')).toBe('10:30')
})

test('what LeadSquared stores is shown in UTC', () => {
  const utcRange = (till: Instant) => formatUtcRange(start, till, 'en-GB', { to: 'to' })
  expect(utcRange(end)).toBe('24 Nov 2026, 05:00 to 05:30 UTC')
  expect(utcRange(known(parseIso('2026-11-25T01:00:00Z')))).toBe(
    '24 Nov 2026, 05:00 to 25 Nov 2026, 01:00 UTC',
  )
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
