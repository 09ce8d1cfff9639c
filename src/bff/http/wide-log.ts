import type { MiddlewareHandler } from 'hono'
import type { Metrics } from '../operator/metrics.ts'
import type { Clock, Log } from '../ports.ts'
import type { BffEnv } from './env.ts'
import { type WideEvent, withWideEvent } from './wide-event.ts'

/**
 * One wide log event per request, written when it ends. The path goes without its query, which may hold names and
 * phone numbers that somebody searched for.
 */
export function wideLog({
  clock,
  newId,
  log,
  metrics,
}: {
  clock: Pick<Clock, 'now'>
  newId: () => string
  log: Log
  metrics: Pick<Metrics, 'sawRequest'>
}): MiddlewareHandler<BffEnv> {
  return async (c, next) => {
    const startedAt = clock.now()
    const requestId = newId()
    c.set('requestId', requestId)
    const event: WideEvent = {
      requestId,
      method: c.req.method,
      path: c.req.path,
      upstreamCalls: 0,
      upstreamMs: 0,
    }
    await withWideEvent(event, clock, next)
    const durationMs = clock.now() - startedAt
    metrics.sawRequest(c.req.routePath, c.res.status, durationMs, event.upstreamMs)
    const done = { ...event, status: c.res.status, durationMs }
    if (c.res.status >= 500) log.error(done, 'request failed')
    else if (isQuiet(done)) return
    else log.info(done, 'request')
  }
}

/** Probes and assets come by the thousand and tell nothing when they go well. */
function isQuiet(event: { path: string; status: number }): boolean {
  return event.status < 400 && /\/(assets\/|healthz$|readyz$|metrics$)/.test(event.path)
}
