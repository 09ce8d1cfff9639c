import type { Hono } from 'hono'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { Clock, Settings } from '../ports.ts'
import type { Metrics } from './metrics.ts'
import { createStoreHealth } from './store-health.ts'
import type { UpstreamHealth } from './upstream-health.ts'
import type { BffEnv } from '../http/env.ts'

/** What operators and their machines ask: liveness, readiness, counters, and the description of the API. */
export function operatorRoutes(
  app: Hono<BffEnv>,
  deps: {
    settings: Pick<Settings, 'publicUrl'>
    leadSquared: Pick<LeadSquared, 'circuit' | 'rateLimit'>
    attempts: Pick<AttemptStore, 'ping'>
    clock: Pick<Clock, 'now'>
    upstream: Pick<UpstreamHealth, 'check'>
    metrics: Pick<Metrics, 'text'>
  },
): void {
  const store = createStoreHealth(deps)

  app.get('/healthz', (c) => c.json({ status: 'ok' }))

  app.get('/readyz', async (c) => {
    const [upstream, isStoreWritable] = await Promise.all([deps.upstream.check(), store.check()])
    const isReady = upstream.isReachable && upstream.areKeysAccepted && isStoreWritable
    return c.json(
      {
        status: isReady ? 'ready' : 'not-ready',
        leadSquaredReachable: upstream.isReachable,
        keysAccepted: upstream.areKeysAccepted,
        storeWritable: isStoreWritable,
        circuit: deps.leadSquared.circuit(),
        rateLimit: deps.leadSquared.rateLimit(),
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

/** Made when it is first asked for, which on most days is never. */
async function describeApi(publicUrl: string): Promise<object> {
  const { openApiDocument } = await import('../http/open-api.ts')
  return openApiDocument(publicUrl)
}
