/** Working hours of the demo tenant: templates, holidays, leave, and users without a template. */
import { printDate } from '#wire/timestamps.ts'
import { dayMs } from '../clock.ts'
import type { User } from '../store/tenants.ts'
import type { WorkDays } from '../services/users/work-days.ts'

const morning = { StartTime: '08:30:00', EndTime: '12:30:00' }
const afternoon = { StartTime: '14:00:00', EndTime: '18:00:00' }
const officeHours = { StartTime: '09:00:00', EndTime: '17:00:00' }
const longDay = { StartTime: '09:00:00', EndTime: '18:00:00' }
const mondayToFriday = [1, 2, 3, 4, 5]

type Shifts = WorkDays['templates'][string]['shifts']
const week = (days: readonly number[], ...shifts: Shifts[number]): Shifts =>
  Array.from({ length: 7 }, (_, day) => (days.includes(day) ? shifts : []))

/** Each template is in the zone of its users, with one exception: a user in Kathmandu has `Berlin hours`. */
const templates = {
  'Kolkata, long day': {
    timeZone: 'Asia/Kolkata',
    shifts: week([1, 2, 3, 4, 5, 6], longDay),
  },
  'Kathmandu, two shifts': {
    timeZone: 'Asia/Kathmandu',
    shifts: week([0, 1, 2, 3, 4, 5], morning, afternoon),
  },
  'New York, office hours': {
    timeZone: 'America/New_York',
    shifts: week(mondayToFriday, officeHours),
  },
  'Lord Howe, two shifts': {
    timeZone: 'Australia/Lord_Howe',
    shifts: week(mondayToFriday, morning, afternoon),
  },
  'Berlin hours': {
    timeZone: 'Europe/Berlin',
    shifts: week(mondayToFriday, officeHours),
  },
} as const

type TemplateName = keyof typeof templates

const templateOfZone: Record<string, TemplateName> = {
  'Asia/Kolkata': 'Kolkata, long day',
  'Asia/Kathmandu': 'Kathmandu, two shifts',
  'America/New_York': 'New York, office hours',
  'Australia/Lord_Howe': 'Lord Howe, two shifts',
}

/** The index of the user whose template is in another zone. */
const travellerIndex = 6

/** The days that have holidays and leave, counted from today. */
const daysWithLeave = { from: -14, to: 42 }

/**
 * The working hours around an instant (milliseconds since 1970, UTC). Every second Friday is a holiday, and some users are
 * on leave on the Tuesday and Wednesday of every second week. Days off depend only on the date, so that a later start does
 * not move them. Users in Berlin have no template.
 */
export function demoWorkDays(users: readonly User[], nowMs: number): WorkDays {
  const today = Math.floor(nowMs / dayMs)
  const days = Array.from(
    { length: daysWithLeave.to - daysWithLeave.from },
    (_, index) => today + daysWithLeave.from + index,
  )
  // 1 January 1970 was a Thursday, so the remainders 5 and 6 are a Tuesday and a Wednesday, and 8 is a Friday.
  const datesOf = (...remainders: number[]) =>
    days.filter((day) => remainders.includes(day % 14)).map((day) => printDate(day * dayMs))
  const calendars = users.map((user, index) => {
    const template = index === travellerIndex ? 'Berlin hours' : templateOfZone[user.timeZone]
    const leave = index % 8 === 4 ? datesOf(5, 6) : []
    return [user.id, { template: template ?? '', leave }]
  })
  return {
    templates: Object.fromEntries(
      Object.entries(templates).map(([name, template]) => [
        name,
        { ...template, holidays: datesOf(8) },
      ]),
    ),
    calendars: Object.fromEntries(calendars),
  }
}
