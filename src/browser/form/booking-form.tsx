import { type SubmitEvent, useEffect, useRef } from 'react'
import type { Lead } from '#contract/lead.ts'
import type { Owner } from '#contract/owner.ts'
import type { Search } from '../api/search.ts'
import type { FieldName, FormFault } from '../booking/form-values.ts'
import type { LateParts } from '../late-parts.ts'
import { CheckField, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, idOf } from './form-parts.ts'
import styles from './form.module.css'
import { LeadField } from './lead-field.tsx'
import { OwnerField } from './owner-field.tsx'

interface BookingFormProps {
  form: DeskForm
  /** Null until they have come. */
  parts: LateParts | null
  owners: Search<Owner>
  leads: Search<Lead>
  /** What is under way with the booking that the form is locked to. */
  lockedBy: 'booking' | 'checking' | null
  /** What kept the last try from being booked, and how many tries there were. */
  failed: { faults: readonly FormFault[]; tries: number }
  onSubmit: () => void
}

/**
 * The form, from what to when, and the one button. It is painted before any script runs, and its inputs belong to the
 * browser: what is typed into them stays. While a booking is under way it is locked to that.
 */
export function BookingForm(props: BookingFormProps) {
  const { form, parts, owners, leads, lockedBy, failed, onSubmit } = props
  const isLocked = lockedBy !== null
  const { register } = form
  const element = useRef<HTMLFormElement>(null)
  const errorOf = (field: FieldName) =>
    parts?.wordsOfFault(form.getFieldState(field, form.formState).error?.message)
  const part = parts && { form, screen: parts.screen }
  const typeError = errorOf('taskTypeId')

  // The keyboard of the page: Ctrl or Cmd and Enter book from anywhere.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isShortcut = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
      if (isShortcut && !event.repeat) element.current?.requestSubmit()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <form
      ref={element}
      noValidate
      autoComplete="off"
      className={styles.form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {parts && part && <parts.FormLogic {...part} />}
      {parts && part && <parts.ErrorSummary {...part} {...failed} />}
      <fieldset className={styles.lock} disabled={isLocked} aria-label={words.title}>
        <fieldset
          id={idOf('taskTypeId')}
          className={styles.types}
          tabIndex={-1}
          aria-describedby={typeError && 'type-note'}
        >
          <legend className={styles.legend}>
            {words.taskType} <span className={styles.required}>({words.required})</span>
          </legend>
          <div className={styles.typeGrid} aria-busy={parts === null}>
            {parts && part && <parts.TaskTypeChoices {...part} />}
          </div>
          {typeError && (
            <span id="type-note" className={styles.error}>
              {typeError}
            </span>
          )}
          {parts && <parts.StaleNote screen={parts.screen} owners={owners} />}
        </fieldset>
        <div className={styles.pair}>
          <OwnerField
            form={form}
            search={owners}
            recent={parts?.desk.recentOwners.read() ?? []}
            error={errorOf('owner')}
          />
          <LeadField form={form} search={leads} error={errorOf('lead')} />
        </div>
        <fieldset className={styles.when}>
          <legend className={styles.legend}>{words.when}</legend>
          <div className={styles.whenGrid}>
            <Field label={words.date} id={idOf('date')} error={errorOf('date')}>
              {(control) => <input type="date" {...control} {...register('date')} />}
            </Field>
            <Field label={words.start} id={idOf('startTime')} error={errorOf('startTime')}>
              {(control) => <input type="time" {...control} {...register('startTime')} />}
            </Field>
            <Field
              label={words.duration}
              id={idOf('duration')}
              error={errorOf('duration')}
              hint={words.durationHint}
            >
              {(control) => (
                <input type="text" list="lengths" {...control} {...register('duration')} />
              )}
            </Field>
            <Field label={words.end} id={idOf('endTime')} error={errorOf('endTime')}>
              {(control) => <input type="time" {...control} {...register('endTime')} />}
            </Field>
            {parts && part && <parts.EndDate {...part} />}
          </div>
          {parts && part && <parts.WhenNotes {...part} />}
          <div className={styles.whenFoot}>
            <CheckField label={words.noFixedTime} id="field-noFixedTime">
              {(control) => <input type="checkbox" {...control} {...register('noFixedTime')} />}
            </CheckField>
            <p className={styles.whenHint}>{parts && part && <parts.WhenHint {...part} />}</p>
          </div>
        </fieldset>
        <div className={styles.details}>
          <div className={styles.wide}>
            <Field label={words.subject} id={idOf('subject')} error={errorOf('subject')}>
              {(control) => <input type="text" dir="auto" {...control} {...register('subject')} />}
            </Field>
          </div>
          {parts && part && <parts.TypeFields {...part} />}
          <div className={styles.wide}>
            <Field
              label={words.description}
              id={idOf('description')}
              error={errorOf('description')}
            >
              {(control) => (
                <textarea rows={3} dir="auto" {...control} {...register('description')} />
              )}
            </Field>
          </div>
          {parts && part ? <parts.ReminderChoices {...part} /> : <NoReminders />}
          <div className={styles.notify}>
            <CheckField label={words.notifyOwner} id="field-notifyOwner">
              {(control) => <input type="checkbox" {...control} {...register('notifyOwner')} />}
            </CheckField>
          </div>
        </div>
      </fieldset>
      <div className={styles.foot}>
        <p className={styles.readBack}>{parts && part && <parts.ReadBack {...part} />}</p>
        <button
          type="submit"
          className="primary"
          // The field that is left may say something then, and the button would move away under the press.
          onMouseDown={(event) => event.preventDefault()}
          disabled={parts === null}
          aria-disabled={isLocked}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {words[lockedBy ?? 'book']}
        </button>
      </div>
    </form>
  )
}

/** Keeps the place of the reminder until the types have come, which say what there is to choose. */
function NoReminders() {
  return (
    <Field label={words.reminder} id={idOf('reminderMinutes')} error={undefined}>
      {(control) => (
        <select {...control}>
          <option value="">{words.noReminder}</option>
        </select>
      )}
    </Field>
  )
}
