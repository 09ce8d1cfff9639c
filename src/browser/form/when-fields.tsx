import { useWatch } from 'react-hook-form'
import { format, formatDuration, formatZone } from '#time/format.ts'
import { commonDurationsMinutes } from '#time/slots.ts'
import { resolve } from '#time/zoned.ts'
import { parseDate, parseTime } from '#time/civil.ts'
import { durationAfter, readTimes } from '../booking/times.ts'
import { CheckField, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import { errorOf, idOf, moveEnd, type PartProps } from './form-parts.ts'

/**
 * When: date, start, and length or end, each quick by typing. Length and end follow each other. A time that the clocks
 * repeat is asked about; one that they skip is named as an error.
 */
export function WhenFields({ form, taskType, zone, locale, now }: PartProps) {
  const values = useWatch({ control: form.control })
  const { register } = form
  const isOpen = values.noFixedTime === true
  const times = readTimes({ ...form.getValues() })
  const isPast = times.kind === 'range' && times.start < now
  const defaultLength = taskType?.defaultDurationMinutes ?? null

  function onStart() {
    form.setValue('startRepeat', '')
    form.setValue('pastIsMeant', false)
    moveEnd(form)
  }

  function onEnd() {
    const minutes = durationAfter(form.getValues())
    if (minutes !== null) form.setValue('duration', minutes)
  }

  return (
    <fieldset className={styles.when}>
      <legend className={styles.legend}>{words.when}</legend>
      <div className={styles.whenGrid} hidden={isOpen}>
        <Field label={words.date} id={idOf('date')} error={errorOf(form, 'date')}>
          {(control) => (
            <input type="date" {...control} {...register('date', { onChange: onStart })} />
          )}
        </Field>
        <Field label={words.start} id={idOf('startTime')} error={errorOf(form, 'startTime')}>
          {(control) => (
            <input type="time" {...control} {...register('startTime', { onChange: onStart })} />
          )}
        </Field>
        <Field
          label={words.duration}
          id={idOf('duration')}
          error={errorOf(form, 'duration')}
          hint={words.durationHint}
        >
          {(control) => (
            <input
              type="text"
              inputMode="text"
              list="lengths"
              autoComplete="off"
              {...control}
              {...register('duration', { onChange: () => moveEnd(form) })}
            />
          )}
        </Field>
        <Field label={words.end} id={idOf('endTime')} error={errorOf(form, 'endTime')}>
          {(control) => (
            <input type="time" {...control} {...register('endTime', { onChange: onEnd })} />
          )}
        </Field>
        {(values.endDate ?? '') !== '' && (
          <Field label={words.endDate} id={idOf('endDate')} error={errorOf(form, 'endDate')}>
            {(control) => (
              <input type="date" {...control} {...register('endDate', { onChange: onEnd })} />
            )}
          </Field>
        )}
      </div>
      <datalist id="lengths">
        {commonDurationsMinutes.map((minutes) => (
          <option key={minutes} value={String(minutes)}>
            {formatDuration(minutes, locale)}
          </option>
        ))}
      </datalist>
      {!isOpen && <Repeated form={form} zone={zone} locale={locale} />}
      {!isOpen && (isPast || errorOf(form, 'pastIsMeant') !== undefined) && (
        <CheckField
          label={words.past}
          id={idOf('pastIsMeant')}
          error={errorOf(form, 'pastIsMeant')}
        >
          {(control) => <input type="checkbox" {...control} {...register('pastIsMeant')} />}
        </CheckField>
      )}
      <div className={styles.whenFoot}>
        <CheckField label={words.noFixedTime} id="field-noFixedTime">
          {(control) => <input type="checkbox" {...control} {...register('noFixedTime')} />}
        </CheckField>
        <span className={styles.quiet}>
          {isOpen
            ? words.noFixedTimeMeans(
                defaultLength === null ? null : formatDuration(defaultLength, locale),
              )
            : words.yourTime(formatZone(zone, times.kind === 'range' ? times.start : now, locale))}
        </span>
      </div>
    </fieldset>
  )
}

/** Asks which of the two moments is meant by a start that the clocks show twice. */
function Repeated({ form, zone, locale }: Pick<PartProps, 'form' | 'zone' | 'locale'>) {
  const [date, time] = useWatch({ control: form.control, name: ['date', 'startTime'] })
  const day = parseDate(date)
  const clock = parseTime(time)
  const meant = day === null || clock === null ? null : resolve(day, clock, zone)
  if (meant?.kind !== 'repeated') return null
  return (
    <Field label={words.repeat} id={idOf('startRepeat')} error={errorOf(form, 'startRepeat')}>
      {(control) => (
        <select {...control} {...form.register('startRepeat', { onChange: () => moveEnd(form) })}>
          <option value="">{words.choose}</option>
          <option value="earlier">
            {words.earlier(
              `${format(meant.earlier, 'time', zone, locale)}, ${formatZone(zone, meant.earlier, locale)}`,
            )}
          </option>
          <option value="later">
            {words.later(
              `${format(meant.later, 'time', zone, locale)}, ${formatZone(zone, meant.later, locale)}`,
            )}
          </option>
        </select>
      )}
    </Field>
  )
}
