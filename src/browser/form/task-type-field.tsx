import { useController } from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import { formatDuration } from '#time/format.ts'
import { form as words } from '../words/en/form.ts'
import { type DeskForm, errorOf, followSubject, idOf, moveEnd } from './form-parts.ts'
import styles from './form.module.css'

interface TaskTypeFieldProps {
  form: DeskForm
  /** Null while they load. */
  taskTypes: readonly TaskType[] | null
  hasFailed: boolean
  locale: string
  onRetry: () => void
}

/** What is booked. Choosing a type sets length and reminder; what the rep set otherwise stays. */
export function TaskTypeField({ form, taskTypes, hasFailed, locale, onRetry }: TaskTypeFieldProps) {
  const { field } = useController({ control: form.control, name: 'taskTypeId' })
  const error = errorOf(form, 'taskTypeId')
  const noteId = `${idOf('taskTypeId')}-note`
  return (
    <fieldset
      className={styles.types}
      aria-describedby={error && noteId}
      tabIndex={-1}
      id={idOf('taskTypeId')}
    >
      <legend className={styles.legend}>{words.taskType}</legend>
      <div className={styles.typeGrid}>
        {(taskTypes ?? []).map((type) => (
          <label key={type.id} className={styles.type}>
            <input
              type="radio"
              name={field.name}
              value={type.id}
              checked={field.value === type.id}
              onBlur={field.onBlur}
              onChange={() => chooseType(form, type)}
            />
            <svg className={styles.dot} viewBox="0 0 10 10" aria-hidden="true">
              <circle cx="5" cy="5" r="5" fill={type.color ?? 'currentColor'} />
            </svg>
            <span>{type.name.trim()}</span>
            {type.defaultDurationMinutes !== null && (
              <span className={styles.typeLength}>
                {formatDuration(type.defaultDurationMinutes, locale)}
              </span>
            )}
          </label>
        ))}
        {taskTypes === null && !hasFailed && (
          <p className={styles.quiet}>{words.taskTypesLoading}</p>
        )}
        {taskTypes === null && hasFailed && (
          <p role="alert">
            {words.taskTypesFailed}{' '}
            <button type="button" className={styles.link} onClick={onRetry}>
              {words.again}
            </button>
          </p>
        )}
      </div>
      {error && (
        <span id={noteId} className={styles.error}>
          {error}
        </span>
      )}
    </fieldset>
  )
}

/** Puts a type and its defaults into the form. */
export function chooseType(form: DeskForm, type: TaskType): void {
  form.setValue('taskTypeId', type.id)
  form.clearErrors()
  const { duration } = form.getValues()
  if (type.defaultDurationMinutes !== null) {
    form.setValue('duration', String(type.defaultDurationMinutes))
  } else if (duration === '') {
    form.setValue('duration', '30')
  }
  form.setValue('reminderMinutes', String(type.reminder.defaultMinutes ?? ''))
  moveEnd(form)
  followSubject(form, type)
}
