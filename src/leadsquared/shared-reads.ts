import type { CallOptions } from './call.ts'
import type { Result } from './failure.ts'
import type { Readable } from './read-answer.ts'

type Read = (options: CallOptions) => Promise<Result<Readable>>

/** One read that several callers wait for. */
interface Shared {
  askers: Set<CallOptions>
  /** The current call. While it waits for its turn, a more urgent caller replaces it. */
  call: { lane: CallOptions['lane']; end: AbortController; isSent: boolean }
  answer: PromiseWithResolvers<Result<Readable>>
}

/**
 * Callers that read the same thing from LeadSquared at the same time share one call. If a more urgent caller joins a
 * background read that still waits for its turn, the call is queued again in the more urgent lane. A caller that cancels is
 * answered at once. The call is withdrawn when the last caller has cancelled.
 */
export function createSharedReads() {
  const running = new Map<string, Shared>()

  function begin(key: string, shared: Shared, asker: CallOptions, read: Read): void {
    const end = new AbortController()
    const call = { lane: asker.lane, end, isSent: false }
    shared.call = call
    const options: CallOptions = {
      ...asker,
      // A retry after a temporary fault takes the lane of the most urgent caller.
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
