import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDate, parseTime } from './civil.ts'
import {
  addMinutes,
  civilAt,
  instantOf,
  parseIso,
  printIso,
  printIsoInZone,
  resolve,
  zoneOf,
} from './zoned.ts'

const zoneNames = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
]

function known<T>(value: T | null): T {
  if (value === null) throw new Error('The test names something that does not exist.')
  return value
}

const zone = (name: string) => known(zoneOf(name))
const at = (iso: string) => known(parseIso(iso))

function resolveText(date: string, time: string, name: string) {
  const result = resolve(known(parseDate(date)), known(parseTime(time)), zone(name))
  switch (result.kind) {
    case 'exact':
      return { kind: result.kind, instant: printIso(result.instant) }
    case 'repeated':
      return { kind: result.kind, earlier: printIso(result.earlier), later: printIso(result.later) }
    case 'skipped':
      return {
        kind: result.kind,
        before: printIsoInZone(result.before, zone(name)),
        after: printIsoInZone(result.after, zone(name)),
        jumpMinutes: result.jumpMinutes,
      }
  }
}

describe('resolve', () => {
  test.each([
    ['2026-11-24', '10:30', 'Asia/Kolkata', '2026-11-24T05:00:00Z'],
    ['2026-11-24', '10:30', 'Asia/Kathmandu', '2026-11-24T04:45:00Z'],
    ['2026-11-24', '10:30', 'America/St_Johns', '2026-11-24T14:00:00Z'],
    ['2026-07-01', '10:30', 'Europe/Berlin', '2026-07-01T08:30:00Z'],
  ])('%s %s in %s is %s', (date, time, name, instant) => {
    expect(resolveText(date, time, name)).toEqual({ kind: 'exact', instant })
  })

  test('an hour that the spring change skips is named with its two neighbours', () => {
    expect(resolveText('2026-03-29', '02:30', 'Europe/Berlin')).toEqual({
      kind: 'skipped',
      before: '2026-03-29T01:30:00+01:00',
      after: '2026-03-29T03:30:00+02:00',
      jumpMinutes: 60,
    })
  })

  test('an hour that the autumn change repeats is both moments', () => {
    expect(resolveText('2026-10-25', '02:30', 'Europe/Berlin')).toEqual({
      kind: 'repeated',
      earlier: '2026-10-25T00:30:00Z',
      later: '2026-10-25T01:30:00Z',
    })
  })

  test('a zone may change by half an hour', () => {
    expect(resolveText('2026-10-04', '02:15', 'Australia/Lord_Howe')).toMatchObject({
      kind: 'skipped',
      jumpMinutes: 30,
    })
  })

  test('a zone may skip a whole day', () => {
    expect(resolveText('2011-12-30', '12:00', 'Pacific/Apia')).toMatchObject({
      kind: 'skipped',
      jumpMinutes: 1440,
    })
  })

  test('whatever a zone shows at a moment leads back to that moment', () => {
    const minutes = fc.integer({ min: Date.UTC(1971, 0) / 60_000, max: Date.UTC(2099, 0) / 60_000 })
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zoneNames), (minute, name) => {
        const instant = known(instantOf(minute * 60_000))
        const { date, time } = civilAt(instant, zone(name))
        const result = resolve(date, time, zone(name))
        const moments =
          result.kind === 'exact'
            ? [result.instant]
            : result.kind === 'repeated'
              ? [result.earlier, result.later]
              : []
        // Old zones have offsets with seconds, which a clock of minutes cannot show.
        const isWholeMinute = moments.every(
          (moment) => Math.abs(moment - instant) < 60_000 * 60 * 25,
        )
        expect(moments.length).toBeGreaterThan(0)
        expect(isWholeMinute).toBe(true)
        expect(moments).toContain(instant)
      }),
    )
  })

  test('Intl, as the oracle, shows the wall time at the moment that was found', () => {
    const day = fc.date({
      min: new Date('1975-01-01'),
      max: new Date('2090-01-01'),
      noInvalidDate: true,
    })
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    fc.assert(
      fc.property(day, clock, fc.constantFrom(...zoneNames), (moment, [hour, minute], name) => {
        const date = known(parseDate(moment.toISOString().slice(0, 10)))
        const time = known(
          parseTime(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
        )
        const result = resolve(date, time, zone(name))
        if (result.kind !== 'exact') return
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: name,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(result.instant)
        expect(shown).toBe(`${date} ${time}`)
      }),
    )
  })
})

describe('ISO 8601', () => {
  test.each([
    ['2026-11-24T10:30:00+05:30', '2026-11-24T05:00:00Z'],
    ['2026-11-24T10:30+05:30', '2026-11-24T05:00:00Z'],
    ['2026-11-24T05:00:00.123Z', '2026-11-24T05:00:00Z'],
    ['2026-11-24T00:00:00-03:30', '2026-11-24T03:30:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(printIso(at(text))).toBe(instant)
  })

  test.each([
    '2026-02-30T10:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T10:60:00Z',
    '2026-11-24T10:30:00',
    '2026-11-24 10:30:00Z',
    '2026-11-24T10:30:00+15:00',
    '0000-00-00T00:00:00Z',
    'tomorrow',
  ])('%s is refused', (text) => {
    expect(parseIso(text)).toBeNull()
  })

  test('a length is real time, also across a change of the clocks', () => {
    const end = addMinutes(at('2026-10-25T02:30:00+02:00'), 60)
    expect(printIsoInZone(end, zone('Europe/Berlin'))).toBe('2026-10-25T02:30:00+01:00')
  })
})

test.each(['', 'Mars/Base', 'Asia/Kolkata; DROP'])('%j is no zone', (name) => {
  expect(zoneOf(name)).toBeNull()
})
