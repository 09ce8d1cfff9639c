import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import { taskTypesQuery } from '../api/queries.ts'
import {
  ErrorsContext,
  FormContext,
  type FormAround,
  TypesContext,
  typeOf,
  useScreen,
} from './screen.ts'

/**
 * The form for the fields inside, with its errors and the types. They are subscribed to once and not by every field,
 * because each subscription costs time at every key and in each drawing.
 */
export function FormScope({ value, children }: { value: FormAround; children: ReactNode }) {
  const { control } = value.form
  const { desk } = useScreen()
  const { errors } = useFormState({ control })
  const { data, isError: hasFailed, refetch } = useQuery(taskTypesQuery(desk.api))
  const chosenId = useWatch({ control, name: 'taskTypeId', exact: true })
  const types = useMemo(() => {
    const taskTypes = data?.taskTypes ?? null
    const taskType = typeOf(taskTypes, chosenId)
    return { taskTypes, taskType, hasFailed, retry: () => void refetch() }
  }, [data, chosenId, hasFailed, refetch])
  return (
    <FormContext value={value}>
      <TypesContext value={types}>
        <ErrorsContext value={errors}>{children}</ErrorsContext>
      </TypesContext>
    </FormContext>
  )
}
