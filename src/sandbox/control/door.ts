import type { MiddlewareHandler } from 'hono'

const loopback = /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * Keeps web pages of others out: the control plane listens on loopback, where every page in the developer's browser
 * could reach it, by a plain form post or by a name that resolves to 127.0.0.1.
 */
export const refuseStrangers: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('Host') ?? ''
  const origin = c.req.header('Origin')
  const isOwnPage = origin === undefined || URL.parse(origin)?.host === host
  if (loopback.test(host) && isOwnPage) return next()
  const detail = 'The control plane answers programs and its own page, on loopback only.'
  return c.json({ type: 'about:blank', title: 'Not allowed', status: 403, detail }, 403, {
    'Content-Type': 'application/problem+json',
  })
}
