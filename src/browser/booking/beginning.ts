import { nextSlot } from '#time/next-slot.ts'
import { civilAt, type Instant, type Zone } from '#time/zoned.ts'
import { emptyForm, type FormValues } from './form-values.ts'

/** A form that nobody has touched: half an hour from the next quarter on, in the rep's own zone. */
export function freshForm(zone: Zone, now: Instant): FormValues {
  return { ...emptyForm(zone), ...startAt(nextSlot(now, zone), zone), duration: '30' }
}

/** The date and time fields for a start. */
export function startAt(
  start: Instant,
  zone: Zone,
): Pick<FormValues, 'date' | 'startTime' | 'startRepeat'> {
  const { date, time } = civilAt(start, zone)
  return { date, startTime: time, startRepeat: '' }
}

/** The values that stay after "Book another": the type with its settings, and the owner. */
export function keptForAnother(booked: FormValues): Partial<FormValues> {
  const { taskTypeId, owner, ownerText } = booked
  return { taskTypeId, owner, ownerText }
}
