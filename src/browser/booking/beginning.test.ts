import { expect, test } from 'vitest'
import { parseIso, zoneOf } from '#time/zoned.ts'
import { beginning, formForAnother, freshForm, withTyped } from './beginning.ts'
import { emptyForm } from './form-values.ts'

const zone = zoneOf('Asia/Kolkata')
const now = parseIso('2026-11-24T10:03:00+05:30')
const lateNow = parseIso('2026-11-24T23:20:00+05:30')
if (zone === null || now === null || lateNow === null) throw new Error('No such moment.')
const fresh = freshForm(zone, now)
const late = freshForm(zone, lateNow)

test('a fresh form proposes the next quarter and half an hour', () => {
  expect(fresh).toMatchObject({
    date: '2026-11-24',
    startTime: '10:15',
    duration: '30',
    endTime: '10:45',
  })
})

test('a fresh form never lasts into the next day, which would add a field to the screen', () => {
  expect(late).toMatchObject({
    date: '2026-11-25',
    startTime: '00:00',
    endDate: '',
    endTime: '00:30',
  })
})

test('the draft goes before the address, and the zone is where the rep is now', () => {
  const draft = { ...emptyForm('Europe/Berlin'), subject: 'Kept' }
  expect(beginning(fresh, draft, { subject: 'Asked' })).toEqual({
    ...draft,
    timeZone: 'Asia/Kolkata',
  })
})

test('what the address asks for moves the end', () => {
  expect(beginning(fresh, null, { startTime: '12:00', duration: '60' })).toMatchObject({
    startTime: '12:00',
    endTime: '13:00',
  })
})

test('what was typed before the page was alive goes before everything', () => {
  const draft = { ...fresh, subject: 'Kept', ownerText: 'Priya Nair', description: 'Kept' }
  const owner = { by: 'id', id: 'p', name: 'Priya Nair', email: null } as const
  const typed = { subject: 'Typed', ownerText: 'rav', description: '', notifyOwner: true }
  expect(withTyped({ ...draft, owner }, typed)).toEqual({
    ...draft,
    subject: 'Typed',
    subjectIsOwn: true,
    ownerText: 'rav',
    owner: null,
    notifyOwner: true,
  })
})

test('a typed time moves the end, and a typed end the length', () => {
  expect(withTyped(fresh, { startTime: '14:00' })).toMatchObject({ endTime: '14:30' })
  expect(withTyped(fresh, { endTime: '11:15' })).toMatchObject({
    duration: '60',
    durationIsOwn: true,
  })
  expect(withTyped(fresh, { duration: '20' })).toMatchObject({
    endTime: '10:35',
    durationIsOwn: true,
  })
})

test('nothing typed changes nothing', () => {
  expect(withTyped(fresh, { subject: '', owner: null, notifyOwner: false })).toEqual(fresh)
})

test('book another keeps type and owner and nothing of the appointment itself', () => {
  const booked = { ...fresh, taskTypeId: 't', ownerText: 'a@example.com', subject: 'Demo' }
  expect(formForAnother({ ...booked, duration: '60', leadText: 'Acme' }, fresh)).toEqual({
    ...fresh,
    taskTypeId: 't',
    ownerText: 'a@example.com',
    duration: '60',
    endTime: '11:15',
  })
})
