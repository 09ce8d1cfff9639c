import { expect, test } from 'vitest'
import { parseIso, zoneOf } from '#time/zoned.ts'
import { freshForm, keptForAnother, startAt } from './beginning.ts'

const zone = zoneOf('Asia/Kolkata')
const now = parseIso('2026-11-24T10:03:00+05:30')
if (zone === null || now === null) throw new Error('No such moment.')
const fresh = freshForm(zone, now)

test('a fresh form proposes the next quarter and half an hour', () => {
  expect(fresh).toMatchObject({
    date: '2026-11-24',
    startTime: '10:15',
    duration: '30',
    endText: '',
    timeZone: 'Asia/Kolkata',
  })
})

test('a start is written as the clock of the zone shows it', () => {
  expect(startAt(now, zone)).toEqual({ date: '2026-11-24', startTime: '10:03', startRepeat: '' })
})

test('book another keeps type and owner and nothing of the appointment itself', () => {
  const booked = { ...fresh, taskTypeId: 't', ownerText: 'a@example.com', subject: 'Demo' }
  expect(keptForAnother({ ...booked, leadText: 'Acme' })).toEqual({
    taskTypeId: 't',
    owner: null,
    ownerText: 'a@example.com',
  })
})
