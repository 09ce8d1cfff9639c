import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Appointment } from '#contract/appointment.ts'
import type { AppointmentStatus } from '#contract/problem.ts'

/** An appointment to be taken along. */
export interface Portable {
  taskId: string
  appointment: Appointment
  /** `deleted`: LeadSquared has it no more. */
  status: AppointmentStatus | 'deleted'
  /** When it was changed last (epoch ms). A calendar takes a file only if it is newer than the one that it has. */
  changedAtMs: number
}

/** SEQUENCE has 31 bits; seconds since this moment fit until 2088. */
const sequenceSince = Date.UTC(2020, 0)

/**
 * The calendar file (RFC 5545): one event, both ends in UTC. The UID follows from the task alone, and the SEQUENCE from its
 * last change, so that a later file replaces an earlier one in the reader's calendar, whoever moved the task. Null where
 * the times are not known.
 */
export function calendarFile(
  { taskId, appointment, status, changedAtMs }: Portable,
  nowMs: number,
): string | null {
  const { start, end, subject, description, location, owner } = appointment
  if (start === null || end === null) return null
  const isOff = status === 'deleted' || status === 'cancelled'
  const calendar = ical({
    prodId: { company: 'Appointment Desk', product: 'Appointment Desk', language: 'EN' },
    method: isOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  })
  const person =
    owner.email === null ? null : { name: owner.name ?? owner.email, email: owner.email }
  calendar.createEvent({
    id: `${taskId.toLowerCase()}@appointment-desk`,
    sequence: Math.max(0, Math.floor((changedAtMs - sequenceSince) / 1000)),
    stamp: new Date(nowMs),
    start: new Date(start),
    end: new Date(end),
    summary: subject,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(description === '' ? {} : { description }),
    ...(location === null ? {} : { location }),
    ...(person === null ? {} : { organizer: person, attendees: [person] }),
  })
  return calendar.toString()
}

/** Addresses that open a new event with these values in Google Calendar and in Outlook on the web. */
export function calendarLinks({ subject, start, end, description, location }: Appointment) {
  const google = new URL('https://calendar.google.com/calendar/render')
  google.search = query({
    action: 'TEMPLATE',
    text: subject,
    dates: start && end && `${compact(start)}/${compact(end)}`,
    details: description,
    location,
  })
  const outlook = new URL('https://outlook.office.com/calendar/0/deeplink/compose')
  outlook.search = query({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject,
    startdt: start,
    enddt: end,
    body: description,
    location,
  })
  return { google: google.href, outlook: outlook.href }
}

function query(values: Record<string, string | null>): string {
  const filled = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return new URLSearchParams(filled).toString()
}

/** `20261124T050000Z` */
function compact(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}
