import type { TaskType } from '#contract/task-type.ts'
import { use } from 'react'
import { formatDuration } from '#time/format.ts'
import { form as words } from '../words/en/form.ts'
import { followSubject, moveEnd } from './follow.ts'
import { Locks } from '../ui/locks.ts'
import { type DeskForm, idOf } from './form-parts.ts'
import styles from './form.module.css'
import { type PartProps, useTaskTypes } from './screen.ts'

/** What is booked, in the tenant's order. */
export function TaskTypeChoices({ form, screen }: PartProps) {
  const { taskTypes, taskType, hasFailed, retry } = useTaskTypes({ form, screen })
  const isLocked = use(Locks)?.has(idOf('taskTypeId'))
  if (taskTypes === null && hasFailed) {
    return (
      <p className={styles.typesNote} role="alert">
        {words.taskTypesFailed}{' '}
        <button type="button" className={styles.link} onClick={retry}>
          {words.again}
        </button>
      </p>
    )
  }
  if (taskTypes?.length === 0) return <p className={styles.typesNote}>{words.noTaskTypes}</p>
  const offered = isLocked ? taskTypes?.filter(({ id }) => id === taskType?.id) : taskTypes
  const choices = offered?.map((type) => (
    <label key={type.id} className={styles.type}>
      <input
        type="radio"
        name="taskTypeId"
        value={type.id}
        checked={type.id === taskType?.id}
        onChange={() => chooseType(form, type)}
      />
      <svg className={styles.dot} viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" fill={type.color ?? 'currentColor'} />
      </svg>
      <span className={styles.typeName}>{type.name.trim()}</span>
      {type.defaultDurationMinutes !== null && (
        <span className={styles.typeLength}>
          {formatDuration(type.defaultDurationMinutes, screen.locale)}
        </span>
      )}
    </label>
  ))
  return (
    <>
      {choices}
      {isLocked && <p className={styles.typesNote}>{words.setByPortal}</p>}
    </>
  )
}

/** Puts a type and its defaults into the form. What the rep set otherwise stays. */
export function chooseType(form: DeskForm, type: TaskType): void {
  form.setValue('taskTypeId', type.id)
  form.clearErrors()
  const { duration, durationIsOwn } = form.getValues()
  if (type.defaultDurationMinutes !== null && !durationIsOwn) {
    form.setValue('duration', String(type.defaultDurationMinutes))
  } else if (duration === '') {
    form.setValue('duration', '30')
  }
  form.setValue('reminderMinutes', String(type.reminder.defaultMinutes ?? ''))
  moveEnd(form)
  followSubject(form, type)
}
