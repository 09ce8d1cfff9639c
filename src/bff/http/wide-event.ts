import { AsyncLocalStorage } from 'node:async_hooks'

/** Facts about one request, collected while it runs and logged once when it ends. */
export interface WideEvent {
  requestId: string
  method: string
  path: string
  /** Calls to LeadSquared that it caused. */
  upstreamCalls: number
  /** Why somebody could not be signed in: one of a short list, which the metrics count. */
  signInError?: string
  [fact: string]: unknown
}

const current = new AsyncLocalStorage<WideEvent>()

/** Runs one request with its event at hand for everything that it calls. */
export async function withWideEvent(event: WideEvent, run: () => Promise<void>): Promise<void> {
  await current.run(event, run)
}

/** Adds facts to the event of the request that is running; does nothing outside of one. */
export function note(facts: Record<string, unknown>): void {
  const event = current.getStore()
  if (event) Object.assign(event, facts)
}

/** The id of the request that is running, to join other lines of the log with its own; undefined outside of one. */
export function runningRequestId(): string | undefined {
  return current.getStore()?.requestId
}

/** Counts a call that was sent to LeadSquared, for the request that caused it. */
export function noteUpstreamCall(): void {
  const event = current.getStore()
  if (event) event.upstreamCalls += 1
}
