import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Sandbox } from '../app.ts'
import { createControl } from '../control/control.ts'
import { rootPage } from './page.ts'
import { noSuchPage, unreadableAddress } from '../calls/unreadable.ts'

/** What of the sandbox is not LeadSquared's: the page for people, and the control plane where it is open. */
export function pagesListener(sandbox: Sandbox, hasControl: boolean): RequestListener {
  const app = new Hono()
  app.get('/', (c) => rootPage(c, sandbox, hasControl))
  if (hasControl) app.route('/__sandbox', createControl(sandbox))
  app.notFound(noSuchPage)
  return getRequestListener(app.fetch, {
    hostname: 'sandbox.localhost',
    errorHandler: unreadableAddress,
  })
}
