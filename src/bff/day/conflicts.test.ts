import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownerId } from '../booking/test-booking.ts'
import { addMinutes } from '#time/zoned.ts'
import {
  clashesOf,
  type Clash,
  type ConflictRules,
  type Draft,
  standing,
  type Surroundings,
} from './conflicts.ts'
import type { Held } from './claims.ts'
import { at } from './test-days.ts'

const noon = at('2026-11-24T12:00:00Z')
const day = { start: at('2026-11-24T00:00:00Z'), end: at('2026-11-25T00:00:00Z') }
const works = {
  kind: 'known' as const,
  spans: [{ start: at('2026-11-24T09:00:00Z'), end: at('2026-11-24T18:00:00Z') }],
}

/** Minutes from noon. */
function span(from: number, to: number) {
  return { start: addMinutes(noon, from), end: addMinutes(noon, to) }
}

function busy(from: number, to: number, changes: Partial<Held> = {}): Held {
  return {
    ...span(from, to),
    id: `task ${from} ${to}`,
    title: 'Site visit',
    lead: null,
    typeId: null,
    typeName: null,
    color: null,
    isTentative: false,
    bookedAt: null,
    ...changes,
  }
}

function draft(from: number, to: number, changes: Partial<Draft> = {}): Draft {
  return { ...span(from, to), ownerId, preventsConflicts: false, ...changes }
}

function judge(
  what: Draft,
  known: Partial<Surroundings> = {},
  rules: Partial<ConflictRules> = {},
): Clash[] {
  return clashesOf(
    what,
    { busy: [], held: [], days: [{ day, hours: works }], leadTasks: [], ...known },
    { mode: 'advise', gapMinutes: 0, ...rules },
  )
}

const kinds = (clashes: readonly Clash[]) => clashes.map(({ kind }) => kind)

describe('overlap', () => {
  test.each([
    ['the same time', 0, 30, 0, 30, true],
    ['inside', 10, 20, 0, 30, true],
    ['around', -10, 40, 0, 30, true],
    ['over the start', -15, 5, 0, 30, true],
    ['until its start', -30, 0, 0, 30, false],
    ['from its end', 30, 60, 0, 30, false],
  ])('%s', (_what, from, to, start, end, overlaps) => {
    const clashes = judge(draft(from, to), { busy: [busy(start, end)] })
    expect(kinds(clashes)).toEqual(overlaps ? ['overlap'] : [])
  })

  test('is told with what it is and when', () => {
    expect(judge(draft(0, 30), { busy: [busy(15, 75)] })).toEqual([
      {
        kind: 'overlap',
        ...span(15, 75),
        title: 'Site visit',
        token: expect.stringMatching(/^[\w-]{16}$/),
        isHard: false,
      },
    ])
  })

  test('is hard where the type prevents conflicts or the operator forbids them, whatever CONFLICTS says', () => {
    const known = { busy: [busy(0, 30)], held: [busy(0, 30, { isTentative: true, id: 'x' })] }
    const hardness = (changes: Partial<Draft>, rules: Partial<ConflictRules>) =>
      judge(draft(0, 30, changes), known, rules).map(({ isHard }) => isHard)
    expect(hardness({}, { mode: 'advise' })).toEqual([false, false])
    expect(hardness({}, { mode: 'off' })).toEqual([])
    expect(hardness({}, { mode: 'forbid' })).toEqual([true, true])
    for (const mode of ['advise', 'forbid', 'off'] as const) {
      expect(hardness({ preventsConflicts: true }, { mode })).toEqual([true, true])
    }
  })

  test('nothing but overlaps is hard, and with CONFLICTS=off nothing else is told', () => {
    const known: Partial<Surroundings> = {
      busy: [busy(35, 60)],
      days: [{ day, hours: { kind: 'off', reason: 'leave' } }],
      leadTasks: [{ id: 'task 9', title: 'Call back', start: noon }],
    }
    const forbidden = judge(draft(0, 30), known, { mode: 'forbid', gapMinutes: 15 })
    expect(kinds(forbidden).toSorted()).toEqual(['gap', 'leave', 'same-lead'])
    expect(forbidden.some(({ isHard }) => isHard)).toBe(false)
    const off = judge(draft(0, 30, { preventsConflicts: true }), known, { mode: 'off' })
    expect(off).toEqual([])
  })
})

test('a gap that is too short is told, before and after', () => {
  const known = { busy: [busy(-40, -10), busy(40, 70), busy(-90, -60)] }
  expect(judge(draft(0, 30), known, { gapMinutes: 10 })).toEqual([])
  expect(kinds(judge(draft(0, 30), known, { gapMinutes: 11 }))).toEqual(['gap', 'gap'])
})

