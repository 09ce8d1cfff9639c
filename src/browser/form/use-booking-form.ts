import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type FieldErrors, useForm } from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import { nextSlot } from '#time/slots.ts'
import { sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { canonicalRequest } from '../booking/attempt-key.ts'
import { freshForm, keptForAnother } from '../booking/beginning.ts'
import { isFormFree } from '../booking/booking-state.ts'
import { formSchema } from '../booking/check-form.ts'
import { emptyForm, FormValues, fieldNames, isFilled, isMember } from '../booking/form-values.ts'
import { useFlushOnLeave } from '../booking/page-events.ts'
import { isPast, readTimes, startOf } from '../booking/times.ts'
import { toRequest } from '../booking/to-request.ts'
import type { Page } from '../page.ts'
import { chooseType, commitEnd, commitStart, followSubject, suggestStart } from './changes.ts'
import { focusField } from './foot.tsx'
import {
  chosenType,
  type DeskForm,
  knownTaskTypes,
  messageAt,
  readingOf,
  type Screen,
  typeNamed,
} from './screen.ts'

/** What was typed before the page came to life, by the names of the inputs. */
export type EarlyInput = Readonly<Record<string, string>>

/** What the page does with the form as a whole. */
export interface BookingForm {
  form: DeskForm
  /** The form has its values, and Book works. */
  isAlive: boolean
  /** Books what stands in the form, or shows what is wrong. `isAgain`: an equal booking is wanted a second time. */
  submit: (isAgain?: boolean) => Promise<void>
  /** Makes room for another booking. */
  another: () => void
}

/** The members that no input of the browser holds by itself. */
const heldByLibrary = [
  'taskTypeId',
  'owner',
  'ownerText',
  'lead',
  'leadText',
  'timeZone',
  'date',
  'startTime',
  'startRepeat',
  'duration',
  'endText',
  'reminderMinutes',
] as const satisfies readonly (keyof FormValues)[]

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

  // The clock: a start that was only suggested moves on when its time has come.
  useEffect(() => {
    const timer = setInterval(() => {
      const now = screen.now()
      const start = startOf(form.getValues(), readingOf(screen))
      if (start !== null && start <= now) suggestStart(form, screen, nextSlot(now, screen.zone))
    }, 30_000)
    return () => clearInterval(timer)
  }, [form, screen])

  async function submit(isAgain = false): Promise<void> {
    if (!isFormFree(desk.booking.state()) || page.portal.state().values !== 'settled') return
    commitStart(form, screen)
    commitEnd(form, screen)
    // The draft must hold what is sent, to the last key pressed.
    desk.keeper.flush()
    await form.handleSubmit((values) => {
      const taskType = chosenType(form, screen)
      const request = toRequest(values, { ...readingOf(screen), taskType })
      if (request === null) throw new Error('The form passed its check and makes no request.')
      // The fields are locked from now on, and a locked field cannot keep the focus.
      if (document.activeElement?.closest('form')) document.getElementById('book')?.focus()
      desk.booking.book(request, isAgain && isAskedFor(canonicalRequest(request)) ? 'book' : 'ask')
    }, focusFirstFault)()
  }

  /** "Book again" confirms what was refused as a repetition. What the rep changed since then is a new booking. */
  function isAskedFor(canonical: string): boolean {
    const state = desk.booking.state()
    if (state.phase !== 'refused' || state.problem.code !== 'already-booked') return false
    const { request } = state.attempt
    return request !== null && canonicalRequest(request) === canonical
  }

  function another(): void {
    const booked = form.getValues()
    desk.keeper.clear()
    form.reset({ ...freshForm(screen.zone, screen.now()) }, { keepFieldsRef: true })
    const { taskTypeId, ...kept } = keptForAnother(booked)
    for (const [name, value] of Object.entries(kept)) {
      if (isMember(name)) form.setValue(name, value, byRep)
    }
    const type = knownTaskTypes(screen)?.find(({ id }) => id === taskTypeId)
    if (type) chooseType(form, type)
    desk.drafts.keep({ values: form.getValues(), own: ownMembers(form) })
    page.startedAfresh()
    // The form is drawn in the next task.
    setTimeout(() => focusField('lead'))
  }

  return { form, isAlive, submit, another }
}

/** Fills the form: a draft of this tab, or what the address asks for; and over that what was typed already. */
function begin(form: DeskForm, screen: Screen, early: EarlyInput): void {
  const { desk, zone, launch } = screen
  const fresh = freshForm(zone, screen.now())
  const { values, own, attempt } = desk.drafts.read()
  // The zone is where the rep is now: the times on the screen are meant in the zone that it names.
  const draft = values && { ...values, timeZone: zone }
  const isStale =
    draft !== null &&
    attempt === null &&
    !own.includes('date') &&
    !own.includes('startTime') &&
    isPast(readTimes(draft, readingOf(screen)), screen.now())
  // A member is the rep's own by being another one than the suggestion.
  const suggested = Object.fromEntries(
    Object.entries({ ...fresh, ...draft }).map(([name, value]) => {
      const isFresh = own.includes(name) || (isStale && (name === 'date' || name === 'startTime'))
      return [name, isFresh && isMember(name) ? fresh[name] : value]
    }),
  )
  form.reset({ ...fresh, ...suggested }, { keepFieldsRef: true })
  for (const name of heldByLibrary) form.register(name)
  if (draft !== null) {
    for (const name of own) if (isMember(name)) form.setValue(name, draft[name], byRep)
  }
  const asked: Partial<FormValues> = draft === null ? launch.values : {}
  for (const [name, value] of Object.entries(asked)) {
    if (isMember(name)) form.setValue(name, value, byRep)
  }
  if (attempt === null) putEarly(form, screen, early)
}

function putEarly(form: DeskForm, screen: Screen, early: EarlyInput): void {
  for (const [name, value] of Object.entries(early)) {
    if (!isMember(name) || !isFilled(value)) continue
    if (name === 'noFixedTime' || name === 'notifyOwner') form.setValue(name, true, byRep)
    else if (typeof form.getValues(name) === 'string') form.setValue(name, value, byRep)
    if (name === 'ownerText') form.setValue('owner', null)
    if (name === 'leadText') form.setValue('lead', null)
  }
  commitStart(form, screen)
  commitEnd(form, screen)
}

/** What stands in the inputs of the painted form. */
export function readInputs(): EarlyInput {
  const element = document.querySelector('form')
  if (!element) return {}
  return Object.fromEntries(
    [...new FormData(element)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  )
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
