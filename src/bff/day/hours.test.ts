import { describe, expect, test } from 'vitest'
import type { Interval } from '#time/intervals.ts'
import { instantOf } from '#time/zoned.ts'
import { type Hours, hoursWithin } from './hours.ts'
import { askDay, openDays, workDay } from './test-days.ts'

const date = '2026-11-24'

describe('hours', () => {
  test.each([
    ['holiday', workDay([], 'Holiday', 0), { kind: 'off', reason: 'holiday' }],
    ['leave', workDay([], 'Leave', 0), { kind: 'off', reason: 'leave' }],
    ['a free weekday', workDay([], 'NotScheduled', 0), { kind: 'off', reason: 'not-scheduled' }],
    [
      'no template',
      workDay([['00:00:00', '23:59:59']], 'WorkDayTemplateNotDefined'),
      { kind: 'unknown' },
    ],
    ['an unheard reason', workDay([], 'Sabbatical', 0), { kind: 'unknown' }],
    ['hours that nobody can read', workDay([['9 o’clock', '18:00:00']]), { kind: 'unknown' }],
    [
      'two shifts',
      workDay([
        ['14:00:00', '18:00:00'],
        ['08:30:00', '12:30:00'],
      ]),
      {
        kind: 'known',
        spans: [
          { start: '2026-11-24T03:00:00Z', end: '2026-11-24T07:00:00Z' },
          { start: '2026-11-24T08:30:00Z', end: '2026-11-24T12:30:00Z' },
        ],
      },
    ],
    [
      'a whole day',
      workDay([['00:00:00', '23:59:59']]),
      {
        kind: 'known',
        spans: [{ start: '2026-11-23T18:30:00Z', end: '2026-11-24T18:30:00Z' }],
      },
    ],
  ])('%s', async (_what, reply, told) => {
    const desk = openDays()
    desk.upstream.workDays.set(date, reply)
    expect((await askDay(desk)).hours).toEqual(told)
  })

  test('count in the zone of the owner, legacy names too', async () => {
    const desk = openDays({ timeZone: 'US/Eastern' })
    expect((await askDay(desk)).hours).toMatchObject({
      spans: [{ start: '2026-11-24T14:00:00Z', end: '2026-11-24T23:00:00Z' }],
    })
  })
})

describe('a day in another zone than the owner is in', () => {
  const hour = 3_600_000
  const day = (from: number, to: number) => ({ start: at(from), end: at(to) })
  const at = (hours: number) => {
    const instant = instantOf(hours * hour)
    if (instant === null) throw new Error('The test names a moment outside of the calendar.')
    return instant
  }
  const works = { day: day(-10, 14), hours: worked(day(-1, 8)) }
  const away = { day: day(14, 38), hours: { kind: 'off', reason: 'leave' } } as const

  test('names the part that is a day off, inside the day that was asked for', () => {
    expect(hoursWithin([works, away], day(0, 24))).toEqual({
      kind: 'known',
      spans: [day(0, 8)],
      partsOff: [{ ...day(14, 24), reason: 'leave' }],
    })
  })

  test('is off as a whole where both of the days are', () => {
    const holiday = { day: day(-10, 14), hours: { kind: 'off', reason: 'holiday' } } as const
    expect(hoursWithin([holiday, away], day(0, 24))).toEqual({ kind: 'off', reason: 'holiday' })
  })

  test('has no part off where both days have hours', () => {
    const next = { day: day(14, 38), hours: worked(day(23, 32)) }
    expect(hoursWithin([works, next], day(0, 24))).toEqual({
      kind: 'known',
      spans: [day(0, 8), day(23, 24)],
    })
  })

  test('is unknown where one of the days is', () => {
    const unknown = { day: day(14, 38), hours: { kind: 'unknown' } } as const
    expect(hoursWithin([works, unknown], day(0, 24))).toEqual({ kind: 'unknown' })
  })
})

function worked(span: Interval): Hours {
  return { kind: 'known', spans: [span] }
}
