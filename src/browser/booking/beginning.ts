import { nextSlot } from '#time/slots.ts'
import { addMinutes, civilAt, type Instant, type Zone } from '#time/zoned.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { durationAfter, endAfter } from './times.ts'

/** What the form begins with. */

const freshDurationMinutes = 30

/**
 * A form that nobody has touched: half an hour from the next quarter on, in the rep's own zone. What would last into the
 * next day begins there: the day of the end is a field of its own, and nothing may move when the form comes to life.
 */
export function freshForm(zone: Zone, now: Instant): FormValues {
  const next = nextSlot(now, zone)
  const end = addMinutes(next, freshDurationMinutes)
  const isWithinDay = civilAt(next, zone).date === civilAt(end, zone).date
  const { date, time } = civilAt(isWithinDay ? next : end, zone)
  const duration = String(freshDurationMinutes)
  return withEnd({ ...emptyForm(zone), date, startTime: time, duration })
}

/** The draft of this tab where there is one; else a fresh form with what the address asks for. */
export function beginning(
  fresh: FormValues,
  draft: FormValues | null,
  asked: Partial<FormValues>,
): FormValues {
  // The zone is where the rep is now: the times on the screen are meant in the zone that it names.
  return draft ? { ...draft, timeZone: fresh.timeZone } : withEnd({ ...fresh, ...asked })
}

/**
 * What the rep typed before the page had come to life stays, over everything that the form would begin with. `typed`
 * is what the inputs hold; a member that is empty or missing was not touched.
 */
export function withTyped(begin: FormValues, typed: Partial<FormValues>): FormValues {
  const touched = Object.fromEntries(Object.entries(typed).filter(([, value]) => isFilled(value)))
  const { ownerText, leadText, subject, date, startTime, duration, endTime } = typed
  const values: FormValues = {
    ...begin,
    ...touched,
    ...(ownerText ? { owner: typed.owner ?? null } : {}),
    ...(leadText ? { lead: typed.lead ?? null } : {}),
    ...(subject ? { subjectIsOwn: true } : {}),
    ...(duration || endTime ? { durationIsOwn: true } : {}),
  }
  if (endTime) return { ...values, duration: durationAfter(values) ?? values.duration }
  return date || startTime || duration ? withEnd(values) : values
}

/** Whether somebody put something there: an input that nobody touched is empty, and a box without a tick. */
export function isFilled(value: unknown): boolean {
  return value !== '' && value !== false && value !== null && value !== undefined
}

/** The screen after "book another": the same type with its settings, the same owner, everything else fresh. */
export function formForAnother(booked: FormValues, fresh: FormValues): FormValues {
  const { taskTypeId, owner, ownerText, duration, reminderMinutes } = booked
  return withEnd({ ...fresh, taskTypeId, owner, ownerText, duration, reminderMinutes })
}

function withEnd(values: FormValues): FormValues {
  return { ...values, ...endAfter(values) }
}
