import type { PrefillField, PrefillValues } from '#contract/host-messages.ts'
import type { DeskForm } from '../form/form-parts.ts'
import type { Screen } from '../form/screen.ts'
import { fill, type FindOwner, membersOf } from './fill.ts'
import { controlsOf } from './lockable.ts'
import type { PortalStateStore } from './portal-state.ts'

/** The fields that the portal fills and locks. */
export interface PortalFields {
  /** Fills what the rep has not touched, and what is locked. */
  give: (values: PrefillValues) => Promise<void>
  /** What a signed token gives is locked for good. */
  giveSigned: (values: PrefillValues) => Promise<void>
  /** Locks these of the fields that were given, and frees the others; answers with how many were not given. */
  lock: (fields: readonly PrefillField[]) => number
  /** The rep changed a member of the form by hand. */
  touched: (member: string) => void
  /** Puts everything in once more: names can be looked up now. */
  again: () => Promise<void>
  /** The form begins anew: nothing in it is the rep's. */
  beginAnew: () => void
  /** Whether it is this, and not the rep, that changes the form at this moment. */
  isFilling: () => boolean
}

/**
 * Fields are locked by a signed token, or by a listed portal that gave them a value; never by the address alone.
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
  let filling = 0

  const names = (values: PrefillValues) => Object.keys(values).filter(isField)
  const isLocked = (field: PrefillField) =>
    signed.has(field) || (asked.includes(field) && Boolean(given[field]))
  const mayFill = (field: PrefillField) =>
    isLocked(field) || !membersOf[field].some((member) => own.has(member))

  async function put(fields: readonly PrefillField[]) {
    // While an attempt is under way, or its receipt is shown, the form is that attempt's.
    const { phase } = screen.desk.booking.state()
    if (phase !== 'idle' && phase !== 'refused' && phase !== 'not-sent') return
    filling += 1
    try {
      const values = Object.fromEntries(fields.map((field) => [field, given[field]]))
      await fill(form, screen, values, findOwner)
    } finally {
      filling -= 1
    }
  }

  function show() {
    portal.set({ locked: controlsOf(names(given).filter(isLocked)) })
  }

  return {
    give: async (values) => {
      const free = names(values).filter((field) => !signed.has(field))
      given = { ...given, ...Object.fromEntries(free.map((field) => [field, values[field]])) }
      show()
      await put(free.filter(mayFill))
    },
    giveSigned: async (values) => {
      given = { ...given, ...values }
      for (const field of names(values)) signed.add(field)
      show()
      await put(names(values))
    },
    lock: (fields) => {
      asked = fields
      show()
      void put(names(given).filter(isLocked))
      return fields.filter((field) => !isLocked(field)).length
    },
    touched: (member) => own.add(member),
    again: () => put(names(given).filter(mayFill)),
    beginAnew: () => {
      own.clear()
      void put(names(given))
    },
    isFilling: () => filling > 0,
  }
}

function isField(name: string): name is PrefillField {
  return Object.hasOwn(membersOf, name)
}
