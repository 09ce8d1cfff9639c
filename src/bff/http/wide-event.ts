import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../ports.ts'

/** What one request did, gathered while it runs and logged once when it ends. */
export interface WideEvent {
  requestId: string
  method: string
  path: string
  /** Calls to LeadSquared that it caused, and for how long it waited for one or more, of its own or of another request. */
  upstreamCalls: number
  upstreamMs: number
  [fact: string]: unknown
}

const current = new AsyncLocalStorage<{ event: WideEvent; upstream: WaitWatch }>()

/** Runs one request with its event at hand for everything that it calls. */
export async function withWideEvent(
  event: WideEvent,
  clock: Pick<Clock, 'now'>,
  run: () => Promise<void>,
): Promise<void> {
  const upstream = createWaitWatch(clock)
  await current.run({ event, upstream }, run)
  event.upstreamMs = upstream.waitedMs()
}

/** Adds facts to the event of the request that is running; does nothing outside of one. */
export function note(facts: Record<string, unknown>): void {
  const request = current.getStore()
  if (request) Object.assign(request.event, facts)
}

/** The id of the request that is running, to join other lines of the log with its own; undefined outside of one. */
export function runningRequestId(): string | undefined {
  return current.getStore()?.event.requestId
}

/** Counts a call that was sent to LeadSquared, for the request that caused it. */
export function noteUpstreamCall(): void {
  const request = current.getStore()
  if (request) request.event.upstreamCalls += 1
}

/** Follows a wait for LeadSquared, or for a turn there: that time is not ours. */
export function followUpstream<T>(wait: Promise<T>): Promise<T> {
  const request = current.getStore()
  return request ? request.upstream.follow(wait) : wait
}

/** Runs while at least one wait is open, so that waits beside each other count once. */
interface WaitWatch {
  /** Follows one wait, and gives it back. */
  follow<T>(wait: Promise<T>): Promise<T>
  /** Milliseconds so far; a wait that is still open counts until now. */
  waitedMs(): number
}

function createWaitWatch(clock: Pick<Clock, 'now'>): WaitWatch {
  let open = 0
  let since = 0
  let overMs = 0

  function close(): void {
    open -= 1
    if (open === 0) overMs += clock.now() - since
  }

  return {
    follow(wait) {
      if (open === 0) since = clock.now()
      open += 1
      return wait.finally(close)
    },
    waitedMs: () => (open === 0 ? overMs : overMs + clock.now() - since),
  }
}
