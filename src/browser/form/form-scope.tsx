import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { type FieldPathValues, useFormState, useWatch } from 'react-hook-form'
import { taskTypesQuery } from '../api/queries.ts'
import type { FormValues } from '../booking/form-values.ts'
import { timeFields, type TimeValues } from '../booking/times.ts'
import {
  ErrorsContext,
  FormContext,
  TimesContext,
  type FormAround,
  TypesContext,
  typeOf,
  useScreen,
} from './screen.ts'

/**
 * The form for the fields inside, with its errors, its times and the types. They are subscribed to once and not by every
 * field, because each subscription costs time at every key and in each drawing.
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
  const times = useWatch({ control, name: timeFields, exact: true, compute: timesOf })
  return (
    <FormContext value={value}>
      <TypesContext value={types}>
        <TimesContext value={times}>
          <ErrorsContext value={errors}>{children}</ErrorsContext>
        </TimesContext>
      </TypesContext>
    </FormContext>
  )
}

function timesOf(values: FieldPathValues<FormValues, typeof timeFields>): TimeValues {
  const [noFixedTime, timeZone, date, startTime, startRepeat, duration, endText] = values
  return { noFixedTime, timeZone, date, startTime, startRepeat, duration, endText }
}
