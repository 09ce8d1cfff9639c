import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type FieldErrors, useForm } from 'react-hook-form'
import type { BookAppointment, ConflictOverride } from '#contract/appointment.ts'
import type { TaskType } from '#contract/task-type.ts'
import { nextSlot } from '#time/next-slot.ts'
import { sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { canonicalRequest } from '../booking/attempt-key.ts'
import { freshForm, keptForAnother } from '../booking/beginning.ts'
import { isFormFree } from '../booking/booking-state.ts'
import { formSchema } from '../booking/check-form.ts'
import { emptyForm, FormValues, fieldNames, isFilled, isMember } from '../booking/form-values.ts'
import { useFlushOnLeave } from '../booking/page-events.ts'
import { startOf } from '../booking/times.ts'
import { toRequest } from '../booking/to-request.ts'
import type { Page } from '../page.ts'
import { begin, type EarlyInput, readInputs } from './begin.ts'
import {
  chooseType,
  commitEnd,
  commitStart,
  followSubject,
  suggestStart,
  typeIn,
} from './changes.ts'
import { focusField } from './foot.tsx'
import {
  chosenType,
  type DeskForm,
  knownTaskTypes,
  messageAt,
  readingOf,
  type Screen,
  typedZoneOf,
  typeNamed,
} from './screen.ts'

/**
 * What a rep says to a refusal that can be answered: an equal booking is wanted a second time, or these conflicts were
 * seen and do not matter.
 */
export type Answer = { to: 'already-booked' } | { to: 'conflict'; override: ConflictOverride }

/** The actions of the page on the whole form. */
export interface BookingForm {
  form: DeskForm
  /** The form has its values, and Book works. */
  isAlive: boolean
  /** Books what stands in the form, or shows what is wrong. `answer` is what the rep said to the last refusal. */
  submit: (answer?: Answer) => Promise<void>
  /** Makes room for another booking. */
  another: () => void
}

const byRep = { shouldDirty: true } as const

/**
 * The form and its life: it takes over what was typed into the painted shell, fills itself around that, keeps a draft,
 * and shows at its fields what a booking was refused for.
 */
export function useBookingForm(page: Page, screen: Screen, early: EarlyInput): BookingForm {
  const { desk } = page
  const [isAlive, setIsAlive] = useState(false)
  const form = useForm<FormValues>({
    // Empty, as the painted form is.
    defaultValues: emptyForm(''),
    resolver: standardSchemaResolver(
      formSchema(() => ({ ...readingOf(screen), taskTypes: knownTaskTypes(screen) })),
    ),
    reValidateMode: 'onBlur',
    shouldFocusError: false,
  })

  // The painted inputs. Nothing can be typed between reading them and handing them to react-hook-form.
  const hasBegun = useRef(false)
  useLayoutEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    const typed = { ...early, ...readInputs() }
    begin(form, screen, typed)
    setIsAlive(true)
    page.open(
      form,
      Object.keys(typed).filter((name) => isFilled(typed[name])),
    )
  }, [form, screen, page, early])

  // The form, whose values live outside React: every change is kept in the draft.
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: () =>
          desk.keeper.changed(() => ({
            values: form.getValues(),
            own: ownMembers(form),
            context: { ...readingOf(screen), taskType: chosenType(form, screen) },
          })),
      }),
    [form, screen, desk],
  )
  useFlushOnLeave(desk.keeper)
  useTypesOnceThere(form, screen)

  // The booking, which lives outside React. What it made, or met in the owner's day, is not in the days that we keep.
  useEffect(
    () =>
      desk.booking.subscribe(() => {
        const state = desk.booking.state()
        const isNews =
          state.phase === 'booked' ||
          (state.phase === 'refused' && state.problem.code === 'conflict')
        if (!isNews) return
        for (const list of ['days', 'free']) {
          void desk.queries.invalidateQueries({ queryKey: [list] })
        }
      }),
    [desk],
  )

  // The clock: a start that was only suggested moves on when its time has come.
  useEffect(() => {
    const timer = setInterval(() => {
      const now = screen.now()
      const start = startOf(form.getValues(), readingOf(screen))
      if (start !== null && start <= now)
        suggestStart(form, screen, nextSlot(now, typedZoneOf(form.getValues(), screen)))
    }, 30_000)
    return () => clearInterval(timer)
  }, [form, screen])

  async function submit(answer?: Answer): Promise<void> {
    if (!isFormFree(desk.booking.state()) || page.portal.state().values !== 'settled') return
    commitStart(form, screen)
    commitEnd(form, screen)
    // The draft must hold what is sent, to the last key pressed.
    desk.keeper.flush()
    await form.handleSubmit((values) => {
      const taskType = chosenType(form, screen)
      const request = toRequest(values, { ...readingOf(screen), taskType })
      if (request === null) throw new Error('The form passed its check and makes no request.')
      // The fields are locked from now on, and a locked field cannot keep the focus. Nor can the notice that was answered.
      if (answer || document.activeElement?.closest('form'))
        document.getElementById('book')?.focus()
      const counts = answer !== undefined && isAskedFor(answer.to, request)
      desk.booking.book(
        counts && answer.to === 'conflict'
          ? { ...request, conflictOverride: answer.override }
          : request,
        counts && answer.to === 'already-booked' ? 'book' : 'ask',
      )
    }, focusFirstFault)()
  }

  /** An answer counts for what was refused. What the rep changed since then is a new booking. */
  function isAskedFor(code: Answer['to'], request: BookAppointment): boolean {
    const state = desk.booking.state()
    if (state.phase !== 'refused' || state.problem.code !== code) return false
    const { request: refused } = state.attempt
    if (refused === null) return false
    const { conflictOverride: _, ...withoutAnswer } = refused
    return canonicalRequest(withoutAnswer) === canonicalRequest(request)
  }

  function another(): void {
    const booked = form.getValues()
    desk.keeper.clear()
    form.reset({ ...freshForm(screen.zone, screen.now()) }, { keepFieldsRef: true })
    const { taskTypeId, ...kept } = keptForAnother(booked)
    for (const [name, value] of Object.entries(kept)) {
      if (isMember(name)) form.setValue(name, value, byRep)
    }
    // The next one for the same owner is typed on the same clock.
    typeIn(form, screen, typedZoneOf(booked, screen))
    const type = knownTaskTypes(screen)?.find(({ id }) => id === taskTypeId)
    if (type) chooseType(form, type)
    desk.drafts.keep({ values: form.getValues(), own: ownMembers(form) })
    page.formEmptied()
    // The form is drawn in the next task.
    setTimeout(() => focusField('lead'))
  }

  return { form, isAlive, submit, another }
}

