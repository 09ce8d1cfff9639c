import type { CallOptions } from './call.ts'
import type { Result } from './failure.ts'
import type { Readable } from './read-answer.ts'

type Read = (options: CallOptions) => Promise<Result<Readable>>

/** One read that several wait for. */
interface Shared {
  askers: Set<CallOptions>
  /** The call that is under way. A more urgent asker replaces it while it waits for its turn. */
  call: { lane: CallOptions['lane']; end: AbortController; isSent: boolean }
  answer: PromiseWithResolvers<Result<Readable>>
}

/**
 * Those who ask LeadSquared for the same at the same time share one call. If somebody waits for what is read in the
 * background, and the background read still waits for its turn, the call is queued again in the more urgent lane. The call
 * is withdrawn when the last asker has gone; an asker who goes is answered at once.
 */
export function createSharedReads() {
  const running = new Map<string, Shared>()

  function begin(key: string, shared: Shared, asker: CallOptions, read: Read): void {
    const end = new AbortController()
    const call = { lane: asker.lane, end, isSent: false }
    shared.call = call
    const options: CallOptions = {
      ...asker,
      // A repeat after a passing fault takes the lane of the most urgent asker.
      get lane() {
        return laneOf(shared.askers)
      },
      signal: end.signal,
      onWaiting: (position, aboutMs) => {
        for (const one of shared.askers) one.onWaiting?.(position, aboutMs)
      },
      onSending: () => {
        call.isSent = true
      },
    }
    read(options)
      .finally(() => {
        if (shared.call === call) forget(key, shared)
      })
      .then(
        (result) => shared.call === call && shared.answer.resolve(result),
        (error: unknown) => shared.call === call && shared.answer.reject(error),
      )
  }

  function forget(key: string, shared: Shared): void {
    if (running.get(key) === shared) running.delete(key)
  }

  function join(key: string, asker: CallOptions, read: Read): Shared {
    const known = running.get(key)
    const shared = known ?? {
      askers: new Set(),
      call: { lane: asker.lane, end: new AbortController(), isSent: false },
      answer: Promise.withResolvers<Result<Readable>>(),
    }
    shared.askers.add(asker)
    const { call } = shared
    if (!known) {
      running.set(key, shared)
      begin(key, shared, asker, read)
    } else if (asker.lane === 'read' && call.lane !== 'read' && !call.isSent) {
      begin(key, shared, asker, read)
      call.end.abort()
    }
    return shared
  }

  return async (key: string, asker: CallOptions, read: Read): Promise<Result<Readable>> => {
    if (asker.signal?.aborted) return withdrawn
    const shared = join(key, asker, read)
    const { promise: gone, resolve } = Promise.withResolvers<Result<Readable>>()
    function leave(): void {
      resolve(withdrawn)
      shared.askers.delete(asker)
      if (shared.askers.size > 0) return
      forget(key, shared)
      shared.call.end.abort()
    }
    asker.signal?.addEventListener('abort', leave, { once: true })
    const answer = Promise.race([shared.answer.promise, gone])
    try {
      return await answer
    } finally {
      asker.signal?.removeEventListener('abort', leave)
    }
  }
}

const withdrawn = {
  ok: false,
  failure: { kind: 'not-admitted', reason: 'withdrawn', retryAfterMs: 0, said: '' },
} as const

function laneOf(askers: Set<CallOptions>): CallOptions['lane'] {
  return [...askers].some(({ lane }) => lane === 'read') ? 'read' : 'refresh'
}
