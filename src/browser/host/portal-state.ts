import type { PrefillField } from '#contract/host-messages.ts'
import { idOf } from '../form/form-parts.ts'

/** What the portal decides about the screen. */
export interface PortalState {
  /** The ids of the controls that it locked. */
  locked: ReadonlySet<string>
  /** BCP 47 tag for how dates are written. */
  locale: string
  /** A signed prefill was refused; the form is as it was. */
  isPrefillRefused: boolean
}

/** Holds it for React; the parts fit `useSyncExternalStore`. */
export interface PortalStateStore {
  subscribe: (listener: () => void) => () => void
  state: () => PortalState
  set: (change: Partial<PortalState>) => void
}

export function createPortalState(locale: string): PortalStateStore {
  const listeners = new Set<() => void>()
  let state: PortalState = { locked: new Set(), locale, isPrefillRefused: false }
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    state: () => state,
    set: (change) => {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
  }
}

const end = [idOf('endDate'), idOf('endTime'), idOf('endRepeat'), idOf('duration')]

/** The controls behind each field that a portal can lock. */
const controls: Readonly<Record<PrefillField, readonly string[]>> = {
  type: [idOf('taskTypeId')],
  owner: [idOf('owner')],
  lead: [idOf('lead')],
  start: [idOf('date'), idOf('startTime'), idOf('startRepeat'), 'field-noFixedTime'],
  end,
  duration: end,
  subject: [idOf('subject')],
  description: [idOf('description')],
  location: [idOf('location')],
}

/** The ids of all controls behind these fields. */
export function controlsOf(fields: Iterable<PrefillField>): ReadonlySet<string> {
  return new Set([...fields].flatMap((field) => controls[field]))
}
