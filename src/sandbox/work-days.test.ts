import { expect, test } from 'vitest'
import { type WorkDayTemplate, isAvailable, workDayOf } from './work-days.ts'

const morning = { StartTime: '09:00:00', EndTime: '13:00:00' }
const evening = { StartTime: '16:00:00', EndTime: '20:00:00' }
const template: WorkDayTemplate = {
  timeZone: 'Australia/Adelaide',
  shifts: [[], [morning, evening], [morning], [morning], [morning], [morning], []],
  breaks: [],
  holidays: ['2026-03-10'],
}

test.each([
  ['an ordinary day with two shifts', '2026-03-09', '', [morning, evening]],
  ['a holiday', '2026-03-10', 'Holiday', []],
  ['a day of leave', '2026-03-11', 'Leave', []],
  ['a Saturday', '2026-03-14', 'NotScheduled', []],
  ['a Sunday', '2026-03-15', 'NotScheduled', []],
])('rule 40: %s', (_, date, reason, hours) => {
  expect(workDayOf({ template, leave: ['2026-03-11'] }, date)).toEqual({ reason, hours })
})

test('rule 40: without a template the whole day is open and the reason says so', () => {
  const day = workDayOf({ template: null, leave: ['2026-03-11'] }, '2026-03-11')
  expect(day).toEqual({
    reason: 'WorkDayTemplateNotDefined',
    hours: [{ StartTime: '00:00:00', EndTime: '23:59:59' }],
  })
  expect(isAvailable(day.reason)).toBe(true)
  expect(isAvailable('Leave')).toBe(false)
})
