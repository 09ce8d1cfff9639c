import { use, useEffect, useRef, useState } from 'react'
import type { CustomField, TaskType } from '#contract/task-type.ts'
import { lineText } from '#contract/text.ts'
import { formatDuration } from '#time/format.ts'
import type { FieldName } from '../booking/form-values.ts'
import { suggestedSubject } from '../booking/to-request.ts'
import { type ControlAttributes, CheckField, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import { clearError } from './changes.ts'
import styles from './details.module.css'
import parts from './parts.module.css'
import {
  ErrorsContext,
  idOf,
  useDeskForm,
  useFieldError,
  useRegister,
  useScreen,
  useTaskTypes,
  useValues,
} from './screen.ts'

/** The fields that the chosen type requires. They are always visible. */
export function MandatoryFields() {
  const { taskType } = useTaskTypes()
  if (taskType === null) return null
  const { location, customFields } = taskType
  const mandatory = customFields.filter((field) => field.mandatory)
  const isLocationAsked = location.enabled && location.mandatory
  if (mandatory.length === 0 && !isLocationAsked) return null
  return (
    <div className={parts.pair}>
      {isLocationAsked && <LocationField isRequired />}
      {mandatory.map((field) => (
        <CustomFieldInput key={`${taskType.id} ${field.schemaName}`} field={field} />
      ))}
    </div>
  )
}

/** Subject, location, description and reminder behind one line that says what is in them. */
export function Details() {
  const { taskType } = useTaskTypes()
  const disclosure = useRef<HTMLDetailsElement>(null)
  const optional = (taskType?.customFields ?? []).filter((field) => !field.mandatory)
  const isLocationOffered = taskType?.location.enabled && !taskType.location.mandatory
  const hasErrors = useHasErrors(optional)

  const [isOpen, setIsOpen] = useState(false)

  // The disclosure's own state, which the browser keeps. The rep may have opened it before React came.
  useEffect(() => setIsOpen(disclosure.current?.open ?? false), [])
  useEffect(() => {
    if (hasErrors && disclosure.current) disclosure.current.open = true
  }, [hasErrors])

  return (
    <details
      ref={disclosure}
      className={styles.details}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>
        <span className={styles.detailsTitle}>{words.details}</span>{' '}
        {/* While it is open, the fields themselves are in sight, and typing in them need not draw the line again. */}
        {!isOpen && <DetailsSummary taskType={taskType} />}
      </summary>
      <div className={`${parts.pair} ${styles.detailsBody}`}>
        <div className={styles.wide}>
          <TextField name="subject" label={words.subject} />
        </div>
        {isLocationOffered && (
          <div className={styles.wide}>
            <LocationField />
          </div>
        )}
        {optional.map((field) => (
          <CustomFieldInput key={`${taskType?.id} ${field.schemaName}`} field={field} />
        ))}
        <div className={styles.wide}>
          <DescriptionField />
        </div>
        <ReminderField taskType={taskType} />
        <NotifyField />
      </div>
    </details>
  )
}

/** The values of the fields behind the line. */
function DetailsSummary({ taskType }: { taskType: TaskType | null }) {
  const { locale } = useScreen()
  const [subject, lead, location, description, reminder, notifyOwner] = useValues([
    'subject',
    'lead',
    'location',
    'description',
    'reminderMinutes',
    'notifyOwner',
  ])
  const { nothing, noReminder, noLocation } = words.inDetails
  const hasLocation = taskType?.location.enabled && !taskType.location.mandatory
  // An empty subject is booked as the suggested one.
  const booked = lineText(subject) || (taskType === null ? '' : suggestedSubject(taskType, lead))
  const said = [
    booked === '' ? nothing.subject : `“${booked}”`,
    reminder === ''
      ? noReminder
      : words.inDetails.reminder(formatDuration(Number(reminder), locale)),
    hasLocation ? lineText(location) || noLocation : null,
    lineText(description) === '' ? null : words.inDetails.description,
    notifyOwner ? words.inDetails.notifyOwner : null,
  ].filter((part) => part !== null)
  const text = said.join(' · ')
  return <span key={text}>{text}</span>
}

/** Whether a field behind the line is wrong: it must not stay hidden. */
function useHasErrors(optional: readonly CustomField[]): boolean {
  const errors = use(ErrorsContext)
  return (
    errors.subject !== undefined ||
    errors.location !== undefined ||
    errors.description !== undefined ||
    errors.reminderMinutes !== undefined ||
    optional.some(({ schemaName }) => errors.customFields?.[schemaName] !== undefined)
  )
}

function TextField({
  name,
  label,
  isRequired = false,
}: {
  name: 'subject' | 'location'
  label: string
  isRequired?: boolean
}) {
  const input = useInput(name)
  return (
    <Field label={label} id={idOf(name)} error={useFieldError(name, label)} isRequired={isRequired}>
      {(control) => <input type="text" dir="auto" {...control} {...input} />}
    </Field>
  )
}

function LocationField({ isRequired = false }: { isRequired?: boolean }) {
  return <TextField name="location" label={words.location} isRequired={isRequired} />
}

function DescriptionField() {
  const input = useInput('description')
  return (
    <Field
      label={words.description}
      id={idOf('description')}
      error={useFieldError('description', words.description)}
    >
      {(control) => <textarea rows={3} dir="auto" {...control} {...input} />}
    </Field>
  )
}

function NotifyField() {
  const register = useRegister()
  return (
    <div className={styles.notify}>
      <CheckField label={words.notifyOwner} id={idOf('notifyOwner')}>
        {(control) => <input type="checkbox" {...control} {...register('notifyOwner')} />}
      </CheckField>
    </div>
  )
}

/** The reminders that the chosen type offers. */
function ReminderField({ taskType }: { taskType: TaskType | null }) {
  const { locale } = useScreen()
  const form = useDeskForm()
  const [value] = useValues(['reminderMinutes'])
  return (
    <Field
      label={words.reminder}
      id={idOf('reminderMinutes')}
      error={useFieldError('reminderMinutes', words.reminder)}
    >
      {(control) => (
        <select
          {...control}
          name="reminderMinutes"
          value={value}
          onChange={(event) => {
            form.setValue('reminderMinutes', event.target.value, { shouldDirty: true })
            clearError(form, 'reminderMinutes')
          }}
        >
          <option value="">{words.noReminder}</option>
          {offered(taskType?.reminder.options ?? [], value).map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {words.before(formatDuration(minutes, locale))}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A type's default may be missing from its own options; what is chosen must be among those that are shown. */
function offered(options: readonly number[], chosen: string): number[] {
  const minutes = Number(chosen)
  if (chosen === '' || options.includes(minutes)) return [...options]
  return [...options, minutes].toSorted((a, b) => a - b)
}

/** A field of the tenant's own, by its kind; a kind that we do not know is text. */
function CustomFieldInput({ field }: { field: CustomField }) {
  const name = `customFields.${field.schemaName}` as const satisfies FieldName
  const input = useInput(name)
  return (
    <Field
      label={field.label}
      id={idOf(name)}
      error={useFieldError(name, field.label)}
      isRequired={field.mandatory}
    >
      {(control) =>
        field.kind === 'select' ? (
          <select {...control} {...input}>
            <option value="">{words.choose}</option>
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          <input {...control} {...inputOf(field)} {...input} />
        )
      }
    </Field>
  )
}

function inputOf(
  field: CustomField,
): { type: string; inputMode?: 'decimal' } & Partial<ControlAttributes> {
  switch (field.kind) {
    case 'number':
      return { type: 'text', inputMode: 'decimal' }
    case 'date':
      return { type: 'date' }
    case 'datetime':
      return { type: 'datetime-local' }
    case 'text':
    case 'select':
      return { type: 'text' }
  }
}

/** A change takes the error off the field; whether it is right now is checked when Book is pressed again. */
function useInput(name: 'subject' | 'location' | 'description' | `customFields.${string}`) {
  const form = useDeskForm()
  return useRegister()(name, { onChange: () => clearError(form, name) })
}
