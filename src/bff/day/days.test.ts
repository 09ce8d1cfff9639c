import { describe, expect, test } from 'vitest'
import { findDisagreement } from '#time/zone-data.ts'
import { leadId, ownerId } from '../booking/test-booking.ts'
import { ProblemThrown } from '../http/problems.ts'
import { appointment, askDay, askDays, openDays } from './test-days.ts'

describe('appointments', () => {
  test('are told without the one that is to be moved', async () => {
    const desk = openDays()
    const moving = appointment('2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z')
    const other = appointment('2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z')
    desk.upstream.rows = [moving, other]
    const { busy } = await askDay(desk, { without: moving.UserTaskId })
    expect(busy?.map(({ title }) => title)).toEqual([other.Name])
  })

  test('are told with what they are', async () => {
    const desk = openDays()
    desk.upstream.rows = [
      appointment('2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z', {
        Name: 'Demo with Acme',
        RelatedEntityId: leadId,
      }),
    ]
    expect(await askDays(desk)).toMatchObject({
      owner: { id: ownerId, name: 'Ravi Rep', timeZone: 'Asia/Kolkata' },
      zone: 'Asia/Kolkata',
      days: [
        {
          asOf: '2026-11-23T09:00:00.000Z',
          busy: [
            {
              start: '2026-11-24T05:00:00Z',
              end: '2026-11-24T05:30:00Z',
              title: 'Demo with Acme',
              lead: 'Lena Lead',
              typeName: 'Meeting',
              color: '#4fc3f7',
              isTentative: false,
            },
          ],
          hours: {
            kind: 'known',
            spans: [{ start: '2026-11-24T03:30:00Z', end: '2026-11-24T12:30:00Z' }],
          },
        },
      ],
    })
  })

  test.each([
    ['one that began yesterday', '2026-11-23T17:00:00Z', '2026-11-23T19:00:00Z', 1],
    ['one of 24 hours that began yesterday', '2026-11-23T12:30:00Z', '2026-11-24T12:30:00Z', 1],
    ['one that ended at midnight', '2026-11-23T17:00:00Z', '2026-11-23T18:30:00Z', 0],
    ['one that ends at midnight', '2026-11-24T17:30:00Z', '2026-11-24T18:30:00Z', 1],
    ['one that begins at the next midnight', '2026-11-24T18:30:00Z', '2026-11-24T19:30:00Z', 0],
    ['one of another day', '2026-11-26T05:00:00Z', '2026-11-26T06:00:00Z', 0],
  ])('%s', async (_what, start, end, count) => {
    const desk = openDays()
    desk.upstream.rows = [appointment(start, end)]
    expect((await askDay(desk)).busy).toHaveLength(count)
  })

  test.each([
    ['no end lasts as long as its type', null, '2026-11-24T05:30:00Z'],
    ['an end before its start does too', '2026-11-24T04:00:00Z', '2026-11-24T05:30:00Z'],
    ['an end at its start does too', '2026-11-24T05:00:00Z', '2026-11-24T05:30:00Z'],
  ])('one with %s', async (_what, end, told) => {
    const desk = openDays()
    const row = appointment('2026-11-24T05:00:00Z', '2026-11-24T05:00:00Z')
    desk.upstream.rows = [{ ...row, EndDate: end === null ? null : Date.parse(end) }]
    expect((await askDay(desk)).busy).toMatchObject([{ end: told }])
  })

  test('cancelled appointments, to-dos and those of other owners are left out, and one that was completed early is over', async () => {
    const desk = openDays()
    const [start, end] = ['2026-11-24T05:00:00Z', '2026-11-24T06:00:00Z']
    desk.upstream.rows = [
      appointment(start, end, { StatusCode: 2 }),
      appointment(start, end, { StatusCode: 1 }),
      appointment(start, end, { OwnerId: '11111111-1111-4111-8111-000000000009' }),
      appointment(start, end, {
        TaskType: { Id: 'x', Name: 'Call', Category: 1, Color: '#4fc3f7' },
      }),
      appointment(start, end, { OwnerId: null, OwnerEmailAddress: 'somebody@example.com' }),
    ]
    expect((await askDay(desk)).busy).toEqual([])
    await desk.clock.advance(48 * 60 * 60_000)
    expect((await askDay(desk)).busy).toHaveLength(1)
  })

  test('200 in a day are listed in order', async () => {
    const desk = openDays()
    desk.upstream.rows = Array.from({ length: 200 }, (_, index) => {
      const start = Date.parse('2026-11-23T18:30:00Z') + ((index * 37) % 200) * 7 * 60_000
      const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
      return appointment(iso(start), iso(start + 5 * 60_000))
    })
    const starts = (await askDay(desk)).busy?.map(({ start }) => start) ?? []
    expect(starts).toHaveLength(200)
    expect(starts).toEqual(starts.toSorted())
  })
})

