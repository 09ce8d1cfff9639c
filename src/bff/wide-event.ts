import { AsyncLocalStorage } from 'node:async_hooks'

/** What one request did, gathered while it runs and logged once when it ends (design.md, house rule 13). */
export interface WideEvent {
  requestId: string
  method: string
  path: string
  /** Calls to LeadSquared that it caused, and for how long it waited for them or for their turn. */
  upstreamCalls: number
  upstreamMs: number
  [fact: string]: unknown
}

const current = new AsyncLocalStorage<WideEvent>()

/** Runs one request with its event at hand for everything that it calls. */
export function withWideEvent<T>(event: WideEvent, run: () => T): T {
  return current.run(event, run)
}

/** Adds facts to the event of the request that is running; does nothing outside of one. */
export function note(facts: Record<string, unknown>): void {
  const event = current.getStore()
  if (event) Object.assign(event, facts)
}

/** Counts a call to LeadSquared, sent or only waited for, for the request that caused it. */
export function noteUpstreamCall({ isSent, tookMs }: { isSent: boolean; tookMs: number }): void {
  const event = current.getStore()
  if (!event) return
  if (isSent) event.upstreamCalls += 1
  event.upstreamMs += tookMs
}