describe('hours', () => {
  test.each([
    ['inside', 0, 60, []],
    ['until the end of the day', 300, 360, []],
    ['over the end', 330, 375, [[360, 375]]],
    ['wholly outside', 400, 430, [[400, 430]]],
    [
      'around both ends',
      -240,
      400,
      [
        [-240, -180],
        [360, 400],
      ],
    ],
  ])('%s', (_what, from, to, outside) => {
    const clashes = judge(draft(from, to))
    expect(clashes.map(({ kind, start, end }) => ({ kind, start, end }))).toEqual(
      outside.map(([start = 0, end = 0]) => ({ kind: 'outside-hours', ...span(start, end) })),
    )
  })

  test('a break between two shifts is outside of both', () => {
    const hours = { kind: 'known' as const, spans: [span(-180, 30), span(90, 360)] }
    expect(kinds(judge(draft(0, 45), { days: [{ day, hours }] }))).toEqual(['outside-hours'])
  })

  test.each(['leave', 'holiday', 'not-scheduled'] as const)('%s is told once', (reason) => {
    const clashes = judge(draft(0, 30), { days: [{ day, hours: { kind: 'off', reason } }] })
    expect(clashes).toMatchObject([{ kind: reason, ...day, title: null, isHard: false }])
  })

  test('what is not known is not judged', () => {
    const unknown = [{ day, hours: { kind: 'unknown' as const } }]
    expect(judge(draft(600, 660), { days: unknown })).toEqual([])
    expect(judge(draft(600, 660), { days: [] })).toEqual([])
  })
})

test('a task of the lead on that day is told, but not twice where it is the overlap', () => {
  const overlapping = busy(0, 30)
  const leadTasks = [
    { id: overlapping.id, title: 'Site visit', start: overlapping.start },
    { id: 'task 9', title: 'Call back', start: addMinutes(noon, 120) },
  ]
  expect(judge(draft(0, 30), { busy: [overlapping], leadTasks })).toMatchObject([
    { kind: 'overlap' },
    { kind: 'same-lead', title: 'Call back', ...span(120, 120) },
  ])
})

test('what somebody books at the desk now is held, and what was booked a moment ago is an overlap', () => {
  const held = [busy(0, 30, { isTentative: true, id: 'AD-1' }), busy(0, 30, { id: 'AD-2' })]
  expect(kinds(judge(draft(0, 30), { held })).toSorted()).toEqual(['held', 'overlap'])
  expect(kinds(judge(draft(0, 30), { held, busy: null })).toSorted()).toEqual(['held', 'overlap'])
})

describe('an override', () => {
  const known = { busy: [busy(0, 30), busy(10, 40)], leadTasks: [] }
  const soft = judge(draft(0, 30), known)
  const hard = judge(draft(0, 30), known, { mode: 'forbid' })

  test('counts for what it names and for nothing else', () => {
    const [first, second] = soft.map(({ token }) => token)
    expect(standing(soft, undefined)).toEqual(soft)
    expect(standing(soft, { seen: [first ?? ''] })).toMatchObject([{ token: second }])
    expect(standing(soft, { seen: [first ?? '', second ?? ''] })).toEqual([])
    expect(standing(soft, { seen: ['another-token'] })).toEqual(soft)
  })

  test('of any counts for everything that is soft', () => {
    expect(standing(soft, { seen: 'any' })).toEqual([])
    expect(standing(hard, { seen: 'any' })).toEqual(hard)
    expect(standing(hard, { seen: hard.map(({ token }) => token) })).toEqual(hard)
  })

  test('does not count any more when the appointment has moved', () => {
    const seen = soft.map(({ token }) => token)
    const moved = judge(draft(0, 30), { busy: [busy(0, 30), busy(15, 45, { id: 'task 10 40' })] })
    expect(standing(moved, { seen })).toHaveLength(1)
  })
})

test('for every calendar an overlap is reported exactly if the two times share a moment', () => {
  const part = fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 1, max: 120 }))
  fc.assert(
    fc.property(part, fc.array(part, { maxLength: 12 }), ([from, length], others) => {
      const what = draft(from, from + length)
      const rows = others.map(([start, minutes], index) =>
        busy(start, start + minutes, { id: `task ${index}` }),
      )
      const told = judge(what, { busy: rows }).filter(({ kind }) => kind === 'overlap')
      // Minute by minute, as somebody with a paper calendar would look.
      const shared = others.filter(([start, minutes]) =>
        Array.from({ length }, (_, minute) => from + minute).some(
          (minute) => minute >= start && minute < start + minutes,
        ),
      )
      expect(told).toHaveLength(shared.length)
    }),
  )
})

test('if there are more conflicts than an answer can hold, the hard ones come first', () => {
  const rows = Array.from({ length: 300 }, (_, index) => busy(0, 30, { id: `task ${index}` }))
  expect(judge(draft(0, 30), { busy: rows }, { gapMinutes: 5 })).toHaveLength(200)
})
