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
 * Writes one wide log event per request when the request ends. The event has the path without its query and without parts
 * that could name a person, such as a search text. The proxy in front of us may give the request an id (`X-Request-Id`) and
 * a trace (`traceparent`). We log both and return both with the answer, so that logs can be joined.
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
    // Do not use `c.header`: it copies a finished response and turns its body into a stream.
    c.res.headers.set('X-Request-Id', requestId)
    if (traceId !== undefined) c.res.headers.set('traceparent', traceparent)
    const durationMs = clock.now() - startedAt
    metrics.sawRequest(c.req.routePath, c.res.status, durationMs)
    if (event.signInError !== undefined) metrics.sawSignInError(event.signInError)
    const done = { ...event, status: c.res.status, durationMs }
    // Only 500 is a fault of ours. The desk gives higher statuses on purpose, for example while LeadSquared is away.
    if (c.res.status === 500) log.error(done, 'request failed')
    else if (c.res.status > 500) log.warn(done, 'request not served now')
    else if (!isQuiet(done)) log.info(done, 'request')
  }
}

/**
 * Replaces by `…` each part of a path that is not one of our words, an id or the name of a file. Names of persons begin with
 * a capital letter or contain a blank, e-mail addresses contain an @, and telephone numbers are digits.
 */
function withoutWords(path: string): string {
  return path
    .split('/')
    .map((part) => (harmlessPart.test(part) ? part : '…'))
    .join('/')
}

const harmlessPart =
  /^(?:[a-z]{1,20}(?:-[a-z]{1,20}){0,3}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]+\.(?:js|css|html|json|ico|svg|png|woff2|map|d\.ts)|\.?[a-z]+\d?|)$/

/** Probes and assets are frequent. They are logged only if they fail. */
function isQuiet(event: { path: string; status: number }): boolean {
  return event.status < 400 && /\/(assets\/|healthz$|readyz$|metrics$)/.test(event.path)
}
