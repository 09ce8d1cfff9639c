/**
 * Working hours of a user's day, for GetWorkDayDetails (leadsquared-api.md 7.5, [doc] /get-work-day-details/).
 * Times are those of the template's own zone ([inferred]).
 */
import { z } from 'zod'
import { TimeOfDay } from '#wire/printed.ts'
import type { StatusReason } from '#wire/user/work-day.ts'

const Span = z.object({ StartTime: TimeOfDay, EndTime: TimeOfDay })
/** A span of a day, `HH:mm:ss`, in the template's zone. */
type Span = z.infer<typeof Span>

const WorkDayTemplate = z.object({
  /** IANA name. */
  timeZone: z.string(),
  /** The shifts of each weekday, Sunday first; none on a day that is not scheduled. */
  shifts: z.array(z.array(Span)).length(7),
  /** `yyyy-MM-dd`, for everybody who has this template. */
  holidays: z.array(z.iso.date()),
})

/** Templates by name, and by user id which template and which days of leave (`yyyy-MM-dd`) somebody has. */
export const WorkDays = z.object({
  templates: z.record(z.string(), WorkDayTemplate),
  calendars: z.record(z.string(), z.object({ template: z.string(), leave: z.array(z.iso.date()) })),
})
export type WorkDays = z.infer<typeof WorkDays>

/** The template of a user, null where none is defined. */
function templateOf(workDays: WorkDays, userId: string) {
  return workDays.templates[workDays.calendars[userId]?.template ?? ''] ?? null
}

/**
 * A user's day. Without a template the day is open from 00:00:00 to 23:59:59 and the reason says so ([doc]). A holiday
 * counts before a leave ([invented]); a day off has no hours ([inferred]).
 */
export function workDayOf(
  workDays: WorkDays,
  userId: string,
  date: string,
): { reason: StatusReason; hours: Span[] } {
  const template = templateOf(workDays, userId)
  if (!template) {
    const wholeDay = { StartTime: '00:00:00', EndTime: '23:59:59' }
    return { reason: 'WorkDayTemplateNotDefined', hours: [wholeDay] }
  }
  if (template.holidays.includes(date)) return { reason: 'Holiday', hours: [] }
  if (workDays.calendars[userId]?.leave.includes(date)) return { reason: 'Leave', hours: [] }
  const shifts = template.shifts[Temporal.PlainDate.from(date).dayOfWeek % 7] ?? []
  return shifts.length === 0 ? { reason: 'NotScheduled', hours: [] } : { reason: '', hours: shifts }
}
