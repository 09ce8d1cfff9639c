import { useState } from 'react'
import { parseDate, parseTime } from '#time/civil.ts'
import { format, formatDuration, formatZone } from '#time/format.ts'
import { commonDurationsMinutes } from '#time/slots.ts'
import { resolve, type ZonedTime } from '#time/zoned.ts'
import { type FormValues, RepeatChoice } from '../booking/form-values.ts'
import { isPast, readTimes } from '../booking/times.ts'
import { CheckField, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import { followField } from './follow.ts'
import styles from './form.module.css'
import { idOf } from './form-parts.ts'
import { errorOf, type PartProps, type Screen, useTaskTypes, useValues } from './screen.ts'

/**
 * The day of the end, where it is another one than that of the start. While the rep types one, a native input may hold
 * none: once it is edited it stays until the times around it are others.
 */
export function EndDate({ form }: PartProps) {
  const { endDate, date, startTime, endTime } = useValues(form)
  const around = [date, startTime, endTime].join()
  const [editedWithin, setEditedWithin] = useState('')
  const isEdited = editedWithin === around
  if (endDate === '' && !isEdited && errorOf(form, 'endDate') === undefined) return null
  const onChange = () => setEditedWithin(around)
  return (
    <Field label={words.endDate} id={idOf('endDate')} error={errorOf(form, 'endDate')}>
      {(control) => <input type="date" {...control} {...form.register('endDate', { onChange })} />}
    </Field>
  )
}

/**
 * What has to be said about the times: that the clocks skip one of them, which of two is meant where they show it
 * twice, and that the start is in the past.
 */
export function WhenNotes({ form, screen }: PartProps) {
  const values = useValues(form)
  const pastError = errorOf(form, 'pastIsMeant')
  return (
    <>
      <datalist id="lengths">
        {commonDurationsMinutes.map((minutes) => (
          <option key={minutes} value={String(minutes)}>
            {formatDuration(minutes, screen.locale)}
          </option>
        ))}
      </datalist>
      {!values.noFixedTime && (
        <>
          <ClockChange which="start" values={values} form={form} screen={screen} />
          <ClockChange which="end" values={values} form={form} screen={screen} />
          {(pastError !== undefined || isPast(readTimes(values), screen.now())) && (
            <CheckField label={words.past} id={idOf('pastIsMeant')} error={pastError}>
              {(control) => (
                <input type="checkbox" {...control} {...form.register('pastIsMeant')} />
              )}
            </CheckField>
          )}
        </>
      )}
    </>
  )
}

interface ClockChangeProps extends PartProps {
  which: 'start' | 'end'
  values: FormValues
}

/** Names a wall time that a change of the clocks skips, and asks which is meant of one that comes twice. */
function ClockChange({ which, values, form, screen }: ClockChangeProps) {
  const meant = meaningOf(which, values, screen)
  const field = which === 'start' ? 'startRepeat' : 'endRepeat'
  if (meant?.kind === 'skipped') {
    const [before, after] = [timeIn(meant.before, screen), timeIn(meant.after, screen)]
    const label = which === 'start' ? words.start : words.end
    return <output className={styles.warning}>{words.skipped(label, before, after)}</output>
  }
  if (meant?.kind !== 'repeated') return null
  return (
    <Field label={words.repeat[which]} id={idOf(field)} error={errorOf(form, field)} isRequired>
      {(control) => (
        <select
          {...control}
          name={field}
          value={values[field]}
          onChange={(event) => {
            form.setValue(field, RepeatChoice.parse(event.target.value))
            form.clearErrors(field)
            followField(form, field)
          }}
        >
          <option value="">{words.choose}</option>
          <option value="earlier">{words.earlier(timeIn(meant.earlier, screen))}</option>
          <option value="later">{words.later(timeIn(meant.later, screen))}</option>
        </select>
      )}
    </Field>
  )
}

function meaningOf(which: 'start' | 'end', values: FormValues, { zone }: Screen): ZonedTime | null {
  const day = which === 'end' && values.endDate !== '' ? values.endDate : values.date
  const date = parseDate(day)
  const time = parseTime(which === 'start' ? values.startTime : values.endTime)
  return date === null || time === null ? null : resolve(date, time, zone)
}

/** `02:30, Central European Summer Time (UTC+02:00)` */
function timeIn(instant: Parameters<typeof format>[0], { zone, locale }: Screen): string {
  return `${format(instant, 'time', zone, locale)}, ${formatZone(zone, instant, locale)}`
}

/** The zone in which the times are meant, or what becomes of an appointment without a time. */
export function WhenHint({ form, screen }: PartProps) {
  const values = useValues(form)
  const { taskType } = useTaskTypes({ form, screen })
  const times = readTimes(values)
  const { zone, locale } = screen
  if (times.kind !== 'open') {
    const at = times.kind === 'range' ? times.start : screen.now()
    return words.yourTime(formatZone(zone, at, locale))
  }
  const minutes = taskType?.defaultDurationMinutes ?? null
  return words.noFixedTimeMeans(minutes === null ? null : formatDuration(minutes, locale))
}
