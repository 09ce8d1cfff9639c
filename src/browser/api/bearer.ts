/** The portal's token for the signed-in person. It is kept in memory only, because a frame may have no storage. */
export interface BearerHolder {
  /** The value of the header `Authorization`, or null where a cookie or nobody signs in. */
  authorization: () => string | null
  hold: (secret: string) => void
  /** Calls the listener whenever there is a new one. */
  onNew: (listener: () => void) => void
}

export function createBearerHolder(): BearerHolder {
  const listeners = new Set<() => void>()
  let held: string | null = null
  return {
    authorization: () => held,
    hold: (secret) => {
      held = `Bearer ${secret}`
      for (const listener of listeners) listener()
    },
    onNew: (listener) => {
      listeners.add(listener)
    },
  }
}
