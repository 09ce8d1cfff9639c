import type { PrefillField, PrefillValues } from '#contract/host-messages.ts'
import { isFormFree } from '../booking/booking-state.ts'
import type { DeskForm, Screen } from '../form/screen.ts'
import { fill, type FindOwner, isField, membersOf, nameWhoIsMeant } from './fill.ts'
import { controlsOf } from './lockable.ts'
import type { PortalStateStore } from './portal-state.ts'

/** The fields that the portal fills and locks. */
export interface PortalFields {
  /** Fills what the rep has not touched, and what is locked. */
  give: (values: PrefillValues) => void
  /** Values from a signed token stay locked. */
  giveSigned: (values: PrefillValues) => void
  /** Locks these of the fields that were given, and frees the others; answers with how many could not be locked. */
  lock: (fields: readonly PrefillField[]) => number
  /** The rep changed a member of the form by hand. */
  touched: (member: string) => void
  /** Puts everything in once more: names can be looked up now, or there are other types. */
  again: () => void
  /** The form was emptied after a booking: no value in it is from the rep. */
  formEmptied: () => void
}

/**
 * Fields are locked by a signed token, or by a listed portal that gave them a value; never by the address alone. What
 * cannot be used locks nothing, or nobody could book.
 * `drafted` are the members that a draft had filled, or the rep so far: they are the rep's as well.
 */
export function createPortalFields(
  form: DeskForm,
  screen: Screen,
  portal: PortalStateStore,
  findOwner: FindOwner,
  addressed: PrefillValues,
  drafted: ReadonlySet<string>,
): PortalFields {
  const own = new Set<string>(drafted)
  const signed = new Set<PrefillField>()
  let asked: readonly PrefillField[] = []
  let given: PrefillValues = addressed
  const unusable = new Set<PrefillField>()

  const names = (values: PrefillValues) => Object.keys(values).filter(isField)
  const isLocked = (field: PrefillField) =>
    !unusable.has(field) && (signed.has(field) || (asked.includes(field) && Boolean(given[field])))
  const mayFill = (field: PrefillField) =>
    isLocked(field) || !membersOf[field].some((member) => own.has(member))

  function put() {
    // While an attempt is under way, or its receipt is shown, the form is that attempt's.
    if (isFormFree(screen.desk.booking.state())) {
      const fields = names(given).filter(mayFill)
      const values = Object.fromEntries(fields.map((field) => [field, given[field]]))
      for (const field of fields) unusable.delete(field)
      for (const field of fill(form, screen, values)) unusable.add(field)
      void nameWhoIsMeant(form, screen, findOwner)
    }
    portal.set({ locked: controlsOf(names(given).filter(isLocked)) })
  }

  function take(values: PrefillValues) {
    given = { ...given, ...values }
    for (const field of names(values)) unusable.delete(field)
    put()
  }

  return {
    give: (values) => {
      const free = names(values).filter((field) => !signed.has(field))
      take(Object.fromEntries(free.map((field) => [field, values[field]])))
    },
    giveSigned: (values) => {
      for (const field of names(values)) signed.add(field)
      take(values)
    },
    lock: (fields) => {
      asked = fields
      put()
      return fields.filter((field) => !isLocked(field)).length
    },
    touched: (member) => own.add(member),
    again: put,
    formEmptied: () => {
      own.clear()
      put()
    },
  }
}
