import { describe, expect, test } from 'vitest'
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
