import { Hono } from 'hono'
import type { Sandbox } from './app.ts'
import { createControl } from './control.ts'
import { rootPage } from './page.ts'
import { noSuchPage } from './unreadable.ts'

/** What of the sandbox is not LeadSquared's: the page for people, and the control plane where it is open. */
export function createPages(sandbox: Sandbox, hasControl: boolean): Hono {
  const app = new Hono()
  app.get('/', (c) => rootPage(c, sandbox.world))
  if (hasControl) app.route('/__sandbox', createControl(sandbox))
  app.notFound(noSuchPage)
  return app
}
