import type { LeadSquared } from '#leadsquared/client.ts'
import type { Clock, Log } from '../ports.ts'

/** How LeadSquared was when we last heard of it. */
interface UpstreamState {
  isReachable: boolean
  areKeysAccepted: boolean
}

/** Whether LeadSquared answers and takes our keys. */
export interface UpstreamHealth {
  /** Tells the health how a real call ended: `ok`, or the kind of failure. */
  saw(outcome: string): void
  /** The last known state, without waiting. If it is older than a minute, one probe in the background renews it. */
  known(): UpstreamState
  /** The same after the probe, where one was needed. */
  check(): Promise<UpstreamState>
}

const probeAfterMs = 60_000

/** `/readyz` answers from the last real call or from one probe a minute, never from a call per request. */
export function createUpstreamHealth(deps: {
  leadSquared: Pick<LeadSquared, 'getUserByAccessKey'>
  clock: Pick<Clock, 'now'>
  log: Log
}): UpstreamHealth {
  let known = { isReachable: false, areKeysAccepted: false }
  let knownAt = -Infinity
  let probe: Promise<void> | undefined

  function saw(outcome: string): void {
    // A call that never left this process says nothing about LeadSquared.
    if (outcome === 'not-admitted') return
    knownAt = deps.clock.now()
    const isReachable = !['unreachable', 'timed-out', 'broken', 'unreadable'].includes(outcome)
    known = { isReachable, areKeysAccepted: isReachable && outcome !== 'bad-keys' }
  }

  async function askOnce(): Promise<void> {
    const result = await deps.leadSquared.getUserByAccessKey({ lane: 'refresh' })
    saw(result.ok ? 'ok' : result.failure.kind)
    knownAt = deps.clock.now()
  }

  function renew(): Promise<void> | undefined {
    if (deps.clock.now() - knownAt <= probeAfterMs) return undefined
    probe ??= askOnce().finally(() => {
      probe = undefined
    })
    return probe
  }

  return {
    saw,
    known() {
      void renew()
      return known
    },
    async check() {
      await renew()
      return known
    },
  }
}
