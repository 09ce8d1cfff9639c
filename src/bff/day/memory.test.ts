import { describe, expect, test } from 'vitest'
import { ownerId } from '../booking/test-booking.ts'
import { appointment, askDay, askDays, openDays } from './test-days.ts'

const date = '2026-11-24'

describe('calls', () => {
  test('three simultaneous ones for a new owner; none again within 30 s', async () => {
    const desk = openDays()
    const first = askDays(desk)
    await Promise.resolve()
    expect(desk.upstream.calls).toHaveLength(3)
    await first
    await desk.clock.advance(29_000)
    await askDays(desk)
    expect(desk.upstream.calls).toEqual([
      'owner',
      'calendar 2026-11-22 2026-11-26',
      `hours ${date}`,
    ])
  })

  test('two at most for another day of theirs', async () => {
    const desk = openDays()
    await askDays(desk)
    desk.upstream.calls = []
    await askDays(desk, { from: '2026-12-07' })
    expect(desk.upstream.calls).toEqual(['calendar 2026-12-05 2026-12-08', 'hours 2026-12-07'])
  })

  test('one for the same day after 30 s, and its hours again after an hour', async () => {
    const desk = openDays()
    await askDays(desk)
    desk.upstream.calls = []
    await desk.clock.advance(31_000)
    await askDays(desk)
    expect(desk.upstream.calls).toEqual(['calendar 2026-11-22 2026-11-25'])
    desk.upstream.calls = []
    await desk.clock.advance(60 * 60_000)
    await askDays(desk)
    expect(desk.upstream.calls).toHaveLength(3)
  })

  test('ten reps who look at the same time cost as many as one rep', async () => {
    const desk = openDays()
    await Promise.all(Array.from({ length: 10 }, () => askDays(desk)))
    expect(desk.upstream.calls).toHaveLength(3)
  })

  test('a week costs its hours and one calendar', async () => {
    const desk = openDays()
    const week = await askDays(desk, { to: '2026-11-30' })
    expect(week.days.map((day) => day.date)).toEqual([
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
    ])
    expect(desk.upstream.calls).toHaveLength(9)
  })
})

describe('what is not known', () => {
  test('is reported as unknown, and never as free', async () => {
    const desk = openDays()
    desk.upstream.fails = { calendar: desk.down, hours: desk.down, owner: null }
    expect(await askDays(desk)).toMatchObject({
      days: [{ busy: null, hours: { kind: 'unknown' } }],
    })
    desk.upstream.fails.owner = desk.down
    const other = openDays()
    other.upstream.fails.owner = desk.down
    expect(await askDays(other)).toMatchObject({
      owner: { id: ownerId, name: null, timeZone: null },
      days: [{ busy: [], hours: { kind: 'unknown' } }],
    })
  })

  test('while LeadSquared is down the last calendar is shown, with the time since when it is stale', async () => {
    const desk = openDays()
    desk.upstream.rows = [appointment('2026-11-24T05:00:00Z', '2026-11-24T06:00:00Z')]
    await askDays(desk)
    await desk.clock.advance(10 * 60_000)
    desk.upstream.fails.calendar = desk.down
    expect(await askDays(desk)).toMatchObject({
      staleSince: '2026-11-23T09:00:00.000Z',
      days: [{ asOf: '2026-11-23T09:00:00.000Z', busy: [{}] }],
    })
    await desk.clock.advance(5 * 60 * 60_000)
    expect((await askDay(desk)).busy).toBeNull()
  })
})
