import { useWatch } from 'react-hook-form'
import type { CustomField } from '#contract/task-type.ts'
import { formatDuration } from '#time/format.ts'
import type { FieldName } from '../booking/form-values.ts'
import { type ControlAttributes, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import { type DeskForm, idOf } from './form-parts.ts'
import { errorOf, type PartProps, useTaskTypes } from './screen.ts'

/** What the chosen type asks for besides: the location, and fields of the tenant's own. */
export function TypeFields({ form, screen }: PartProps) {
  const { taskType } = useTaskTypes({ form, screen })
  if (taskType === null) return null
  const { location, customFields } = taskType
  return (
    <>
      {location.enabled && (
        <div className={styles.wide}>
          <Field
            label={words.location}
            id={idOf('location')}
            error={errorOf(form, 'location')}
            isRequired={location.mandatory}
          >
            {(control) => (
              <input type="text" dir="auto" {...control} {...form.register('location')} />
            )}
          </Field>
        </div>
      )}
      {customFields.map((field) => (
        <CustomFieldInput key={`${taskType.id} ${field.schemaName}`} form={form} field={field} />
      ))}
    </>
  )
}

/** The reminders that the chosen type offers. */
export function ReminderChoices({ form, screen }: PartProps) {
  const { taskType } = useTaskTypes({ form, screen })
  const value = useWatch({ control: form.control, name: 'reminderMinutes' })
  return (
    <Field
      label={words.reminder}
      id={idOf('reminderMinutes')}
      error={errorOf(form, 'reminderMinutes')}
    >
      {(control) => (
        <select
          {...control}
          name="reminderMinutes"
          value={value}
          onChange={(event) => form.setValue('reminderMinutes', event.target.value)}
        >
          <option value="">{words.noReminder}</option>
          {offered(taskType?.reminder.options ?? [], value).map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {words.before(formatDuration(minutes, screen.locale))}
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
function CustomFieldInput({ form, field }: { form: DeskForm; field: CustomField }) {
  const name = `customFields.${field.schemaName}` as const satisfies FieldName
  return (
    <Field
      label={field.label}
      id={idOf(name)}
      error={errorOf(form, name)}
      isRequired={field.mandatory}
    >
      {(control) =>
        field.kind === 'select' ? (
          <select {...control} {...form.register(name)}>
            <option value="">{words.choose}</option>
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          <input {...control} {...inputOf(field)} {...form.register(name)} />
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
