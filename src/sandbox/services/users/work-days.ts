/**
 * The working hours of a user on a day, for GetWorkDayDetails (leadsquared-api.md 7.5, [doc] /get-work-day-details/).
 * Times are in the zone of the template ([inferred]).
 */
import { z } from 'zod'
import { TimeOfDay } from '#wire/printed.ts'
import type { StatusReason } from '#wire/user/work-day.ts'

const Span = z.object({ StartTime: TimeOfDay, EndTime: TimeOfDay })
/** A part of a day, `HH:mm:ss`, in the zone of the template. */
type Span = z.infer<typeof Span>

const WorkDayTemplate = z.object({
  /** IANA name. */
  timeZone: z.string(),
  /** The shifts of each weekday, Sunday first. A day without shifts is not scheduled. */
  shifts: z.array(z.array(Span)).length(7),
  /** `yyyy-MM-dd`, for every user of this template. */
  holidays: z.array(z.iso.date()),
})

/** Templates by name, and for each user id in lower case the name of the template and the days of leave (`yyyy-MM-dd`). */
export const WorkDays = z.object({
  templates: z.record(z.string(), WorkDayTemplate),
  calendars: z.record(
    z.string().toLowerCase(),
    z.object({ template: z.string(), leave: z.array(z.iso.date()) }),
  ),
})
export type WorkDays = z.infer<typeof WorkDays>

/**
 * The hours of a user on a date. Without a template they are 00:00:00 to 23:59:59, and the reason says so ([doc]). A
 * holiday has precedence over a leave ([invented]), and a day off has no hours ([inferred]).
 */
export function workDayOf(
  workDays: WorkDays,
  userId: string,
  date: string,
): { reason: StatusReason; hours: Span[] } {
  const calendar = workDays.calendars[userId.toLowerCase()]
  const template = workDays.templates[calendar?.template ?? '']
  if (!template) {
    const wholeDay = { StartTime: '00:00:00', EndTime: '23:59:59' }
    return { reason: 'WorkDayTemplateNotDefined', hours: [wholeDay] }
  }
  if (template.holidays.includes(date)) return { reason: 'Holiday', hours: [] }
  if (calendar?.leave.includes(date)) return { reason: 'Leave', hours: [] }
  const shifts = template.shifts[Temporal.PlainDate.from(date).dayOfWeek % 7] ?? []
  return shifts.length === 0 ? { reason: 'NotScheduled', hours: [] } : { reason: '', hours: shifts }
}
