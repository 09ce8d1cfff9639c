import { expect, test } from 'vitest'
import type { Interval } from '#time/intervals.ts'
import { parseIso, zoneOf } from '#time/zoned.ts'
import type { Block } from './plan.ts'
import { sayHours, sayStanding } from './say.ts'

const zone = known(zoneOf('Asia/Kolkata'))
const draft = span('2026-11-30T01:00', '2026-11-30T01:30')

test('an appointment in the way is named with its start, and with its day where that is another one', () => {
  const overlap = (interval: Interval) =>
    sayStanding({ kind: 'overlap', with: block(interval) }, draft, { zone, locale: 'en-GB' })
  expect(overlap(span('2026-11-30T00:30', '2026-11-30T02:00'))).toBe('overlaps Review 00:30')
  expect(overlap(span('2026-11-29T20:30', '2026-11-30T03:00'))).toBe('overlaps Review Sun 20:30')
})

test('free time ends where the next appointment begins', () => {
  const until = (at: Interval) =>
    sayStanding({ kind: 'free', until: at.start }, draft, { zone, locale: 'en-GB' })
  expect(until(span('2026-11-30T09:00', '2026-11-30T10:00'))).toBe('free until 09:00')
  expect(until(span('2026-12-01T09:00', '2026-12-01T10:00'))).toBe('free until Tue 09:00')
})

test('a part of the day that is leave or a holiday is named with its times', () => {
  const part = (reason: 'leave' | 'holiday' | 'not-scheduled') =>
    sayHours(
      {
        hours: {
          kind: 'known',
          spans: [],
          partsOff: [{ start: '2026-11-30T18:30:00Z', end: '2026-12-01T00:00:00Z', reason }],
        },
      },
      'Priya',
      { zone, locale: 'en-GB' },
    )
  expect(part('leave')).toBe('Priya is on leave 00:00–05:30.')
  expect(part('holiday')).toBe("Holiday: Priya doesn't work 00:00–05:30.")
  expect(part('not-scheduled')).toBeNull()
})

function block(interval: Interval): Block {
  const busy = {
    start: '',
    end: '',
    token: 't',
    title: 'Review',
    lead: null,
    typeName: null,
    color: null,
    isTentative: false,
  }
  return { busy, interval, fromMinute: 0, minutes: 30, column: 0, columns: 1 }
}

function span(from: string, to: string): Interval {
  return { start: known(parseIso(`${from}+05:30`)), end: known(parseIso(`${to}+05:30`)) }
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}
