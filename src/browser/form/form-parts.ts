import type { UseFormReturn } from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import type { Instant, Zone } from '#time/zoned.ts'
import type { FieldName, FormValues } from '../booking/form-values.ts'
import { faults } from '../words/en/faults.ts'
import { FieldFault } from '../booking/form-values.ts'
import { endAfter } from '../booking/times.ts'

/** The form, as react-hook-form holds it. */
export type DeskForm = UseFormReturn<FormValues>

/** What the parts of the form share. */
export interface PartProps {
  form: DeskForm
  taskType: TaskType | null
  zone: Zone
  locale: string
  /** When the form was last drawn. */
  now: Instant
}

/** The id of a field's control; the error summary links to it. */
export function idOf(field: FieldName): string {
  return `field-${field.replaceAll('.', '-')}`
}

/** The words of a field's error, if it has one. */
export function errorOf(form: DeskForm, field: FieldName): string | undefined {
  const fault = FieldFault.safeParse(form.getFieldState(field, form.formState).error?.message)
  return fault.success ? faults[fault.data] : undefined
}

/** Lets the end follow the start and the length. */
export function moveEnd(form: DeskForm): void {
  const end = endAfter(form.getValues())
  if (!end) return
  form.setValue('endDate', end.endDate)
  form.setValue('endTime', end.endTime)
  form.setValue('endRepeat', end.endRepeat)
}

/** The subject follows type and lead until the rep writes one. */
export function followSubject(form: DeskForm, taskType: TaskType | null): void {
  const { subjectIsOwn, lead } = form.getValues()
  if (subjectIsOwn || taskType === null) return
  const type = taskType.name.trim()
  form.setValue('subject', lead?.name ? `${type}: ${lead.name}` : type)
}
