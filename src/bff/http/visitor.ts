import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Settings } from '../ports.ts'
import type { BffEnv } from './env.ts'

/** Browsers cut longer lifetimes to 400 days (RFC 6265bis, 5.5). */
const longestCookieSeconds = 400 * 24 * 60 * 60
const uuid = /^[0-9a-f-]{36}$/

/**
 * Gives every browser a random id. Without sign-in it decides in whose list an attempt appears and who may change the
 * appointment. It proves nobody's identity, and `sameOriginOnly` refuses requests of other sites, not the cookie.
 *
 * The id is in two cookies. A page in a tab and a frame of the same site keep the `Strict` one. A frame on another site
 * keeps only the `None` one, and `Partitioned` gives that browser another id in the frames of each portal (CHIPS).
 */
export function visitor({
  settings,
  newId,
}: {
  settings: Pick<Settings, 'publicUrl'>
  newId: () => string
}): MiddlewareHandler<BffEnv> {
  const isSecure = settings.publicUrl.startsWith('https:')
  const prefix = isSecure ? '__Host-' : ''
  const ofTab = `${prefix}desk-visitor`
  const ofFrame = `${prefix}desk-frame-visitor`
  const common = { httpOnly: true, path: '/', maxAge: longestCookieSeconds } as const

  function known(c: Context, name: string): string | null {
    const id = getCookie(c, name)
    return id !== undefined && uuid.test(id) ? id : null
  }

  return async (c, next) => {
    const old = known(c, ofTab) ?? known(c, ofFrame)
    const id = old ?? newId()
    c.set('visitor', id)
    if (old === null) {
      setCookie(c, ofTab, id, { ...common, secure: isSecure, sameSite: 'Strict' })
      // A browser takes it on https and on loopback, and ignores it elsewhere.
      setCookie(c, ofFrame, id, { ...common, secure: true, sameSite: 'None', partitioned: true })
    }
    await next()
  }
}
