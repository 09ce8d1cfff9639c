/**
 * Working hours: what GetWorkDayDetails knows of a user's day (leadsquared-api.md 7.5, [doc] /get-work-day-details/).
 * Times are those of the template's own zone ([inferred]).
 */
import type { StatusReason } from '#wire/work-day.ts'

/** A span of a day, `HH:mm:ss`, in the template's zone. */
export interface Span {
  StartTime: string
  EndTime: string
}

export interface WorkDayTemplate {
  /** IANA name. */
  timeZone: string
  /** The shifts of each weekday, Sunday first; none on a day that is not scheduled. */
  shifts: readonly (readonly Span[])[]
  /** Not part of GetWorkDayDetails; the slot call takes them out. */
  breaks: readonly Span[]
  /** `yyyy-MM-dd`, for everybody who has this template. */
  holidays: readonly string[]
}

/** Where a user works, and on which days not. */
export interface WorkCalendar {
  template: WorkDayTemplate | null
  /** `yyyy-MM-dd`. */
  leave: readonly string[]
}

/**
 * A user's day. Without a template the day is open from 00:00:00 to 23:59:59 and the reason says so ([doc]). A holiday
 * counts before a leave ([invented]); a day off has no hours ([inferred]).
 */
export function workDayOf(
  calendar: WorkCalendar,
  date: string,
): { reason: StatusReason; hours: readonly Span[] } {
  const { template, leave } = calendar
  if (!template) {
    const wholeDay = { StartTime: '00:00:00', EndTime: '23:59:59' }
    return { reason: 'WorkDayTemplateNotDefined', hours: [wholeDay] }
  }
  if (template.holidays.includes(date)) return { reason: 'Holiday', hours: [] }
  if (leave.includes(date)) return { reason: 'Leave', hours: [] }
  const shifts = template.shifts[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? []
  return shifts.length === 0 ? { reason: 'NotScheduled', hours: [] } : { reason: '', hours: shifts }
}

/** Whether the reason leaves a user free to work that day: IsAvailable 1 ([doc]). */
export function isAvailable(reason: StatusReason): boolean {
  return reason === '' || reason === 'WorkDayTemplateNotDefined'
}
