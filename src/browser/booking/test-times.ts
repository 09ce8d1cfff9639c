import { type Instant, parseIso, printIso } from '#time/zoned.ts'
import { emptyForm, type FormValues } from './form-values.ts'
import { readTimes } from './times.ts'

/** The form of the tests of times: half an hour in Berlin, on the day after `now`. */

/** A moment from ISO 8601. Throws if the test names none. */
export function momentAt(iso: string): Instant {
  const moment = parseIso(iso)
  if (moment === null) throw new Error('The test names no moment.')
  return moment
}

export const now = momentAt('2026-11-23T09:00:00Z')
export const berlin: FormValues = {
  ...emptyForm('Europe/Berlin'),
  date: '2026-11-24',
  startTime: '10:30',
  duration: '30',
}

/** The faults of the time fields, each as the field and the fault. */
export function faults(values: FormValues): string[] {
  const times = readTimes(values, { now })
  return times.kind === 'faulty' ? times.faults.map(({ field, fault }) => `${field} ${fault}`) : []
}

/** Start and end in ISO 8601 and UTC, or the kind of a result that has none. */
export function range(values: FormValues): string[] {
  const times = readTimes(values, { now })
  return times.kind === 'range' ? [printIso(times.start), printIso(times.end)] : [times.kind]
}
