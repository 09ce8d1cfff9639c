import { useEffect } from 'react'
import { isWatched } from '../booking/booking-state.ts'
import { useFlushOnLeave } from '../booking/page-events.ts'
import type { FieldFault } from '../booking/form-values.ts'
import { faultsOfProblem } from '../booking/problem-place.ts'
import { followField, followSubject } from './follow.ts'
import { knownTaskTypes, type PartProps, typeNamed, typeOf, useTaskTypes } from './screen.ts'
import { chooseType } from './task-type-choices.tsx'

const missing: FieldFault = 'task-types-missing'

/** What the form does by itself; it draws nothing. */
export function FormLogic({ form, screen }: PartProps): null {
  const { desk, launch } = screen
  const { taskTypes } = useTaskTypes({ form, screen })

  // The form, whose values live outside React: fields follow each other, and every change is kept.
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name, type, values }) => {
          if (type === 'change') followField(form, name)
          const taskType = typeOf(knownTaskTypes(screen), values.taskTypeId)
          if (name === 'lead') followSubject(form, taskType)
          desk.keeper.changed(form.getValues(), taskType)
        },
      }),
    [form, screen, desk],
  )
  useFlushOnLeave(desk.keeper)

  // The list of types, which comes from the BFF: a type that the address named can be chosen once it is there.
  useEffect(() => {
    if (taskTypes === null) return
    const { error } = form.getFieldState('taskTypeId')
    if (error?.message === missing) form.clearErrors('taskTypeId')
    const named = launch.typeName && typeNamed(taskTypes, launch.typeName)
    if (!named || form.getValues('taskTypeId') !== '') return
    chooseType(form, named)
  }, [form, taskTypes, launch])

  // The booking, which lives outside React: what LeadSquared refused is shown at its field.
  useEffect(
    () =>
      desk.booking.subscribe(() => {
        const told = desk.booking.state()
        if (told.phase !== 'refused' || isWatched(told)) return
        for (const { field, fault } of faultsOfProblem(told.problem)) {
          form.setError(field, { type: 'server', message: fault })
        }
      }),
    [form, desk],
  )
  return null
}
