import { expect, test } from 'vitest'
import { type WorkDays, workDayOf } from './work-days.ts'

const morning = { StartTime: '09:00:00', EndTime: '13:00:00' }
const evening = { StartTime: '16:00:00', EndTime: '20:00:00' }
const workDays: WorkDays = {
  templates: {
    Split: {
      timeZone: 'Australia/Adelaide',
      shifts: [[], [morning, evening], [morning], [morning], [morning], [morning], []],
      holidays: ['2026-03-10'],
    },
  },
  calendars: {
    ravi: { template: 'Split', leave: ['2026-03-11'] },
    olga: { template: 'Gone', leave: ['2026-03-11'] },
  },
}

test.each([
  ['an ordinary day with two shifts', '2026-03-09', '', [morning, evening]],
  ['a holiday', '2026-03-10', 'Holiday', []],
  ['a day of leave', '2026-03-11', 'Leave', []],
  ['a Saturday', '2026-03-14', 'NotScheduled', []],
  ['a Sunday', '2026-03-15', 'NotScheduled', []],
])('rule 40: %s', (_, date, reason, hours) => {
  expect(workDayOf(workDays, 'ravi', date)).toEqual({ reason, hours })
})

test.each(['olga', 'nobody'])(
  'rule 40: without a template (%s) the whole day is open and the reason says so',
  (user) => {
    expect(workDayOf(workDays, user, '2026-03-11')).toEqual({
      reason: 'WorkDayTemplateNotDefined',
      hours: [{ StartTime: '00:00:00', EndTime: '23:59:59' }],
    })
  },
)
