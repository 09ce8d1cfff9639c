import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import type { Instant, Zone } from '#time/zoned.ts'
import { taskTypesQuery } from '../api/queries.ts'
import type { Desk } from '../booking/desk.ts'
import { FieldFault, type FieldName, FormValues } from '../booking/form-values.ts'
import type { LaunchParams } from '../launch-params.ts'
import { faults } from '../words/en/faults.ts'
import type { DeskForm } from './form-parts.ts'

/** What the parts of the screen are drawn from. */
export interface Screen {
  desk: Desk
  launch: LaunchParams
  /** The rep's own zone, in which times are typed and shown. */
  zone: Zone
  /** BCP 47 tag. */
  locale: string
  now: () => Instant
}

/** What a part of the form is given. */
export interface PartProps {
  form: DeskForm
  screen: Screen
}

/** All that stands in the form; drawn anew at each change. */
export function useValues(form: DeskForm): FormValues {
  const watched = FormValues.safeParse(useWatch({ control: form.control }))
  return watched.success ? watched.data : form.getValues()
}

/** The types as far as they have come, and the chosen one. */
export function useTaskTypes({ form, screen: { desk } }: PartProps) {
  const { data, isError, refetch } = useQuery(taskTypesQuery(desk.api), desk.queries)
  const chosenId = useWatch({ control: form.control, name: 'taskTypeId' })
  const taskTypes = data?.taskTypes ?? null
  return {
    taskTypes,
    taskType: typeOf(taskTypes, chosenId),
    hasFailed: isError,
    retry: () => void refetch(),
  }
}

/** The types that are known now, outside of any drawing. */
export function knownTaskTypes({ desk }: Pick<Screen, 'desk'>): readonly TaskType[] | null {
  const { queryKey } = taskTypesQuery(desk.api)
  return desk.queries.getQueryData(queryKey)?.taskTypes ?? null
}

/** A type by its id. */
export function typeOf(taskTypes: readonly TaskType[] | null, id: string): TaskType | null {
  return taskTypes?.find((type) => type.id === id) ?? null
}

/** A type by its name, as people write it in an address or a portal. */
export function typeNamed(taskTypes: readonly TaskType[], name: string): TaskType | null {
  const wanted = name.trim().toLowerCase()
  return taskTypes.find((type) => type.name.trim().toLowerCase() === wanted) ?? null
}

/** The words of an error that react-hook-form holds, whose message is a `FieldFault`. */
export function wordsOfFault(message: string | undefined): string | undefined {
  const fault = FieldFault.safeParse(message)
  return fault.success ? faults[fault.data] : undefined
}

/** The words of a field's error, if it has one. */
export function errorOf(form: DeskForm, field: FieldName): string | undefined {
  return wordsOfFault(form.getFieldState(field, form.formState).error?.message)
}
