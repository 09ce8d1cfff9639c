import { describe, expect, test } from 'vitest'
import { parseDate } from '#time/civil.ts'
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

describe('reading ahead', () => {
  const beside = { from: '2026-11-23', to: '2026-11-25', ifIdle: '1' } as const

  test('costs what is missing while the budget is idle, and then the days beside cost nothing', async () => {
    const desk = openDays()
    await askDays(desk)
    desk.upstream.calls = []
    desk.upstream.limit.freeForLookUps = 16
    const { days } = await askDays(desk, beside)
    expect(days.map(({ busy, hours }) => [busy, hours.kind])).toEqual([
      [[], 'known'],
      [[], 'known'],
      [[], 'known'],
    ])
    expect(desk.upstream.calls).toEqual([
      'calendar 2026-11-21 2026-11-26',
      'hours 2026-11-23',
      'hours 2026-11-25',
    ])
    await askDays(desk, { from: '2026-11-25' })
    await askDays(desk, { from: '2026-11-23' })
    expect(desk.upstream.calls).toHaveLength(3)
  })

  test.each([
    ['a call waits', { waiting: 1 }],
    ['less than half of the window would stay free', { freeForLookUps: 15 }],
    ['the account has few calls', { calls: 5, ceiling: 5, freeForLookUps: 4 }],
  ])('asks nothing where %s, and tells what is known', async (_when, limit) => {
    const desk = openDays()
    await askDays(desk)
    desk.upstream.calls = []
    Object.assign(desk.upstream.limit, limit)
    const { days } = await askDays(desk, beside)
    expect(days.map(({ busy, hours }) => [busy, hours.kind])).toEqual([
      [null, 'unknown'],
      [null, 'known'],
      [null, 'unknown'],
    ])
    expect((await askDay(desk, { ifIdle: '1' })).busy).toEqual([])
    expect(desk.upstream.calls).toEqual([])
    // The day is read when a rep steps to it.
    expect((await askDay(desk, { from: '2026-11-25' })).busy).toEqual([])
    expect(desk.upstream.calls).toEqual(['hours 2026-11-25'])
  })

  test('a rep who asks for a day while it is read ahead is not told less if that gives up', async () => {
    const { deps, upstream, down } = openDays()
    const day = parseDate(date)
    if (day === null) throw new Error(`${date} is no day.`)
    upstream.fails.hours = down
    const ahead = deps.memory.workDay(ownerId, day, {
      lane: 'refresh',
      ahead: { mayRead: true },
    })
    upstream.fails.hours = null
    const asked = deps.memory.workDay(ownerId, day, { lane: 'refresh' })
    expect(await ahead).toBeNull()
    expect(await asked).toMatchObject({ isStale: false })
    expect(upstream.calls).toHaveLength(2)
  })
})
