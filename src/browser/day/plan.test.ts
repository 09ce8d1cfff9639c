import { expect, test } from 'vitest'
import type { Busy, OwnerDay } from '#contract/day.ts'
import { parseDate } from '#time/civil.ts'
import { parseIso, zoneOf } from '#time/zoned.ts'
import { planDay, standingOf } from './plan.ts'

const asOf = '2026-11-30T03:00:00Z'

function zone(name: string) {
  const known = zoneOf(name)
  if (known === null) throw new Error(name)
  return known
}
const kolkata = zone('Asia/Kolkata')

function at(text: string) {
  const instant = parseIso(text)
  if (instant === null) throw new Error(text)
  return instant
}

function date(text: string) {
  const known = parseDate(text)
  if (known === null) throw new Error(text)
  return known
}

/** An appointment in Indian time on 30 November 2026. */
function busy(start: string, end: string, title = start): Busy {
  const moment = (time: string) => (time.includes('T') ? time : `2026-11-30T${time}:00+05:30`)
  const rest = { lead: null, typeName: null, color: null, isTentative: false }
  return { start: moment(start), end: moment(end), token: title, title, ...rest }
}

function draft(start: string, end: string) {
  return { start: at(`2026-11-30T${start}:00+05:30`), end: at(`2026-11-30T${end}:00+05:30`) }
}

function plan(day: Partial<OwnerDay>) {
  const known: OwnerDay = { date: '2026-11-30', asOf, busy: [], hours: { kind: 'unknown' }, ...day }
  return planDay(date('2026-11-30'), kolkata, [known])
}

const nineToSix: OwnerDay['hours'] = {
  kind: 'known',
  spans: [{ start: '2026-11-30T03:30:00Z', end: '2026-11-30T12:30:00Z' }],
}

test('appointments stand at their minute, side by side only where they share time', () => {
  const blocks = plan({
    busy: [
      busy('09:00', '10:30'),
      busy('10:00', '11:00'),
      busy('10:15', '10:45'),
      busy('10:30', '11:30'),
      busy('12:00', '12:30'),
    ],
  })?.blocks?.map(({ busy: { title }, fromMinute, minutes, column, columns }) =>
    [title, fromMinute, minutes, `${column}/${columns}`].join(' '),
  )
  expect(blocks).toEqual([
    '09:00 540 90 0/3',
    '10:00 600 60 1/3',
    '10:15 615 30 2/3',
    '10:30 630 60 0/3',
    '12:00 720 30 0/1',
  ])
})

test('what began yesterday or ends tomorrow is cut to the day, and what only touches it is left out', () => {
  const blocks = plan({
    busy: [
      busy('2026-11-29T22:00:00+05:30', '01:00', 'began yesterday'),
      busy('23:00', '2026-12-01T00:00:00+05:30', 'ends at midnight'),
      busy('2026-11-29T23:00:00+05:30', '00:00', 'before'),
      busy('13:00', '13:00', 'no length'),
    ],
  })?.blocks
  expect(blocks?.map((block) => [block.busy.title, block.fromMinute, block.minutes])).toEqual([
    ['began yesterday', 0, 60],
    ['no length', 780, 0],
    ['ends at midnight', 1380, 60],
  ])
})

test('a day on which the clocks change is as long as it is', () => {
  const newYork = zone('America/New_York')
  const of = (day: string) =>
    planDay(date(day), newYork, [{ date: day, asOf, busy: [], hours: { kind: 'unknown' } }])
  expect(of('2027-03-14')?.lengthMinutes).toBe(23 * 60)
  expect(of('2026-11-01')?.lengthMinutes).toBe(25 * 60)
})

test('an appointment that cannot be read is not drawn, and a day that is not known is none', () => {
  expect(plan({ busy: [busy('99:00', '10:00')] })?.blocks).toEqual([])
  expect(plan({ busy: null })?.blocks).toBeNull()
  expect(planDay(date('2026-12-01'), kolkata, [])).toMatchObject({ blocks: null, off: [] })
})

test.each([
  ['10:30', '11:00', { kind: 'free', until: at('2026-11-30T14:00:00+05:30') }],
  ['14:30', '15:00', { kind: 'free', until: null }],
  ['09:30', '10:00', { kind: 'overlap' }],
  ['08:30', '09:00', { kind: 'off', reason: 'outside-hours' }],
  ['17:45', '18:15', { kind: 'off', reason: 'outside-hours' }],
  // An appointment weighs more than the hours.
  ['08:30', '09:15', { kind: 'overlap' }],
])('a draft from %s to %s meets %o', (start, end, standing) => {
  const day = plan({ busy: [busy('09:00', '10:30'), busy('14:00', '14:30')], hours: nineToSix })
  expect(standingOf(draft(start, end), [day])).toMatchObject(standing)
})

test('leave and a holiday are told as such, and what is not known is never free', () => {
  const of = (day: Partial<OwnerDay>) => standingOf(draft('10:00', '10:30'), [plan(day)])
  expect(of({ hours: { kind: 'off', reason: 'leave' } })).toEqual({ kind: 'off', reason: 'leave' })
  const part = (reason: 'leave' | 'holiday', from: string, to: string) => ({
    kind: 'known' as const,
    spans: [],
    partsOff: [{ start: `2026-11-30T${from}:00+05:30`, end: `2026-11-30T${to}:00+05:30`, reason }],
  })
  expect(of({ hours: part('leave', '10:15', '18:00') })).toEqual({ kind: 'off', reason: 'leave' })
  expect(of({ hours: part('holiday', '00:00', '10:15') })).toMatchObject({ reason: 'holiday' })
  expect(of({ hours: part('leave', '10:30', '18:00') })).toMatchObject({ reason: 'outside-hours' })
  expect(of({ busy: null })).toEqual({ kind: 'unknown' })
  expect(standingOf(draft('10:00', '10:30'), [null])).toEqual({ kind: 'unknown' })
  // Part of the draft lies on a day that nobody knows.
  expect(standingOf(draft('10:00', '10:30'), [plan({}), null])).toEqual({ kind: 'unknown' })
  expect(of({})).toEqual({ kind: 'free', until: null })
})
