import { type Instant, instantOf } from '#time/zoned.ts'

/** A clock that trusts the server more than the device. */
export interface Clock {
  now: () => Instant
  /** Is told the header `Date` of every answer (RFC 9110, 6.6.1): whole seconds, UTC. */
  heardDate: (date: string | null) => void
}

/** Below this, the difference is the way of the answer and the rounding of the header. */
const toleranceMs = 60_000

/** `deviceNow` in milliseconds since 1970, UTC. Until the server was heard, the device's clock counts. */
export function createClock(deviceNow: () => number): Clock {
  let aheadMs = 0
  return {
    now: () => {
      const now = instantOf(deviceNow() + aheadMs)
      if (now === null) throw new Error('The clock shows no moment.')
      return now
    },
    heardDate: (date) => {
      const serverMs = Date.parse(date ?? '')
      if (Number.isNaN(serverMs)) return
      const differenceMs = serverMs - deviceNow()
      aheadMs = Math.abs(differenceMs) > toleranceMs ? differenceMs : 0
    },
  }
}
