import type { MiddlewareHandler } from 'hono'
import type { Settings } from '../ports.ts'
import { ProblemThrown } from './problems.ts'
import type { BffEnv } from './env.ts'

/** Calls that anybody may make: they tell nothing of the tenant, and some of them are how one signs in. */
const openCalls = [
  '/api/session',
  '/api/session/portal',
  '/api/session/handover',
  '/api/prefill',
  '/api/doctor',
  '/api/openapi.json',
]

/** If sign-in is required, a person who is not signed in gets no data of the tenant from any call. */
export function signedInOnly({ signIn }: Pick<Settings, 'signIn'>): MiddlewareHandler<BffEnv> {
  return async (c, next) => {
    if (signIn !== 'none' && c.get('person') === null && !openCalls.includes(c.req.path)) {
      throw new ProblemThrown('not-signed-in', {
        detail: 'Sign in and send the same request again.',
      })
    }
    await next()
  }
}
