/** What the portal decides about the screen. */
export interface PortalState {
  /** The ids of the controls that it locked. */
  locked: ReadonlySet<string>
  /** BCP 47 tag for how dates are written. */
  locale: string
}

/** Holds it for React; the parts fit `useSyncExternalStore`. */
export interface PortalStateStore {
  subscribe: (listener: () => void) => () => void
  state: () => PortalState
  set: (change: Partial<PortalState>) => void
}

export function createPortalState(locale: string): PortalStateStore {
  const listeners = new Set<() => void>()
  let state: PortalState = { locked: new Set(), locale }
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
