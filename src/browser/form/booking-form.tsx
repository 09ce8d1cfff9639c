import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import type { Instant, Zone } from '#time/zoned.ts'
import { isPending } from '../booking/booking-state.ts'
import { faultsOf, formSchema } from '../booking/check-form.ts'
import type { Desk } from '../booking/desk.ts'
import { type FormFault, FormValues } from '../booking/form-values.ts'
import { useFlushOnLeave } from '../booking/page-events.ts'
import { faultsOfProblem } from '../booking/problem-place.ts'
import { toRequest } from '../booking/to-request.ts'
import { form as words } from '../words/en/form.ts'
import { DetailFields } from './detail-fields.tsx'
import { ErrorSummary } from './error-summary.tsx'
import styles from './form.module.css'
import { LeadField } from './lead-field.tsx'
import { OwnerField } from './owner-field.tsx'
import { readBack } from './read-back.ts'
import { chooseType, TaskTypeField } from './task-type-field.tsx'
import { moveEnd } from './form-parts.ts'
import { WhenFields } from './when-fields.tsx'

interface BookingFormProps {
  desk: Desk
  /** What the form begins with: the draft, or what the address asks for. */
  initial: FormValues
  /** A type that the address asks for by name. */
  typeName: string | null
  taskTypes: readonly TaskType[] | null
  haveTypesFailed: boolean
  onRetryTypes: () => void
  zone: Zone
  locale: string
  now: () => Instant
}

/** The form, from what to when, and the one button. While a booking is under way it is locked to that. */
export function BookingForm(props: BookingFormProps) {
  const { desk, taskTypes, zone, locale, now } = props
  const form = useForm<FormValues>({
    defaultValues: props.initial,
    resolver: standardSchemaResolver(formSchema(() => ({ taskTypes, now: now() }))),
    shouldFocusError: false,
  })
  const [failedTry, setFailedTry] = useState({ tries: 0, faults: noFaults })
  const state = useSyncExternalStore(desk.booking.subscribe, desk.booking.state, desk.booking.state)
  const values = FormValues.safeParse(useWatch({ control: form.control }))
  const current = values.success ? values.data : form.getValues()
  const taskType = taskTypes?.find(({ id }) => id === current.taskTypeId) ?? null
  const isLocked = isPending(state)

  // The draft in the browser's storage: every change is kept as it happens.
  useEffect(() => {
    const keep = form.subscribe({
      formState: { values: true },
      callback: ({ values: changed }) =>
        desk.keeper.changed(
          changed,
          taskTypes?.find(({ id }) => id === changed.taskTypeId) ?? null,
        ),
    })
    return keep
  }, [form, desk, taskTypes])
  useFlushOnLeave(desk.keeper)

  // The list of types, which comes from the BFF: a type that the address named can be chosen once it is there.
  useEffect(() => {
    const wanted = props.typeName?.trim().toLowerCase()
    const named = taskTypes?.find(({ name }) => name.trim().toLowerCase() === wanted)
    const { taskTypeId, duration } = form.getValues()
    if (!named || taskTypeId !== '') return
    chooseType(form, named)
    if (duration !== '') form.setValue('duration', duration)
    moveEnd(form)
  }, [form, taskTypes, props.typeName])

  // The booking, which lives outside React: what LeadSquared refused is shown at its field.
  useEffect(
    () =>
      desk.booking.subscribe(() => {
        const told = desk.booking.state()
        if (told.phase !== 'refused') return
        for (const { field, fault } of faultsOfProblem(told.problem)) {
          form.setError(field, { type: 'server', message: fault })
        }
      }),
    [form, desk],
  )

  const book = form.handleSubmit(
    (checked) => {
      setFailedTry({ tries: 0, faults: noFaults })
      const request = toRequest(checked, taskType)
      if (request) desk.booking.book(request)
    },
    () =>
      setFailedTry(({ tries }) => ({
        tries: tries + 1,
        faults: faultsOf(form.getValues(), { taskTypes, now: now() }),
      })),
  )

  // The keyboard of the page: Ctrl or Cmd and Enter book from anywhere.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) void book()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })

  const present = new Set(faultsOf(current, { taskTypes, now: now() }).map(({ fault }) => fault))
  const stillWrong = failedTry.faults.filter(({ fault }) => present.has(fault))
  const parts = { form, taskType, zone, locale, now: now() }
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void book()
      }}
    >
      <ErrorSummary faults={stillWrong} tries={failedTry.tries} />
      <fieldset className={styles.lock} disabled={isLocked} aria-label={words.title}>
        <TaskTypeField
          form={form}
          taskTypes={taskTypes}
          hasFailed={props.haveTypesFailed}
          locale={locale}
          onRetry={props.onRetryTypes}
        />
        <div className={styles.pair}>
          <OwnerField form={form} desk={desk} />
          <LeadField form={form} desk={desk} taskType={taskType} />
        </div>
        <WhenFields {...parts} />
        <DetailFields {...parts} />
      </fieldset>
      <div className={styles.foot}>
        <p className={styles.readBack}>{readBack(current, taskType, locale)}</p>
        <button
          type="submit"
          className={styles.book}
          aria-disabled={isLocked}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {isLocked ? words.booking : words.book}
        </button>
      </div>
    </form>
  )
}

const noFaults: readonly FormFault[] = []
