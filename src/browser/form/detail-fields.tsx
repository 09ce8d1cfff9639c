import { useController } from 'react-hook-form'
import type { CustomField } from '#contract/task-type.ts'
import { formatDuration } from '#time/format.ts'
import type { FieldName } from '../booking/form-values.ts'
import { CheckField, type ControlAttributes, Field } from '../ui/field.tsx'
import { form as words } from '../words/en/form.ts'
import styles from './form.module.css'
import { type DeskForm, errorOf, idOf, type PartProps } from './form-parts.ts'

/** Subject, description, location, the type's own fields, reminder, and whether LeadSquared e-mails the owner. */
export function DetailFields({
  form,
  taskType,
  locale,
}: Pick<PartProps, 'form' | 'taskType' | 'locale'>) {
  const { register, setValue } = form
  const reminder = useController({ control: form.control, name: 'reminderMinutes' })
  const location = taskType?.location
  return (
    <div className={styles.details}>
      <div className={styles.wide}>
        <Field label={words.subject} id={idOf('subject')} error={errorOf(form, 'subject')}>
          {(control) => (
            <input
              type="text"
              dir="auto"
              {...control}
              {...register('subject', {
                onChange: (event: { target: { value: string } }) =>
                  setValue('subjectIsOwn', event.target.value !== ''),
              })}
            />
          )}
        </Field>
      </div>
      {location?.enabled && (
        <div className={styles.wide}>
          <Field
            label={words.location}
            id={idOf('location')}
            error={errorOf(form, 'location')}
            isRequired={location.mandatory}
          >
            {(control) => <input type="text" dir="auto" {...control} {...register('location')} />}
          </Field>
        </div>
      )}
      {taskType?.customFields.map((field) => (
        <CustomFieldInput key={`${taskType.id} ${field.schemaName}`} form={form} field={field} />
      ))}
      <div className={styles.wide}>
        <Field
          label={words.description}
          id={idOf('description')}
          error={errorOf(form, 'description')}
        >
          {(control) => <textarea rows={3} dir="auto" {...control} {...register('description')} />}
        </Field>
      </div>
      <Field
        label={words.reminder}
        id={idOf('reminderMinutes')}
        error={errorOf(form, 'reminderMinutes')}
      >
        {(control) => (
          <select {...control} {...reminder.field}>
            <option value="">{words.noReminder}</option>
            {(taskType?.reminder.options ?? []).map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {words.before(formatDuration(minutes, locale))}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className={styles.notify}>
        <CheckField label={words.notifyOwner} id="field-notifyOwner">
          {(control) => <input type="checkbox" {...control} {...register('notifyOwner')} />}
        </CheckField>
      </div>
    </div>
  )
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
