/** Working hours of the demo tenant: two templates, a holiday, somebody on leave, and people without a template. */
import { printDate } from '#wire/timestamps.ts'
import type { User } from '../store/tenants.ts'
import type { WorkDays } from '../services/users/work-days.ts'

const dayMs = 24 * 60 * 60_000

/**
 * Two shifts in a zone that is neither UTC nor that of a server, one long day elsewhere. Holidays and leave lie in the
 * days after now (milliseconds since 1970 UTC), so that every reason can be met.
 */
export function demoWorkDays(users: readonly User[], nowMs: number): WorkDays {
  const inDays = (days: number) => printDate(nowMs + days * dayMs)
  const morning = { StartTime: '08:30:00', EndTime: '12:30:00' }
  const afternoon = { StartTime: '14:00:00', EndTime: '18:00:00' }
  const longDay = { StartTime: '09:00:00', EndTime: '18:00:00' }
  const named = ['Two shifts', 'Long day', '']
  const calendars = users.map((user, index) => {
    const isAway = index % 8 === 4
    const leave = isAway ? [inDays(3), inDays(4)] : []
    return [user.id, { template: named[index % named.length] ?? '', leave }]
  })
  return {
    templates: {
      'Two shifts': {
        timeZone: 'Australia/Adelaide',
        shifts: [[], ...Array.from({ length: 5 }, () => [morning, afternoon]), []],
        holidays: [inDays(9)],
      },
      'Long day': {
        timeZone: 'Asia/Kolkata',
        shifts: [[], ...Array.from({ length: 6 }, () => [longDay])],
        holidays: [inDays(10)],
      },
    },
    calendars: Object.fromEntries(calendars),
  }
}
