import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDate } from './civil.ts'
import { dayOf, type Interval, overlaps } from './intervals.ts'
import { nextSlot } from './next-slot.ts'
import { freeSlots } from './slots.ts'
import { addMinutes, parseIso, printIsoInZone, zoneOf } from './zoned.ts'

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}

const at = (iso: string) => known(parseIso(iso))
const zone = (name: string) => known(zoneOf(name))
const kathmandu = zone('Asia/Kathmandu')
const span = (from: string, to: string): Interval => ({ start: at(from), end: at(to) })

test.each([
  ['2026-11-24T10:31:00+05:45', '2026-11-24T10:45:00+05:45'],
  ['2026-11-24T10:41:00+05:45', '2026-11-24T11:00:00+05:45'],
  ['2026-11-24T10:40:00+05:45', '2026-11-24T10:45:00+05:45'],
  ['2026-11-24T10:40:01+05:45', '2026-11-24T11:00:00+05:45'],
  ['2026-11-24T23:50:00+05:45', '2026-11-25T00:00:00+05:45'],
])('after %s the next quarter on the wall is %s', (now, slot) => {
  expect(printIsoInZone(nextSlot(at(now), kathmandu), kathmandu)).toBe(slot)
})

test('the next quarter stays in the second of two equal hours', () => {
  const berlin = zone('Europe/Berlin')
  const second = at('2026-10-25T02:20:00+01:00')
  expect(printIsoInZone(nextSlot(second, berlin), berlin)).toBe('2026-10-25T02:30:00+01:00')
})

test('free times lie between what is busy, with the gap, on the quarter of the hour', () => {
  const slots = freeSlots({
    hours: [span('2026-11-24T09:05:00+05:45', '2026-11-24T12:00:00+05:45')],
    busy: [span('2026-11-24T10:10:00+05:45', '2026-11-24T11:00:00+05:45')],
    durationMinutes: 30,
    gapMinutes: 10,
    zone: kathmandu,
  })
  const starts = [...slots].map(({ start }) => printIsoInZone(start, kathmandu).slice(11, 16))
  expect(starts).toEqual(['09:15', '09:30', '11:15', '11:30'])
})

test('a clock that jumps by half an hour keeps the starts on the hour', () => {
  const lordHowe = zone('Australia/Lord_Howe')
  const hours = [span('2026-10-04T00:10:00+10:30', '2026-10-04T05:00:00+11:00')]
  const slots = freeSlots({ hours, busy: [], durationMinutes: 60, stepMinutes: 60, zone: lordHowe })
  const starts = [...slots].map(({ start }) => printIsoInZone(start, lordHowe).slice(11, 16))
  expect(starts).toEqual(['01:00', '03:00', '04:00'])
})

test('nothing is free where nobody works, or where the length fits nowhere', () => {
  const hours = [span('2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z')]
  expect([...freeSlots({ hours: [], busy: [], durationMinutes: 30, zone: kathmandu })]).toEqual([])
  expect([...freeSlots({ hours, busy: [], durationMinutes: 61, zone: kathmandu })]).toEqual([])
})

test('a length of nothing is refused instead of offered for ever', () => {
  expect(() => [
    ...freeSlots({ hours: [], busy: [], durationMinutes: 0, zone: kathmandu }),
  ]).toThrow(RangeError)
})

test('every free time is inside the hours and clear of what is busy, and none is left out', () => {
  const days = [
    ['2026-03-29', 'Europe/Berlin'],
    ['2026-10-25', 'Europe/Berlin'],
    ['2026-10-04', 'Australia/Lord_Howe'],
    ['2026-11-01', 'America/New_York'],
    ['2026-11-24', 'Asia/Kathmandu'],
  ] as const
  const part = fc.tuple(fc.nat({ max: 1500 }), fc.nat({ max: 200 }))
  fc.assert(
    fc.property(
      fc.constantFrom(...days),
      fc.array(part, { maxLength: 5 }),
      fc.array(part, { maxLength: 5 }),
      fc.integer({ min: 1, max: 180 }),
      fc.constantFrom(5, 10, 15, 30, 60),
      fc.constantFrom(0, 10, 25),
      ([date, name], hourParts, busyParts, durationMinutes, stepMinutes, gapMinutes) => {
        const day = known(dayOf(known(parseDate(date)), zone(name)))
        const toSpan = ([from, length]: readonly [number, number]): Interval => ({
          start: addMinutes(day.start, from),
          end: addMinutes(day.start, from + length),
        })
        const hours = hourParts.map(toSpan)
        const busy = busyParts.map(toSpan).filter(({ start, end }) => start < end)
        const wanted = { hours, busy, durationMinutes, stepMinutes, gapMinutes, zone: zone(name) }
        const found = [...freeSlots(wanted)].map(({ start }) => start)

        // The oracle: try every minute, and let Temporal read the clock.
        const expected = Array.from({ length: 1800 }, (_, index) =>
          addMinutes(day.start, index),
        ).filter((start) => {
          const slot = { start, end: addMinutes(start, durationMinutes) }
          const withGap = {
            start: addMinutes(slot.start, -gapMinutes),
            end: addMinutes(slot.end, gapMinutes),
          }
          const clock = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(name)
          const isOnStep = (clock.hour * 60 + clock.minute) % stepMinutes === 0
          return (
            isOnStep && isCovered(slot, hours) && busy.every((other) => !overlaps(withGap, other))
          )
        })
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

/** Whether each minute of the slot lies in one of the intervals. */
function isCovered(slot: Interval, intervals: readonly Interval[]): boolean {
  for (let moment = slot.start; moment < slot.end; moment = addMinutes(moment, 1)) {
    if (!intervals.some(({ start, end }) => start <= moment && moment < end)) return false
  }
  return true
}
