import { defaultSwitches, type Switches } from './switches.ts'

/** Switches that note who reads them, so that each call can say which of them shaped its answer (sandbox rule 45). */
export interface WatchedSwitches {
  switches: Switches
  /** Names of the switches, off their default, that were read since the last time this was asked. */
  takeRead: () => string[]
}

export function watchSwitches(): WatchedSwitches {
  const read = new Set<string>()
  const switches = new Proxy<Switches>(
    { ...defaultSwitches },
    {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof name === 'string' && value !== Reflect.get(defaultSwitches, name)) read.add(name)
        return value
      },
    },
  )
  return {
    switches,
    takeRead() {
      const names = [...read]
      read.clear()
      return names
    },
  }
}
