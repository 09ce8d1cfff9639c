import type { MiddlewareHandler } from 'hono'
import type { Metrics } from '../operator/metrics.ts'
import type { Clock, Log } from '../ports.ts'
import type { BffEnv } from './env.ts'
import { type WideEvent, withWideEvent } from './wide-event.ts'

/** An id that a proxy gave the request. Anything else could forge lines of the log, or fill it. */
const givenId = /^[\w.:-]{8,128}$/
/** W3C Trace Context, version 00 (w3.org/TR/trace-context/#traceparent-header): version, trace, span, flags. */
const givenTrace = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/**
 * One wide log event per request, written when it ends. The path goes without its query and without anything that could
 * name a person: somebody searched for it, or mistook the address. The id of the request and its trace are those that the proxy in front of us
 * named (`X-Request-Id`, `traceparent`), and both go back with the answer, so that logs can be joined.
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
  metrics: Pick<Metrics, 'sawRequest' | 'sawSignInError'>
}): MiddlewareHandler<BffEnv> {
  return async (c, next) => {
    const startedAt = clock.now()
    const asked = c.req.header('x-request-id') ?? ''
    const requestId = givenId.test(asked) ? asked : newId()
    const traceparent = c.req.header('traceparent') ?? ''
    const traceId = givenTrace.exec(traceparent)?.[1]
    c.set('requestId', requestId)
    const event: WideEvent = {
      requestId,
      method: c.req.method,
      path: withoutWords(c.req.path),
      upstreamCalls: 0,
      ...(traceId === undefined ? {} : { traceId }),
    }
    await withWideEvent(event, next)
    c.header('X-Request-Id', requestId)
    if (traceId !== undefined) c.header('traceparent', traceparent)
    const durationMs = clock.now() - startedAt
    metrics.sawRequest(c.req.routePath, c.res.status, durationMs)
    if (event.signInError !== undefined) metrics.sawSignInError(event.signInError)
    const done = { ...event, status: c.res.status, durationMs }
    if (c.res.status >= 500) log.error(done, 'request failed')
    else if (isQuiet(done)) return
    else log.info(done, 'request')
  }
}

/**
 * A path with each part that is neither a word of ours, an id nor the name of a file cut to `…`. Names begin with a capital
 * letter or hold a blank, addresses hold an @, telephone numbers are digits.
 */
function withoutWords(path: string): string {
  return path
    .split('/')
    .map((part) => (harmlessPart.test(part) ? part : '…'))
    .join('/')
}

const harmlessPart =
  /^(?:[a-z]{1,20}(?:-[a-z]{1,20}){0,3}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]+\.(?:js|css|html|json|ico|svg|png|woff2|map|d\.ts)|\.?[a-z]+\d?|)$/

/** Probes and assets come by the thousand and tell nothing when they go well. */
function isQuiet(event: { path: string; status: number }): boolean {
  return event.status < 400 && /\/(assets\/|healthz$|readyz$|metrics$)/.test(event.path)
}