/** The list of types comes from the BFF: a type that the address named can be chosen once it is there. */
function useTypesOnceThere(form: DeskForm, screen: Screen): void {
  const { desk, launch } = screen
  useEffect(() => {
    let known: readonly TaskType[] | null = null
    const look = () => {
      const types = knownTaskTypes(screen)
      if (types === null || types === known) return
      known = types
      if (form.getFieldState('taskTypeId').error?.message === 'task-types-missing') {
        form.clearErrors('taskTypeId')
      }
      const named = launch.typeName === null ? null : typeNamed(types, launch.typeName)
      if (named && form.getValues('taskTypeId') === '') chooseType(form, named)
      followSubject(form, screen)
    }
    look()
    return desk.queries.getQueryCache().subscribe(look)
  }, [form, screen, desk, launch])

  // The session, which names the person's own calendar.
  useEffect(() => {
    const preselect = async () => {
      const session = await desk.queries.ensureQueryData(sessionQuery(desk.api)).catch(() => null)
      const own = session?.defaultOwner
      const { owner, ownerText } = form.getValues()
      if (!own || owner !== null || ownerText !== '') return
      form.setValue('owner', { by: 'id', ...own })
      form.setValue('ownerText', own.name)
    }
    void preselect()
    void desk.queries.prefetchQuery(taskTypesQuery(desk.api))
    return desk.onSignedIn(() => void preselect())
  }, [form, desk])
}

function ownMembers(form: DeskForm): string[] {
  return Object.keys(FormValues.shape).filter(
    (name) => isMember(name) && form.getFieldState(name).isDirty,
  )
}

/** One wrong field gets the focus itself; of several, the list of them does. */
function focusFirstFault(errors: FieldErrors<FormValues>): void {
  const custom = Object.keys(errors.customFields ?? {}).map(
    (schemaName) => `customFields.${schemaName}` as const,
  )
  const wrong = [...fieldNames, ...custom].filter((field) => messageAt(errors, field) !== undefined)
  const [first] = wrong
  // The list is drawn in the next task.
  setTimeout(() => {
    if (wrong.length > 1) document.getElementById('error-summary')?.focus()
    else if (first) focusField(first)
  })
}

/** Whether the form is the rep's, or locked to a booking that is under way. */
export function useFormLock({ desk }: Pick<Page, 'desk'>): 'booking' | 'checking' | null {
  return useSyncExternalStore(
    desk.booking.subscribe,
    () => {
      const { phase } = desk.booking.state()
      if (phase === 'unconfirmed') return 'checking'
      return phase === 'sending' || phase === 'waiting' ? 'booking' : null
    },
    () => null,
  )
}
