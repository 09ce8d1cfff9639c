import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Settings } from '../ports.ts'

/** Facts about a page that its headers need: the hashes of its style elements, as `sha256-` and Base64. */
export interface InlineStylesEnv {
  Variables: { inlineStyles?: readonly string[] }
}

/**
 * The headers of every response, page, asset, answer and error alike (ASVS 5.0, 3.4.3 to 3.4.8).
 * `frame-ancestors` is the one list of who may frame us; X-Frame-Options has no allow-list and would contradict it.
 */
export function securityHeaders(
  settings: Pick<Settings, 'publicUrl' | 'portalOrigins' | 'hsts'>,
): MiddlewareHandler {
  const speaksForHost = settings.hsts && isWholeHost(settings.publicUrl)
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: settings.portalOrigins.length > 0 ? [...settings.portalOrigins] : ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    xFrameOptions: false,
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: speaksForHost ? 'max-age=31536000; includeSubDomains' : false,
    // Said by headersByPath().
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: false,
    crossOriginEmbedderPolicy: false,
    permissionsPolicy: {
      camera: [],
      microphone: [],
      geolocation: [],
      payment: [],
      usb: [],
      clipboardWrite: ['self'],
    },
  })
}

/**
 * Whether the desk has an https host of its own. Below a path (`https://portal.example.com/desk`) the host belongs to a
 * portal, and headers that speak for a whole host or origin are not ours to send.
 */
export function isWholeHost(publicUrl: string): boolean {
  const { protocol, pathname } = new URL(publicUrl)
  return protocol === 'https:' && pathname === '/'
}

/**
 * The headers that differ by path, and one that keeps this internal tool out of search engines.
 *
 * A page that opens us keeps no handle on us, and we keep ours on the sign-in window. That window itself must not cut
 * its opener off, which may be a page of ours in a portal's frame; it holds nothing that its opener may not have.
 *
 * A portal may load the script for portals and frame the pages; what they are made of and the API are for us alone.
 *
 * A page may hold style sheets in itself, so that it is painted without loading them (src/decisions/010). The code that
 * serves the page provides their hashes, and the policy of that answer allows exactly these.
 */
export function headersByPath(): MiddlewareHandler<InlineStylesEnv> {
  return async (c, next) => {
    await next()
    // Do not use `c.header`: it copies a finished response and turns its body into a stream.
    const { headers } = c.res
    const isWindow = c.req.path.startsWith('/auth/')
    headers.set('Cross-Origin-Opener-Policy', isWindow ? 'unsafe-none' : 'same-origin-allow-popups')
    const isForPortals =
      c.req.path.startsWith('/embed') || headers.get('Content-Type')?.startsWith('text/html')
    headers.set('Cross-Origin-Resource-Policy', isForPortals ? 'cross-origin' : 'same-origin')
    headers.set('X-Robots-Tag', 'noindex')
    const styles = ["'self'", ...(c.get('inlineStyles') ?? []).map((hash) => `'${hash}'`)]
    const policy = headers.get('Content-Security-Policy')
    if (policy === null || styles.length === 1) return
    headers.set(
      'Content-Security-Policy',
      policy.replace("style-src 'self'", `style-src ${styles.join(' ')}`),
    )
  }
}
