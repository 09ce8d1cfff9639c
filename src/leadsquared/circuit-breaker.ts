import type { Failure } from './failure.ts'
import type { GateClock } from './gate/turn.ts'

/** `down`: LeadSquared does not answer. `keys-refused`: it answers that our keys are not valid. */
export type CircuitState = 'closed' | 'down' | 'keys-refused'

export interface CircuitBreaker {
  /** Why a call must not be sent now, or null. */
  refusal(): Promise<Failure | null>
  /** Tells how a call ended that was sent at this time, by the same clock. */
  saw(failure: Failure | null, sentAt: number): void
  state(): CircuitState
  /** Ends the probing. */
  close(): void
}

/**
 * After this many calls in a row without an answer, LeadSquared counts as down. A call during which another call was answered
 * does not count: several calls that stall together end together, although LeadSquared answers all others.
 */
const failuresToOpen = 3
const firstProbeAfterMs = 500
const longestProbeAfterMs = 5000
const firstKeyProbeAfterMs = 5000
const longestKeyProbeAfterMs = 60_000

/**
 * While LeadSquared is down, calls fail at once and single probes find out when it is back. After a 401 one probe finds
 * out whether the keys are refused. If they are, nothing is sent except one probe a minute while there are callers
 * (leadsquared-api.md, client rule 3: stop calling, do not loop).
 */
export function createCircuitBreaker(parts: {
  clock: GateClock
  /** Makes one cheap call that needs the keys. Resolves to its failure, or to null when it worked. */
  probe: () => Promise<Failure | null>
  /** Called at each change, with LeadSquared's message. */
  onChange: (state: CircuitState, said: string) => void
}): CircuitBreaker {
  const { clock } = parts
  let state: CircuitState = 'closed'
  let failures = 0
  let answeredAt = -Infinity
  let said = ''
  let pauseMs = firstProbeAfterMs
  let probeAt = 0
  let probing: Promise<void> | null = null
  let timer: { cancel(): void } | undefined
  let isOver = false

  function enter(next: CircuitState): void {
    if (state === next) return
    state = next
    failures = 0
    timer?.cancel()
    parts.onChange(state, said)
    if (state === 'down') wait(firstProbeAfterMs)
    if (state === 'keys-refused') {
      pauseMs = firstKeyProbeAfterMs
      probeAt = clock.now() + pauseMs
    }
  }

  function wait(delayMs: number): void {
    pauseMs = delayMs
    probeAt = clock.now() + delayMs
    timer = clock.after(delayMs, () => void probe())
  }

  function probe(): Promise<void> {
    probing ??= parts
      .probe()
      .catch((error: unknown): Failure => ({ kind: 'broken', status: null, said: String(error) }))
      .then(judgeProbe)
      .finally(() => {
        probing = null
      })
    return probing
  }

  function judgeProbe(failure: Failure | null): void {
    if (isOver) return
    if (failure) said = failure.said
    if (failure?.kind === 'bad-keys') {
      if (state === 'keys-refused') {
        pauseMs = Math.min(pauseMs * 2, longestKeyProbeAfterMs)
        probeAt = clock.now() + pauseMs
      }
      enter('keys-refused')
    } else if (!failure || !isSilence(failure)) {
      // A probe that got no turn says nothing about LeadSquared.
      if (failure?.kind !== 'not-admitted') enter('closed')
      else if (state === 'down') wait(pauseMs)
    } else if (state === 'down') {
      wait(Math.min(pauseMs * 2, longestProbeAfterMs))
    }
  }

  return {
    async refusal() {
      // A probe is checking the keys, or has to check them again.
      if (state !== 'down' && (probing || (state === 'keys-refused' && clock.now() >= probeAt))) {
        await probe()
      }
      if (state === 'closed') return null
      if (state === 'keys-refused') return { kind: 'bad-keys', said }
      const retryAfterMs = Math.max(1000, probeAt - clock.now())
      return { kind: 'not-admitted', reason: 'circuit-open', retryAfterMs, said }
    },
    saw(failure, sentAt) {
      if (failure?.kind === 'not-admitted') return
      if (failure && isSilence(failure)) {
        if (sentAt < answeredAt) return
        failures += 1
        said = failure.said
        if (failures >= failuresToOpen && state === 'closed') enter('down')
        return
      }
      failures = 0
      answeredAt = clock.now()
      if (failure?.kind === 'bad-keys') {
        if (state === 'closed') void probe()
      } else if (state === 'down') {
        enter('closed')
      }
    },
    state: () => state,
    close() {
      isOver = true
      timer?.cancel()
    },
  }
}

/** Whether no answer came, or only one from a gateway in front of LeadSquared. */
function isSilence(failure: Failure): boolean {
  if (failure.kind === 'broken') {
    return failure.status === null || [502, 503, 504].includes(failure.status)
  }
  return failure.kind === 'unreachable' || failure.kind === 'timed-out'
}
