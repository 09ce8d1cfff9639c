import type * as z from 'zod/mini'

/** The part of `Storage` that is used here. */
export type DeviceStorage = Pick<Storage, 'getItem' | 'setItem'>

/** A storage that knows whether all that it holds outlives the page. */
export interface LastingStorage extends DeviceStorage {
  isLasting: () => boolean
}

/**
 * A storage that never throws. Browsers block storage in private modes and in frames (reading the property itself then
 * throws), and it may be full: what cannot be kept there is kept in memory, for as long as the page lives.
 */
export function deviceStorage(open: () => DeviceStorage): LastingStorage {
  const memory = new Map<string, string>()
  return {
    getItem: (name) => memory.get(name) ?? tried(() => open().getItem(name)),
    setItem: (name, text) => {
      const isKept = tried(() => {
        open().setItem(name, text)
        return true
      })
      if (isKept) memory.delete(name)
      else memory.set(name, text)
    },
    isLasting: () => memory.size === 0,
  }
}

/**
 * Removes everything that the desk keeps in these storages, and nothing of a portal that shares its origin. For signing
 * out: on a shared computer the next person finds neither draft nor names.
 */
export function forgetAll(open: readonly (() => Storage)[]): void {
  for (const one of open) {
    tried(() => {
      const storage = one()
      for (const name of Object.keys(storage)) {
        if (name.startsWith('appointment-desk.')) storage.removeItem(name)
      }
    })
  }
}

/** The stored value of a name; null if there is none or it does not fit the schema. */
export function readStored<T>(
  storage: DeviceStorage,
  name: string,
  schema: z.ZodMiniType<T>,
): T | null {
  const stored = schema.safeParse(tried(() => JSON.parse(storage.getItem(name) ?? 'null')))
  return stored.success ? stored.data : null
}

/** Nobody can act on a blocked storage or on broken content: both count as "not there". */
function tried<T>(access: () => T): T | null {
  try {
    return access()
  } catch {
    return null
  }
}
