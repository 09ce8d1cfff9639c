import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStores, type Stores } from '#store/stores.ts'
import type { BookingAnswer } from '../booking/record.ts'
import { leadId } from '../booking/test-booking.ts'
import { failures, type TestUpstream, testUpstream } from '../booking/test-upstream.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { type Beside, beside, startChecking, wish, withLead } from './test-check.ts'
import { appointment, at, workDay } from './test-days.ts'

let clock: TestClock
let stores: Stores
let upstream: TestUpstream
let known: Beside
let desks: ReturnType<typeof startChecking>[]

beforeEach(() => {
  clock = testClock()
  stores = openSqliteStores(':memory:', () => clock.now())
  upstream = testUpstream(clock)
  known = beside()
  desks = []
})
afterEach(async () => {
  await clock.settle(60_000, Promise.all(desks.map((desk) => desk.stop())))
  await stores.close()
})

function open(parts: Omit<Partial<Parameters<typeof startChecking>[0]>, 'clock'> = {}) {
  const desk = startChecking({ stores, clock, upstream, known, ...parts })
  desks.push(desk)
  return desk
}

function book(desk: ReturnType<typeof startChecking>, ...asked: Parameters<typeof wish>) {
  return clock.settle(5000, desk.bookings.run(wish(...asked)))
}

/** The kinds of the conflicts that an answer names. */
function kindsIn(answer: BookingAnswer): string[] {
  return answer.kind === 'refused'
    ? (answer.facts.params?.conflicts ?? []).map(({ kind }) => kind)
    : []
}

function tokensIn(answer: BookingAnswer): string[] {
  return answer.kind === 'refused'
    ? (answer.facts.params?.conflicts ?? []).map(({ token }) => token)
    : []
}

const siteVisit = () =>
  appointment('2026-11-24T05:15:00Z', '2026-11-24T06:15:00Z', { Name: 'Site visit' })

test('a free time is booked and says that it was checked, with one call besides the Create', async () => {
  const desk = open()
  expect(await book(desk, 1)).toMatchObject({ kind: 'booked', conflictsChecked: true })
  expect(upstream.calendarReads).toBe(1)
  expect(known.released).toBe(1)
  expect(await desk.bookings.look('', wish(1).key)).toMatchObject({ conflictsChecked: true })
})

test('an overlap is refused with its reason, nothing is sent, and the permit is given back', async () => {
  const desk = open()
  upstream.tasks = [siteVisit()]
  expect(await book(desk, 1)).toMatchObject({
    kind: 'refused',
    code: 'conflict',
    facts: {
      params: {
        conflicts: [
          {
            kind: 'overlap',
            start: '2026-11-24T05:15:00Z',
            end: '2026-11-24T06:15:00Z',
            title: 'Site visit',
            isHard: false,
          },
        ],
      },
    },
  })
  expect(upstream.sent).toEqual([])
  expect(known.released).toBe(1)
  expect(await desk.bookings.look('', wish(1).key)).toMatchObject({ code: 'conflict' })
})

describe('booking anyway', () => {
  test('is another body under another key, which names what was seen', async () => {
    const desk = open()
    upstream.tasks = [siteVisit()]
    const seen = tokensIn(await book(desk, 1))
    const conflictOverride = { reason: 'They asked for it', seen }
    expect(await book(desk, 1, { conflictOverride })).toMatchObject({ code: 'key-reused' })
    expect(await book(desk, 2, { conflictOverride })).toMatchObject({ kind: 'booked' })
    expect(upstream.sent[0]?.Description).not.toContain('They asked')
    const row = await stores.attempts.find('', wish(2).key)
    expect(row?.request).toContain('They asked for it')
  })

  test('does not count for what has come since', async () => {
    const desk = open()
    upstream.tasks = [siteVisit()]
    const seen = tokensIn(await book(desk, 1))
    upstream.tasks.push(appointment('2026-11-24T05:00:00Z', '2026-11-24T05:10:00Z'))
    const again = await book(desk, 2, { conflictOverride: { seen } })
    // Both are told, so that both can be named.
    expect(kindsIn(again)).toEqual(['overlap', 'overlap'])
    const third = await book(desk, 3, { conflictOverride: { seen: tokensIn(again) } })
    expect(third).toMatchObject({ kind: 'booked' })
  })

  test.each<{ mode: 'forbid' | 'off'; preventsConflicts: boolean }>([
    { mode: 'forbid', preventsConflicts: false },
    { mode: 'off', preventsConflicts: true },
  ])('is impossible where overlaps are forbidden: %j', async ({ mode, preventsConflicts }) => {
    const desk = open({ settings: { conflicts: { mode, gapMinutes: 0 } }, preventsConflicts })
    upstream.tasks = [siteVisit()]
    const answer = await book(desk, 1, { conflictOverride: { seen: 'any' } })
    expect(answer).toMatchObject({
      code: 'conflict',
      facts: { params: { conflicts: [{ isHard: true }] } },
    })
    expect(upstream.sent).toEqual([])
  })
})

test('with CONFLICTS=off nothing is read and nothing is said', async () => {
  const desk = open({ settings: { conflicts: { mode: 'off', gapMinutes: 0 } } })
  upstream.tasks = [siteVisit()]
  const answer = await book(desk, 1)
  expect(answer).toMatchObject({ kind: 'booked' })
  expect(answer).not.toHaveProperty('conflictsChecked')
  expect(upstream.calendarReads).toBe(0)
})

