import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import type { Appointment } from '#contract/appointment.ts'
import { calendarFile, calendarLinks, type Portable } from './calendar-file.ts'

const now = Date.UTC(2026, 10, 24, 9)

const appointment: Appointment = {
  taskType: { id: null, name: 'Meeting' },
  subject: 'Demo with Acme, Inc.; phase "2" \\ Zürich 🎉',
  description: `First line\nSecond; line, ${'long '.repeat(60)}`,
  owner: { id: 'u-1', email: 'priya@example.com', name: 'Priya "P" Nair; Sales' },
  lead: null,
  start: '2027-03-28T00:30:00Z',
  end: '2027-03-28T01:30:00Z',
  location: 'Room 1, “North”',
  reminderMinutes: null,
  notifyOwner: false,
}
const portable: Portable = {
  taskId: '33333333-3333-4333-8333-00000000ABCD',
  appointment,
  status: 'open',
  changedAtMs: now,
}

test('another reader gets back every value, over the hour at which clocks change', () => {
  const { event } = read(portable)
  expect(event.summary).toBe(appointment.subject)
  expect(event.description).toBe(appointment.description)
  expect(event.location).toBe(appointment.location)
  expect(event.startDate.toJSDate().toISOString()).toBe('2027-03-28T00:30:00.000Z')
  expect(event.endDate.toJSDate().toISOString()).toBe('2027-03-28T01:30:00.000Z')
  expect(event.startDate.zone.tzid).toBe('UTC')
  expect(event.uid).toBe('33333333-3333-4333-8333-00000000abcd@appointment-desk')
  expect(event.organizer).toMatch(/^mailto:priya@example.com$/i)
  expect(event.attendees).toHaveLength(1)
})

test('no line is longer than 75 bytes', () => {
  const lines = (calendarFile(portable, now) ?? '').split('\r\n')
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
})

test('a later change has the same UID and a higher SEQUENCE', () => {
  const first = read(portable).event
  const next = read({ ...portable, changedAtMs: now + 5000 }).event
  expect(next.uid).toBe(first.uid)
  expect(next.sequence).toBe(first.sequence + 5)
  expect(first.sequence).toBeGreaterThan(0)
})

test('a deleted appointment is cancelled', () => {
  const { status, method } = read({ ...portable, status: 'deleted' })
  expect(status).toBe('CANCELLED')
  expect(method).toBe('CANCEL')
  expect(read(portable).status).toBe('CONFIRMED')
})

test('nobody is named of whom nothing is known', () => {
  const owner = { id: 'u-1', email: null, name: 'Priya Nair' }
  const { event } = read({ ...portable, appointment: { ...appointment, owner } })
  expect(event.organizer).toBeNull()
  expect(event.attendees).toEqual([])
})

test('without times there is no file', () => {
  expect(
    calendarFile({ ...portable, appointment: { ...appointment, start: null } }, now),
  ).toBeNull()
})

test('the links carry the values through', () => {
  const { google, outlook } = calendarLinks(appointment)
  const inGoogle = new URL(google).searchParams
  expect(inGoogle.get('text')).toBe(appointment.subject)
  expect(inGoogle.get('dates')).toBe('20270328T003000Z/20270328T013000Z')
  const inOutlook = new URL(outlook).searchParams
  expect(inOutlook.get('subject')).toBe(appointment.subject)
  expect(inOutlook.get('startdt')).toBe('2027-03-28T00:30:00Z')
})

function read(what: Portable) {
  const calendar = new ICAL.Component(ICAL.parse(calendarFile(what, now) ?? ''))
  const component = calendar.getFirstSubcomponent('vevent')
  if (!component) throw new Error('The file holds no event.')
  return {
    event: new ICAL.Event(component),
    status: component.getFirstPropertyValue('status'),
    method: calendar.getFirstPropertyValue('method'),
  }
}
