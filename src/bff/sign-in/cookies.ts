import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Settings } from '../ports.ts'

/** What a cookie of ours is for. */
type Purpose =
  /** A session of a page in a tab of its own. */
  | 'session'
  /** A session of a page in a frame. */
  | 'frame'
  /** Binds a sign-in that is under way to this browser. */
  | 'login'

/** The cookies of sign-in, each with the attributes of its situation. */
export interface SignInCookies {
  read(c: Context, purpose: Purpose): string | null
  set(c: Context, purpose: Purpose, value: string, lifetimeSeconds: number): void
  clear(c: Context, purpose: Purpose): void
}

const pattern = /^[\w-]{43}$/

/**
 * HttpOnly, for the whole host and for no other, with the prefix by which browsers enforce that (`__Host-` needs https).
 * A tab's session is `Strict`: the page is static and its own calls are same-site. The provider's redirect comes from
 * another site, so the cookie of a running sign-in is `Lax`. A frame on another site gets only `None`, and `Partitioned`
 * keeps that one to frames of the same portal (CHIPS).
 */
export function signInCookies({ publicUrl }: Pick<Settings, 'publicUrl'>): SignInCookies {
  const isSecure = publicUrl.startsWith('https:')
  const nameOf = (purpose: Purpose) => `${isSecure ? '__Host-' : ''}desk-${purpose}`

  function attributesOf(purpose: Purpose) {
    const common = { httpOnly: true, path: '/' }
    switch (purpose) {
      case 'session':
        return { ...common, secure: isSecure, sameSite: 'Strict' } as const
      case 'login':
        return { ...common, secure: isSecure, sameSite: 'Lax' } as const
      case 'frame':
        // Loopback counts as trustworthy, so that this is tried on plain http as well.
        return { ...common, secure: true, sameSite: 'None', partitioned: true } as const
    }
  }

  return {
    read(c, purpose) {
      const value = getCookie(c, nameOf(purpose))
      return value !== undefined && pattern.test(value) ? value : null
    },
    set: (c, purpose, value, lifetimeSeconds) =>
      setCookie(c, nameOf(purpose), value, { ...attributesOf(purpose), maxAge: lifetimeSeconds }),
    clear: (c, purpose) => {
      deleteCookie(c, nameOf(purpose), attributesOf(purpose))
    },
  }
}
