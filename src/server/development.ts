import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import { buildEmbedScript } from './page-build/portal.ts'
import type { Closable } from './process/until-signal.ts'

/**
 * `npm run dev`: Vite serves the page in this process and on this port, and reloads it on changes. The desk answers
 * requests for the API and for the script for portals, which is built once.
 */
export async function serveDevelopment(
  server: Server,
  desk: RequestListener,
): Promise<Closable & { answer: RequestListener }> {
  const { createServer } = await import('vite')
  await buildEmbedScript()
  const vite = await createServer({
    root: join(import.meta.dirname, '../..'),
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server } },
  })
  return {
    answer(request, response) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
      if (/^\/(api|auth|embed|healthz|readyz|metrics)\b/.test(pathname)) {
        desk(request, response)
        return
      }
      if (pathname === '/doctor' || (pathname === '/' && searchParams.get('doctor') === '1')) {
        request.url = '/doctor.html'
      }
      vite.middlewares(request, response, () => desk(request, response))
    },
    close: () => vite.close(),
  }
}
