import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { InlineStylesEnv } from '#bff/http/security-headers.ts'
import type { Context, MiddlewareHandler } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'

/**
 * Serves what the build made: the page, its assets and the script for portals, with their Brotli and gzip copies.
 * Assets carry a hash in their name and never change; of everything else the browser asks whether it has changed.
 * `folders` are searched in order. `basePath` is that of `PUBLIC_URL`, "" or without a slash at
 * its end; it may still stand before a path.
 */
export function staticFiles(folders: readonly string[], basePath: string): MiddlewareHandler {
  const readers = folders.map((folder) =>
    serveStatic({
      root: folder,
      precompressed: true,
      rewriteRequestPath: (path, c) => fileFor(withoutBase(path, basePath), c),
      onFound: async (path, c: Context<InlineStylesEnv>) => {
        setHeaders(path, c)
        const page = /^(.*\.html)(\.\w+)?$/.exec(path)?.[1]
        if (page === undefined) return
        c.header('Vary', frameHeader, { append: true })
        c.set('inlineStyles', await styleHashes(page))
      },
    }),
  )
  const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...crossOriginHeaders] })
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const path = new URL(c.req.url).pathname
    if (isForOperators(path)) return next()
    if (basePath !== '' && path === basePath) {
      return c.redirect(`${basePath}/${new URL(c.req.url).search}`, 308)
    }
    const read = async () => {
      for (const reader of readers) {
        const response = await reader(c, async () => {})
        if (response) return response
      }
      return undefined
    }
    // An asset is never asked for again.
    if (withoutBase(path, basePath).startsWith('/assets/')) return (await read()) ?? next()
    let type: string | null = null
    const answer = await tagged(c, async () => {
      const response = await read()
      type = response?.headers.get('Content-Type') ?? null
      if (response) c.res = response
      else await next()
    })
    // The content type decides which sites may use a file, so a 304 answer repeats it.
    if (c.res.status === 304 && type !== null) c.res.headers.set('Content-Type', type)
    return answer
  }
}

/**
 * Files of the build that are not meant for browsers: source maps, which contain our sources, and folders such as `.vite`,
 * which list them. The path is decoded here, because file names are decoded before the file is looked up.
 */
function isForOperators(path: string): boolean {
  const name = decoded(path)
  return name === null || /(^|[/\\])\.|\.map(\.\w+)?[/\\]*$/i.test(name)
}

/** Null where the address is not text. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

const crossOriginHeaders = ['Access-Control-Allow-Origin', 'Cross-Origin-Resource-Policy'] as const

/** The output folder of the build, relative to this file. */
export const builtPage = join(import.meta.dirname, '../../dist/browser')

/**
 * The doctor answers at its own address, and in a frame in place of the form (`doctor=1`). A frame gets the page without
 * heading and margins: our script asks for it (`embed=1`), and of any other frame the browser tells.
 */
function fileFor(path: string, c: Context): string {
  if (path === '/doctor' || (path === '/' && c.req.query('doctor') === '1')) return '/doctor.html'
  const isFramed = c.req.query('embed') !== undefined || c.req.header(frameHeader) === 'iframe'
  return path === '/' && isFramed ? '/embedded.html' : path
}

/** Names what a browser loads an answer for (https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header). */
const frameHeader = 'Sec-Fetch-Dest'

/** The embed script and what belongs to it keep their names, so that portals need not follow our releases. */
function isForPortals(path: string): boolean {
  return /^\/embed(\.js|\/)/.test(path)
}

function setHeaders(path: string, c: Context): void {
  const name = path.slice(builtPage.length).replaceAll('\\', '/')
  if (name.startsWith('/assets/')) {
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
  } else {
    c.header('Cache-Control', isForPortals(name) ? 'public, max-age=300' : 'no-cache')
  }
  // The table of media types does not know TypeScript: `.ts` is a video format there.
  if (/\.d\.ts(\.\w+)?$/.test(name)) c.header('Content-Type', 'text/plain; charset=utf-8')
  // A portal loads the script from its own origin, and a frame that is sandboxed without `allow-same-origin` has an
  // origin of its own, in which even our own modules are somebody else's. None of these files holds a secret.
  if (isForPortals(name) || name.startsWith('/assets/')) {
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  }
}

/** Read for every request, like the page itself, because a new build may replace the files while we run. */
async function styleHashes(page: string): Promise<readonly string[]> {
  const styles = (await readFile(page, 'utf8')).matchAll(/<style>(.*?)<\/style>/gs)
  return [...styles].map(
    ([, style = '']) => `sha256-${createHash('sha256').update(style).digest('base64')}`,
  )
}

function withoutBase(path: string, basePath: string): string {
  return basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
}
