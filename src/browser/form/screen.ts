import { createContext, use, useState } from 'react'
import {
  type FieldErrors,
  type FieldPath,
  type FieldPathValues,
  get,
  type UseFormReturn,
  useWatch,
} from 'react-hook-form'
import type { TaskType } from '#contract/task-type.ts'
import { searchText } from '#contract/text.ts'
import { isMonthFirst } from '#time/format.ts'
import type { Interval } from '#time/intervals.ts'
import { type Instant, type Zone, zoneOf } from '#time/zoned.ts'
import { taskTypesQuery } from '../api/queries.ts'
import type { Desk } from '../booking/desk.ts'
import type { FieldFault, FieldName, FormValues } from '../booking/form-values.ts'
import type { Reading, TimeValues } from '../booking/times.ts'
import type { LaunchParams } from '../launch-params.ts'
import { faults } from '../words/en/faults.ts'

/** The form, as react-hook-form holds it: values, errors and which fields the rep changed. */
export type DeskForm = UseFormReturn<FormValues>

/** The data that every part of the page renders. */
export interface Screen {
  desk: Desk
  launch: LaunchParams
  /** The rep's own zone. The form may type its times in another one (`useTypedZone`). */
  zone: Zone
  /** BCP 47 tag. */
  locale: string
  /** The time by the server's clock, as soon as an answer told it; before that, the device's. */
  now: () => Instant
}

export const ScreenContext = createContext<Screen | null>(null)
/** The appointment to which a form gives another time. It is not in its own way, and the day shows where it was. */
export interface Moving {
  taskId: string
  /** Null where its times are not known. */
  was: Interval | null
}

/**
 * The form, and whether react-hook-form has its values: until then the inputs belong to the browser. `scope` begins the ids
 * of a second form on the page. `moving` is there in a form that moves an appointment.
 */
export interface FormAround {
  form: DeskForm
  isAlive: boolean
  scope?: string
  moving?: Moving
}

/** The types as far as they have come, and the chosen one. */
interface TypesAround {
  taskTypes: readonly TaskType[] | null
  taskType: TaskType | null
  hasFailed: boolean
  retry: () => void
}

/** What `FormScope` puts around the fields. */
export const FormContext = createContext<FormAround | null>(null)
export const TypesContext = createContext<TypesAround | null>(null)
export const TimesContext = createContext<TimeValues | null>(null)
export const ErrorsContext = createContext<FieldErrors<FormValues>>({})

export function useScreen(): Screen {
  const screen = use(ScreenContext)
  if (screen === null) throw new Error('A part of the page is drawn outside of it.')
  return screen
}

export function useDeskForm(): DeskForm {
  return useFormContext().form
}

/** As react-hook-form's `register`. An input of the painted form keeps what is typed into it until the form has begun. */
export function useRegister(): DeskForm['register'] {
  const { form, isAlive } = useFormContext()
  if (isAlive) return form.register
  return (name) => ({ name, ref: () => {}, onChange: noChange, onBlur: noChange })
}

/** Whether the form is more than its painted picture: only then parts that come later may be drawn. */
export function useIsAlive(): boolean {
  return useFormContext().isAlive
}

const noChange = async () => {}

function useFormContext() {
  return within(use(FormContext))
}

function within<T>(context: T | null): T {
  if (context === null) throw new Error('A field is drawn outside of the form.')
  return context
}

/** How typed dates and times are read here and now. */
export function readingOf({ now, locale }: Pick<Screen, 'now' | 'locale'>): Reading {
  return { now: now(), isMonthFirst: isMonthFirst(locale) }
}

/** The id of a field's control; an error links to it. */
export function idOf(field: FieldName | 'noFixedTime' | 'notifyOwner'): string {
  return `field-${field.replaceAll('.', '-')}`
}

/** The ids of the controls of the form that is around. */
export function useIdOf(): typeof idOf {
  const { scope = '' } = useFormContext()
  return (field) => `${scope}${idOf(field)}`
}

/** The values of these fields, drawn again when one of them changes. Without `exact`, `owner` also follows `ownerText`. */
export function useValues<Names extends readonly FieldPath<FormValues>[]>(
  names: readonly [...Names],
): FieldPathValues<FormValues, Names> {
  const { control } = useDeskForm()
  // Another array, even of the same names, would be another subscription.
  const [name] = useState(names)
  return useWatch<FormValues, Names>({ control, name, exact: true })
}

/** The zone in which the form types and shows its times: the rep's own, or the owner's where the rep switched to it. */
export function typedZoneOf(values: Pick<FormValues, 'timeZone'>, { zone }: Pick<Screen, 'zone'>) {
  return zoneOf(values.timeZone) ?? zone
}

/** The same, drawn again when the rep switches. */
export function useTypedZone(): Zone {
  const [timeZone] = useValues(['timeZone'])
  return typedZoneOf({ timeZone }, useScreen())
}

/** The types, drawn again when they come or another one is chosen. */
export function useTaskTypes(): TypesAround {
  return within(use(TypesContext))
}

/** The values of the time fields, drawn again when one of them changes. */
export function useTimeValues(): TimeValues {
  return within(use(TimesContext))
}

/** The types that are known now, outside of any drawing. */
export function knownTaskTypes({ desk }: Pick<Screen, 'desk'>): readonly TaskType[] | null {
  const { queryKey } = taskTypesQuery(desk.api)
  return desk.queries.getQueryData(queryKey)?.taskTypes ?? null
}

/** The type that is chosen in the form, as far as the types have come. */
export function chosenType(form: DeskForm, screen: Pick<Screen, 'desk'>): TaskType | null {
  return typeOf(knownTaskTypes(screen), form.getValues('taskTypeId'))
}

/** The type of this id. */
export function typeOf(taskTypes: readonly TaskType[] | null, id: string): TaskType | null {
  return taskTypes?.find((type) => type.id === id) ?? null
}

/**
 * A type by its name, as people write it in an address or a portal. The tenant's own spelling comes first: two types may
 * differ in a blank or in the case of a letter.
 */
export function typeNamed(taskTypes: readonly TaskType[], name: string): TaskType | null {
  const plain = (text: string) => searchText(text).toLowerCase()
  const wanted = plain(name)
  return (
    taskTypes.find((type) => type.name === name) ??
    taskTypes.find((type) => type.name.trim() === name.trim()) ??
    taskTypes.find((type) => plain(type.name) === wanted) ??
    null
  )
}

/** The words of a field's error, drawn again when an error comes or goes. */
export function useFieldError(field: FieldName, label?: string): string | undefined {
  return wordsOfFault(messageAt(use(ErrorsContext), field), label)
}

/** The message of a field's error in react-hook-form. */
export function messageAt(errors: FieldErrors<FormValues>, field: FieldName): unknown {
  const error: unknown = get(errors, field)
  return typeof error === 'object' && error !== null && 'message' in error
    ? error.message
    : undefined
}

/** The words of an error that react-hook-form holds, whose message is a `FieldFault`. */
export function wordsOfFault(message: unknown, label = ''): string | undefined {
  if (!isFault(message)) return undefined
  const words = faults[message]
  return typeof words === 'string' ? words : words(label)
}

function isFault(message: unknown): message is FieldFault {
  return typeof message === 'string' && Object.hasOwn(faults, message)
}
