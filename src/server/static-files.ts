import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, MiddlewareHandler } from 'hono'

/**
 * Serves what the build made: the page, and its assets with their Brotli and gzip copies. Assets
 * carry a hash in their name and never change; everything else is asked for anew each time. `folders` are searched in
 * order. A base path of `PUBLIC_URL` is taken off before, by the routing of the BFF.
 */
export function staticFiles(folders: readonly string[], basePath: string): MiddlewareHandler {
  const readers = folders.map((folder) =>
    serveStatic({
      root: folder,
      precompressed: true,
      rewriteRequestPath: (path) => withoutBase(path, basePath),
      onFound: (path, c) => setLifetime(path, c),
    }),
  )
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    if (basePath !== '' && new URL(c.req.url).pathname === basePath) {
      return c.redirect(`${basePath}/${new URL(c.req.url).search}`, 308)
    }
    for (const reader of readers) {
      const response = await reader(c, async () => {})
      if (response) return response
    }
    return next()
  }
}

/** Where the build puts the page, seen from this file. */
export const builtPage = join(import.meta.dirname, '../../dist/browser')

function setLifetime(path: string, c: Context): void {
  const isHashed = path.includes('/assets/')
  c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

function withoutBase(path: string, basePath: string): string {
  return basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
}
