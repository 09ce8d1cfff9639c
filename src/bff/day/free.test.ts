import { expect, test } from 'vitest'
import { FreeTimes } from '#contract/day.ts'
import { ownerId } from '../booking/test-booking.ts'
import { freeTimes } from './free.ts'
import { ownerDays } from './days.ts'
import { appointment, openDays, reader, workDay } from './test-days.ts'

type Desk = ReturnType<typeof openDays>

async function ask(desk: Desk, query: Partial<Parameters<typeof freeTimes>[0]> = {}) {
  const asked = { owner: ownerId, from: '2026-11-24T03:00:00Z', durationMinutes: '30', ...query }
  const answer = FreeTimes.parse(await freeTimes(asked, reader, desk.deps))
  return { starts: answer.free.map(({ start }) => start.slice(5, 16)), ...answer }
}

test('the first times within hours, clear of what is busy, one after the other', async () => {
  const desk = openDays()
  desk.upstream.rows = [
    appointment('2026-11-24T03:30:00Z', '2026-11-24T04:10:00Z'),
    appointment('2026-11-24T04:45:00Z', '2026-11-24T05:00:00Z'),
  ]
  const { starts, free, unknownFrom } = await ask(desk)
  expect(starts).toEqual(['11-24T04:15', '11-24T05:00', '11-24T05:30', '11-24T06:00'])
  expect(free[0]).toEqual({ start: '2026-11-24T04:15:00Z', end: '2026-11-24T04:45:00Z' })
  expect(unknownFrom).toBeNull()
  expect(desk.upstream.calls).toHaveLength(3)
})

test('an appointment that is to be moved is not in its own way', async () => {
  const desk = openDays()
  const moving = appointment('2026-11-24T03:30:00Z', '2026-11-24T04:15:00Z')
  desk.upstream.rows = [moving, appointment('2026-11-24T04:15:00Z', '2026-11-24T05:00:00Z')]
  expect((await ask(desk, { count: '1' })).starts).toEqual(['11-24T05:00'])
  const without = moving.UserTaskId.toUpperCase()
  expect((await ask(desk, { count: '2', without })).starts).toEqual(['11-24T03:30', '11-24T05:00'])
})

test('no time in the past or before the requested one', async () => {
  const desk = openDays()
  await desk.clock.advance(20 * 60 * 60_000)
  expect((await ask(desk)).starts[0]).toBe('11-24T05:00')
  expect((await ask(desk, { from: '2026-11-24T11:50:00Z' })).starts).toEqual([
    '11-24T12:00',
    '11-25T03:30',
    '11-25T04:00',
    '11-25T04:30',
  ])
})

test('the gap that the operator advises is kept', async () => {
  const desk = openDays({ settings: { conflicts: { mode: 'advise', gapMinutes: 15 } } })
  desk.upstream.rows = [appointment('2026-11-24T03:30:00Z', '2026-11-24T04:00:00Z')]
  expect((await ask(desk)).starts[0]).toBe('11-24T04:15')
})

test('days off are skipped, and a day that was already read costs no call', async () => {
  const desk = openDays()
  await ownerDays({ owner: ownerId, from: '2026-11-24' }, reader, desk.deps)
  desk.upstream.calls = []
  expect((await ask(desk)).starts).toHaveLength(4)
  expect(desk.upstream.calls).toEqual([])
  desk.upstream.workDays.set('2026-11-25', workDay([], 'Leave', 0))
  desk.upstream.workDays.set('2026-11-26', workDay([], 'Holiday', 0))
  const next = await ask(desk, { from: '2026-11-24T12:30:00Z', count: '1' })
  expect(next).toMatchObject({ starts: ['11-27T03:30'], unknownFrom: null })
})

test('a day without known hours ends the search, and nothing is guessed', async () => {
  const desk = openDays()
  desk.upstream.workDays.set('2026-11-25', workDay([], 'WorkDayTemplateNotDefined', 1))
  expect(await ask(desk, { from: '2026-11-24T12:00:00Z' })).toMatchObject({
    starts: ['11-24T12:00'],
    unknownFrom: '2026-11-25',
  })
})

test('a calendar that cannot be read ends the search', async () => {
  const desk = openDays()
  desk.upstream.fails.calendar = desk.down
  expect(await ask(desk)).toMatchObject({ free: [], unknownFrom: '2026-11-24' })
})

test('a search costs ten calls at most, and says how far it came', async () => {
  const desk = openDays()
  const start = Date.parse('2026-11-20T00:00:00Z')
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
  desk.upstream.rows = Array.from({ length: 30 }, (_, day) =>
    appointment(iso(start + day * 86_400_000), iso(start + (day + 1) * 86_400_000)),
  )
  const { free, unknownFrom } = await ask(desk)
  expect(free).toEqual([])
  expect(unknownFrom).not.toBeNull()
  expect(desk.upstream.calls.length).toBeLessThanOrEqual(10)
  expect(desk.upstream.calls.length).toBeGreaterThan(7)
  // The desk keeps the days that it has read, so the second search comes further.
  const again = await ask(desk)
  expect(String(again.unknownFrom) > String(unknownFrom)).toBe(true)
})

test('it looks 14 days ahead and no further', async () => {
  const desk = openDays()
  for (let day = 24; day <= 30; day += 1) {
    desk.upstream.workDays.set(`2026-11-${day}`, workDay([], 'NotScheduled', 0))
  }
  await ask(desk, { from: '2026-11-24T00:00:00Z' })
  expect(desk.upstream.calls.filter((call) => call.startsWith('calendar')).length).toBe(1)
})

test.each([['2026-11-24T25:00:00Z'], ['2026-02-30T10:00:00Z']])(
  'from %s is refused',
  async (from) => {
    await expect(ask(openDays(), { from })).rejects.toMatchObject({
      code: 'invalid-request',
      facts: { errors: [{ pointer: '?from' }] },
    })
  },
)