describe('days', () => {
  test.each([
    ['the spring change', 'America/New_York', '2027-03-14', '04:59', '05:00', '04:00'],
    ['the autumn change', 'America/New_York', '2026-11-01', '03:59', '04:00', '05:00'],
    ['a change of half an hour', 'Australia/Lord_Howe', '2026-10-04', '13:29', '13:30', '13:00'],
    ['45 minutes', 'Asia/Kathmandu', '2026-11-24', '18:14', '18:15', '18:15'],
  ])('are cut right: %s', async (_what, timeZone, day, before, first, after) => {
    const desk = openDays({ timeZone })
    const yesterday = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000)
      .toISOString()
      .slice(0, 10)
    const tomorrow = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000)
      .toISOString()
      .slice(0, 10)
    // Zones west of Greenwich begin their day on the same day of UTC, the others on the one before.
    const [start, end] = timeZone.startsWith('America') ? [day, tomorrow] : [yesterday, day]
    const minute = (text: string, iso: string) =>
      `${new Date(Date.parse(`${text}T${iso}:00Z`) + 60_000).toISOString().slice(0, 19)}Z`
    desk.upstream.rows = [
      appointment(`${start}T00:00:00Z`, `${start}T${first}:00Z`, { Name: 'yesterday' }),
      appointment(`${start}T${before}:00Z`, minute(start, first), { Name: 'first' }),
      appointment(`${end}T${before.slice(0, 2)}:00:00Z`, `${end}T${after}:00Z`, { Name: 'last' }),
      appointment(`${end}T${after}:00Z`, minute(end, after), { Name: 'tomorrow' }),
    ].filter(({ DueDate, EndDate }) => (EndDate ?? 0) > DueDate)
    const titles = (await askDay(desk, { from: day })).busy?.map(({ title }) => title) ?? []
    expect(titles).toContain('first')
    expect(titles).not.toContain('tomorrow')
    expect(titles).not.toContain('yesterday')
  })

  test('of a rep twelve hours away cover two days of the owner, with the hours of both', async () => {
    const desk = openDays({ timeZone: 'Pacific/Auckland' })
    const day = await askDay(desk, { zone: 'America/New_York' })
    expect(day.hours).toEqual({
      kind: 'known',
      spans: [
        // Tuesday until 18:00 and Wednesday from 9:00 in Auckland, within Tuesday in New York.
        { start: '2026-11-24T20:00:00Z', end: '2026-11-25T05:00:00Z' },
      ],
    })
    expect(desk.upstream.calls.filter((call) => call.startsWith('hours'))).toEqual([
      'hours 2026-11-24',
      'hours 2026-11-25',
    ])
  })

  test('of a zone that LeadSquared does not name are those of UTC, without hours', async () => {
    const desk = openDays({ timeZone: 'Mars/Base' })
    expect(await askDays(desk)).toMatchObject({
      owner: { timeZone: null },
      zone: 'UTC',
      days: [{ busy: [], hours: { kind: 'unknown' } }],
    })
  })
})

describe('privacy', () => {
  const rows = [appointment('2026-11-24T05:00:00Z', '2026-11-24T06:00:00Z')]

  test('without DAY_DETAILS an appointment is only busy, except for its owner', async () => {
    const desk = openDays({ settings: { dayDetails: false } })
    desk.upstream.rows = rows
    expect((await askDay(desk)).busy).toMatchObject([
      { start: '2026-11-24T05:00:00Z', title: null, lead: null, typeName: null, color: null },
    ])
    desk.deps.policy.isOwn = () => Promise.resolve(true)
    expect((await askDay(desk)).busy).toMatchObject([{ lead: 'Lena Lead', typeName: 'Meeting' }])
  })

  test('a day is shown only for owners for whom the person may book, and no call is made before that check', async () => {
    const desk = openDays()
    desk.deps.policy.check = () => Promise.reject(new ProblemThrown('not-allowed'))
    await expect(askDays(desk)).rejects.toMatchObject({ code: 'not-allowed' })
    expect(desk.upstream.calls).toEqual([])
  })
})

describe('questions', () => {
  test.each([
    [{ from: '2026-02-30' }, '?from', 'malformed'],
    [{ from: '1999-12-31' }, '?from', 'malformed'],
    [{ to: '2026-11-23' }, '?to', 'not-after-start'],
    [{ to: '2026-12-01' }, '?to', 'too-late'],
    [{ zone: 'Mars/Base' }, '?zone', 'not-an-option'],
  ])('%j is refused', async (query, pointer, rule) => {
    await expect(askDays(openDays(), query)).rejects.toMatchObject({
      code: 'invalid-request',
      facts: { errors: [{ pointer, rule }] },
    })
  })

  test('an owner whom LeadSquared does not have is unknown', async () => {
    const owner = '11111111-1111-4111-8111-000000000077'
    await expect(askDays(openDays(), { owner })).rejects.toMatchObject({ code: 'unknown-owner' })
  })
})

describe('time zone data', () => {
  test('are told for the zone of the days and for the owner’s, at the bounds of each day', async () => {
    const desk = openDays()
    const { offsets } = await askDays(desk, { from: '2027-03-14', zone: 'America/New_York' })
    expect(offsets).toEqual([
      { zone: 'America/New_York', at: '2027-03-14T05:00:00Z', offsetMinutes: -300 },
      { zone: 'America/New_York', at: '2027-03-15T04:00:00Z', offsetMinutes: -240 },
      { zone: 'Asia/Kolkata', at: '2027-03-14T05:00:00Z', offsetMinutes: 330 },
      { zone: 'Asia/Kolkata', at: '2027-03-15T04:00:00Z', offsetMinutes: 330 },
    ])
  })

  test('of another version of the rules are found by who compares them', async () => {
    const desk = openDays()
    const told = await askDays({ ...desk, deps: { ...desk.deps, offsetOf: () => 360 } })
    expect(findDisagreement(told.offsets ?? [])).toEqual({
      zone: 'Asia/Kolkata',
      hereMinutes: 330,
      thereMinutes: 360,
    })
    expect(findDisagreement((await askDays(desk)).offsets ?? [])).toBeNull()
  })
})
