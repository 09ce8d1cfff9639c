import type { Hono, MiddlewareHandler } from 'hono'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Clock, Settings } from '../ports.ts'
import type { Metrics } from './metrics.ts'
import { createStoreHealth } from './store-health.ts'
import type { UpstreamHealth } from './upstream-health.ts'
import type { BffEnv } from '../http/env.ts'
import { ProblemThrown } from '../http/problems.ts'

/** By then another process serves, or this one is back. */
const retryAfterSeconds = 5

/** Routes for operators and monitoring: liveness, readiness, metrics, and the description of the API. */
export function operatorRoutes(
  app: Hono<BffEnv>,
  deps: {
    settings: Pick<Settings, 'publicUrl'>
    leadSquared: Pick<LeadSquared, 'circuit' | 'rateLimit'>
    attempts: Pick<AttemptStore, 'ping'>
    clock: Pick<Clock, 'now'>
    upstream: Pick<UpstreamHealth, 'check' | 'known'>
    metrics: Pick<Metrics, 'text'>
    isStopping: () => boolean
  },
): void {
  const store = createStoreHealth(deps)

  app.get('/healthz', (c) => c.json({ status: 'ok' }))

  // LeadSquared being away must not take every instance out of a balancer: the form works without it, and a booking
  // waits. `?leadsquared=1` lets it decide all the same.
  app.get('/readyz', async (c) => {
    const needsLeadSquared = c.req.query('leadsquared') === '1'
    const [upstream, isStoreWritable] = await Promise.all([
      needsLeadSquared ? deps.upstream.check() : deps.upstream.known(),
      store.check(),
    ])
    const isLeadSquaredReady = upstream.isReachable && upstream.areKeysAccepted
    const isStopping = deps.isStopping()
    const isReady = !isStopping && isStoreWritable && (isLeadSquaredReady || !needsLeadSquared)
    return c.json(
      {
        status: isStopping ? 'stopping' : isReady ? 'ready' : 'not-ready',
        leadSquaredReachable: upstream.isReachable,
        keysAccepted: upstream.areKeysAccepted,
        storeWritable: isStoreWritable,
        circuit: deps.leadSquared.circuit(),
        rateLimit: deps.leadSquared.rateLimit(),
        // The version of the time zone rules, such as 2026a. A browser with another version may show another time.
        timeZoneData: process.versions.tz ?? null,
      },
      isReady ? 200 : 503,
    )
  })

  app.get('/metrics', async (c) => {
    const { contentType, body } = await deps.metrics.text()
    return c.body(body, 200, { 'Content-Type': contentType })
  })

  let document: Promise<object> | undefined
  app.get('/api/openapi.json', async (c) => {
    document ??= describeApi(deps.settings.publicUrl)
    return c.json(await document)
  })
}

/** Created at the first request, because most processes never need it. */
async function describeApi(publicUrl: string): Promise<object> {
  const { openApiDocument } = await import('../http/open-api.ts')
  return openApiDocument(publicUrl)
}

/**
 * A process that was told to stop accepts no new booking, because it might not be able to send it before it ends. It does
 * not look up the key, so its answer says nothing about a booking, and the page sends the same key again.
 */
export function notWhileStopping(deps: { isStopping: () => boolean }): MiddlewareHandler<BffEnv> {
  return async (_c, next) => {
    if (deps.isStopping()) {
      throw new ProblemThrown('stopping', {
        detail: 'This process stops. Send the same request again in a few seconds.',
        params: { retryAfterSeconds },
      })
    }
    await next()
  }
}
