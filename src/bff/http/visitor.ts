import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Settings } from '../ports.ts'
import type { BffEnv } from './env.ts'

/** Browsers cut longer lifetimes to 400 days (RFC 6265bis, 5.5). */
const longestCookieSeconds = 400 * 24 * 60 * 60
const uuid = /^[0-9a-f-]{36}$/

/**
 * Gives every browser a random id. Without sign-in it decides in whose list an attempt appears, and nothing else: it
 * is no proof of anything. A frame on another site does not get the cookie back, and simply has an empty list.
 */
export function visitor({
  settings,
  newId,
}: {
  settings: Pick<Settings, 'publicUrl'>
  newId: () => string
}): MiddlewareHandler<BffEnv> {
  const isSecure = settings.publicUrl.startsWith('https:')
  const name = isSecure ? '__Host-desk-visitor' : 'desk-visitor'
  return async (c, next) => {
    const known = getCookie(c, name)
    const id = known !== undefined && uuid.test(known) ? known : newId()
    c.set('visitor', id)
    if (id !== known) {
      setCookie(c, name, id, {
        httpOnly: true,
        secure: isSecure,
        sameSite: 'Strict',
        path: '/',
        maxAge: longestCookieSeconds,
      })
    }
    await next()
  }
}
