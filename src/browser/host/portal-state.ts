/** The portal's settings for the screen. */
export interface PortalState {
  /** The ids of the controls that it locked. */
  locked: ReadonlySet<string>
  /** BCP 47 tag for how dates are written. */
  locale: string
  /**
   * Whether the portal's own values and locks are there: Book waits for them, or the rep could book something else than
   * the portal meant. `missing`: the part of the page that asks for them did not load.
   */
  values: 'awaited' | 'missing' | 'settled'
}

/** Holds it for React; the parts fit `useSyncExternalStore`. */
export interface PortalStateStore {
  subscribe: (listener: () => void) => () => void
  state: () => PortalState
  set: (change: Partial<PortalState>) => void
}

/** `isAwaited`: a portal may still fill and lock fields. */
export function createPortalState(locale: string, isAwaited: boolean): PortalStateStore {
  const listeners = new Set<() => void>()
  let state: PortalState = {
    locked: new Set(),
    locale,
    values: isAwaited ? 'awaited' : 'settled',
  }
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
