import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { BffSettings } from '../deps.ts'

/**
 * The headers of every response, page, asset, answer and error alike (ASVS 5.0, 3.4.3 to 3.4.8, conventions.md 4.3).
 * `frame-ancestors` is the one list of who may frame us; X-Frame-Options has no allow-list and would contradict it.
 */
export function securityHeaders(
  settings: Pick<BffSettings, 'publicUrl' | 'portalOrigins'>,
): MiddlewareHandler {
  const isSecure = settings.publicUrl.startsWith('https:')
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
    strictTransportSecurity: isSecure ? 'max-age=31536000; includeSubDomains' : false,
    // Said by resourcePolicy(), because it is not the same for every path.
    crossOriginResourcePolicy: false,
    // Said by openerPolicy(), because it is not the same for every path.
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
 * A page that opens us keeps no handle on us, and we keep ours on the sign-in window. That window itself must not cut
 * its opener off, which may be a page of ours in a portal's frame; it holds nothing that its opener may not have.
 */
export function openerPolicy(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const isWindow = c.req.path.startsWith('/auth/')
    c.header('Cross-Origin-Opener-Policy', isWindow ? 'unsafe-none' : 'same-origin-allow-popups')
  }
}

/** A portal may load the script for portals and frame the pages; what they are made of and the API are for us alone. */
export function resourcePolicy(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const isForPortals =
      c.req.path.startsWith('/embed') || c.res.headers.get('Content-Type')?.startsWith('text/html')
    c.header('Cross-Origin-Resource-Policy', isForPortals ? 'cross-origin' : 'same-origin')
  }
}

/** An internal tool has no place in a search engine. */
export function noIndex(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.header('X-Robots-Tag', 'noindex')
  }
}
