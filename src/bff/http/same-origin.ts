import type { MiddlewareHandler } from 'hono'
import type { Settings } from '../ports.ts'
import { ProblemThrown } from './problems.ts'

/**
 * Refuses cross-site requests (OWASP CSRF cheat sheet): a request that changes something needs
 * `Sec-Fetch-Site: same-origin`, or, where a browser does not send that, an `Origin` of ours. Neither is a refusal.
 */
export function sameOriginOnly(settings: Pick<Settings, 'ownOrigins'>): MiddlewareHandler {
  return async (c, next) => {
    c.header('Vary', 'Sec-Fetch-Site, Origin', { append: true })
    if (!isSafe(c.req.method)) {
      const site = c.req.header('Sec-Fetch-Site')
      const origin = c.req.header('Origin')
      const isOwn =
        site === undefined
          ? origin !== undefined && settings.ownOrigins.includes(origin)
          : site === 'same-origin'
      if (!isOwn) {
        throw new ProblemThrown('not-allowed', {
          detail: 'Requests that change something must come from the page itself.',
        })
      }
    }
    await next()
  }
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
