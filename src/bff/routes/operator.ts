import type { Hono } from 'hono'
import type { BffDeps } from '../deps.ts'
import { openApiDocument } from '../open-api.ts'
import type { BffEnv } from '../route.ts'

/** What operators and their machines ask: liveness, readiness, counters, and the description of the API. */
export function operatorRoutes(app: Hono<BffEnv>, deps: BffDeps): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }))

  app.get('/readyz', async (c) => {
    const [upstream, isStoreWritable] = await Promise.all([
      deps.upstream.check(),
      deps.attempts.ping().then(
        () => true,
        () => false,
      ),
    ])
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

  const document = openApiDocument(deps.settings.publicUrl)
  app.get('/api/openapi.json', (c) => c.json(document))
}
