import type { TaskType } from '#contract/task-type.ts'
import { durationAfter, endAfter } from '../booking/times.ts'
import type { DeskForm } from './form-parts.ts'

/** Fields that follow others. */

/** Lets the end follow the start and the length. */
export function moveEnd(form: DeskForm): void {
  const end = endAfter(form.getValues())
  if (!end) return
  form.setValue('endDate', end.endDate)
  form.setValue('endTime', end.endTime)
  form.setValue('endRepeat', end.endRepeat)
}

/** Lets the length follow the start and the end. */
export function moveLength(form: DeskForm): void {
  const minutes = durationAfter(form.getValues())
  if (minutes === null) return
  form.setValue('duration', minutes)
  form.setValue('durationIsOwn', true)
}

/** The subject follows type and lead until the rep writes one. */
export function followSubject(form: DeskForm, taskType: TaskType | null): void {
  const { subjectIsOwn, lead } = form.getValues()
  if (subjectIsOwn || taskType === null) return
  const type = taskType.name.trim()
  form.setValue('subject', lead?.name ? `${type}: ${lead.name}` : type)
}

/** What follows from a change by the rep's own hand at this field. */
export function followField(form: DeskForm, field: string | undefined): void {
  switch (field) {
    case 'date':
    case 'startTime':
      form.setValue('startRepeat', '')
      form.setValue('pastIsMeant', false)
      moveEnd(form)
      break
    case 'duration':
      form.setValue('durationIsOwn', form.getValues('duration') !== '')
      moveEnd(form)
      break
    case 'startRepeat':
      moveEnd(form)
      break
    case 'endDate':
    case 'endTime':
      form.setValue('endRepeat', '')
      moveLength(form)
      break
    case 'endRepeat':
      moveLength(form)
      break
    case 'subject':
      form.setValue('subjectIsOwn', form.getValues('subject') !== '')
      break
    default:
      break
  }
}
