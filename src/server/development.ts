import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import type { Closable } from './until-signal.ts'

/**
 * `npm run dev`: Vite answers for the page in this very process and on this very port, and reloads it on change. What
 * is the API's goes to the desk.
 */
export async function serveDevelopment(
  server: Server,
  desk: RequestListener,
): Promise<Closable & { answer: RequestListener }> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    root: join(import.meta.dirname, '../..'),
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server } },
  })
  return {
    answer(request, response) {
      if (/^\/(api|auth|healthz|readyz|metrics)\b/.test(request.url ?? '')) desk(request, response)
      else vite.middlewares(request, response, () => desk(request, response))
    },
    close: () => vite.close(),
  }
}
