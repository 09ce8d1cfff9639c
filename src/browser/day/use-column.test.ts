import { expect, test } from 'vitest'
import { firstInView } from './use-column.ts'

test.each([
  ['above the full hour before it', '10:00', '17:00', '08:48'],
  ['a full hour is far enough above it', '09:45', '17:00', '08:48'],
  ['no further than the column scrolls', '22:00', '17:30', '17:30'],
  ['above a label that the end of the day would cut below its line', '19:30', '16:06', '15:48'],
  ['above a label that the end of the day would cut above its line', '22:45', '16:55', '16:48'],
  ['just above a label at the end of the day', '22:45', '16:48', '16:48'],
  ['where the minute is in view, though that cuts a label', '23:45', '17:06', '17:06'],
])('the column begins %s', (_, minute, latest, first) => {
  expect(firstInView(minutesOf(minute), minutesOf(latest), 7 * 60)).toBe(minutesOf(first))
})

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}
