import { zoneOf } from '#time/zoned.ts'
import type { FormValues } from '../booking/form-values.ts'
import { freshForm } from '../booking/beginning.ts'
import { isFilled, isMember } from '../booking/form-values.ts'
import { isPast, readTimes, timeFields } from '../booking/times.ts'
import { commitEnd, commitStart } from './changes.ts'
import { type DeskForm, readingOf, type Screen } from './screen.ts'

/** The text that was typed before the page was hydrated, by input name. */
export type EarlyInput = Readonly<Record<string, string>>

/** The members that are not registered by an input of their own. */
const heldByLibrary = [
  'taskTypeId',
  'owner',
  'ownerText',
  'lead',
  'leadText',
  ...timeFields.filter((name) => name !== 'noFixedTime'),
  'reminderMinutes',
] as const satisfies readonly (keyof FormValues)[]

const byRep = { shouldDirty: true } as const

/** Fills the form: a draft of this tab, or what the address asks for; and over that what was typed already. */
export function begin(form: DeskForm, screen: Screen, early: EarlyInput): void {
  const { desk, zone, launch } = screen
  const fresh = freshForm(zone, screen.now())
  const { values, own, attempt } = desk.drafts.read()
  // The zone is where the rep is now, unless the rep chose the owner's.
  const isZoneKept = own.includes('timeZone') && zoneOf(values?.timeZone ?? '') !== null
  const draft = values && (isZoneKept ? values : { ...values, timeZone: zone })
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

/**
 * The text in the inputs of the prerendered form. If two inputs have the same name, the first one counts: browser extensions
 * append inputs of their own.
 */
export function readInputs(): EarlyInput {
  const element = document.querySelector('form')
  if (!element) return {}
  return Object.fromEntries(
    [...new FormData(element)]
      .toReversed()
      .flatMap(([name, value]) =>
        typeof value === 'string' && value !== '' ? [[name, value]] : [],
      ),
  )
}