describe('advice', () => {
  test('tells hours, leave and tasks of the lead, all at once', async () => {
    const desk = open({ settings: { conflicts: { mode: 'advise', gapMinutes: 15 } } })
    known.workDay = workDay([['12:00:00', '18:00:00']])
    known.leadTasks = [
      {
        TaskID: 'a-task',
        Name: 'Call back',
        Description: '',
        DueDate: at('2026-11-24T10:00:00Z'),
        CreatedOn: null,
        OwnerID: null,
        OwnerName: '',
        Status: 'Pending',
        Reminder: null,
      },
    ]
    upstream.tasks = [appointment('2026-11-24T05:40:00Z', '2026-11-24T06:00:00Z')]
    const answer = await book(desk, 1, withLead)
    expect(kindsIn(answer).toSorted()).toEqual(['gap', 'outside-hours', 'same-lead'])
    // Look-ups of the lead itself belong to planning.
    expect(known.calls.toSorted()).toEqual(['hours', 'lead tasks', 'owner'])
    expect(upstream.lookUps).toEqual([`lead ${leadId}`])
  })

  test.each([
    ['Leave', 'leave'],
    ['Holiday', 'holiday'],
    ['NotScheduled', 'not-scheduled'],
  ])('%s', async (reason, kind) => {
    known.workDay = workDay([], reason, 0)
    expect(kindsIn(await book(open(), 1))).toEqual([kind])
  })

  test('a second booking of the day asks for nothing but the calendar and the Create', async () => {
    const desk = open()
    await book(desk, 1)
    known.calls = []
    await book(desk, 2, { start: '2026-11-24T12:00:00+05:30', end: '2026-11-24T12:30:00+05:30' })
    expect(known.calls).toEqual([])
    expect(upstream.calendarReads).toBe(2)
  })
})

describe('a calendar that cannot be read', () => {
  test('does not keep anybody from booking, and the answer says that nobody checked', async () => {
    upstream.readsFail = failures.timedOut
    expect(await book(open(), 1)).toMatchObject({ kind: 'booked', conflictsChecked: false })
  })

  test('refuses what must not overlap, and nothing is sent', async () => {
    const desk = open({ preventsConflicts: true })
    upstream.readsFail = failures.timedOut
    const asked = desk.bookings.run(wish(1))
    expect(await clock.settle(5000, asked)).toMatchObject({ kind: 'waiting' })
    await clock.advance(130_000)
    expect(await desk.bookings.look('', wish(1).key)).toMatchObject({
      kind: 'refused',
      code: 'leadsquared-unreachable',
    })
    expect(upstream.sent).toEqual([])
  })

  test('that comes back in time is read again', async () => {
    const desk = open({ preventsConflicts: true })
    upstream.readsFail = failures.timedOut
    await clock.settle(5000, desk.bookings.run(wish(1)))
    upstream.readsFail = null
    await clock.advance(20_000)
    expect(await desk.bookings.look('', wish(1).key)).toMatchObject({ kind: 'booked' })
  })
})

test('a booking that got no turn waits, and is checked when it gets one', async () => {
  const desk = open()
  known.noTurn = { kind: 'not-admitted', reason: 'circuit-open', retryAfterMs: 1000, said: '' }
  upstream.tasks = [siteVisit()]
  const asked = desk.bookings.run(wish(1))
  expect(await clock.settle(3000, asked)).toMatchObject({ kind: 'waiting' })
  known.noTurn = null
  await clock.advance(10_000)
  expect(await desk.bookings.look('', wish(1).key)).toMatchObject({ code: 'conflict' })
})

test('what this desk has just booked is an overlap, before LeadSquared lists it', async () => {
  const desk = open()
  await book(desk, 1)
  upstream.tasks = []
  const second = await book(desk, 2)
  expect(kindsIn(second)).toEqual(['overlap'])
  const third = await book(desk, 3, { conflictOverride: { seen: tokensIn(second) } })
  expect(third).toMatchObject({ kind: 'booked' })
  upstream.tasks = []
  await clock.advance(60_000)
  expect(await book(desk, 4)).toMatchObject({ kind: 'booked' })
})

test('a booking whose end nobody knows holds its time', async () => {
  const desk = open()
  upstream.fates = [{ answerAfterMs: 10, answer: failures.timedOut }]
  expect(await book(desk, 1)).toMatchObject({ kind: 'unconfirmed' })
  expect(kindsIn(await book(desk, 2))).toEqual(['held'])
})

test('without DAY_DETAILS a conflict names no title, but to the person whose day it is', async () => {
  upstream.tasks = [siteVisit()]
  const hidden = { settings: { dayDetails: false } }
  const told = (answer: BookingAnswer) =>
    answer.kind === 'refused' && answer.facts.params?.conflicts?.map(({ title }) => title)
  expect(told(await book(open(hidden), 1))).toEqual([null])
  expect(told(await book(open({ ...hidden, isOwn: true }), 2))).toEqual(['Site visit'])
})

test('a booking without a time is not checked: LeadSquared chooses it', async () => {
  const { start: _start, end: _end, ...request } = wish(1).request
  const desk = open()
  const answer = await clock.settle(5000, desk.bookings.run({ ...wish(1), request }))
  expect(answer).toMatchObject({ kind: 'booked' })
  expect(answer).not.toHaveProperty('conflictsChecked')
  expect(upstream.calendarReads).toBe(0)
})
