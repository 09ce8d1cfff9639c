import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Settings } from '../ports.ts'
import { ProblemThrown } from './problems.ts'
import type { BffEnv } from './env.ts'

/** Requests per window; seconds are whole, because the headers say them. */
export interface RequestLimit {
  requests: number
  windowSeconds: number
}

/**
 * Where nobody is signed in, the connection's address is all that counts, for a cookie may be dropped. A whole company may
 * come from one address, through a router or a proxy, hence so much more.
 */
const peoplePerAddress = 100

/**
 * The limit on our own API, per person; per address where nobody is signed in. It is there for scripts that
 * run wild: a rep never meets it. Says where one stands in the fields of draft-ietf-httpapi-ratelimit-headers. Each
 * instance counts by itself.
 */
export function requestLimit({
  requestLimit: limit,
}: Pick<Settings, 'requestLimit'>): MiddlewareHandler<BffEnv> {
  if (limit === null) return (_c, next) => next()
  const perPerson = counter('person', limit)
  const perAddress = counter('address', {
    ...limit,
    requests: limit.requests * peoplePerAddress,
  })
  return async (c, next) => {
    const person = c.get('person')
    if (person === null) await perAddress(c, addressOf(c))
    else await perPerson(c, person.email.toLowerCase())
    await next()
  }
}

/** The limit on signing in, per address: it writes to the store and asks the provider, and nobody does it often. */
export function signInLimit({
  requestLimit: limit,
}: Pick<Settings, 'requestLimit'>): MiddlewareHandler<BffEnv> {
  if (limit === null) return (_c, next) => next()
  const perAddress = counter('sign-in', limit)
  return async (c, next) => {
    await perAddress(c, addressOf(c))
    await next()
  }
}

function counter(policy: string, { requests, windowSeconds }: RequestLimit) {
  const limiter = new RateLimiterMemory({ points: requests, duration: windowSeconds })
  return async (c: Context<BffEnv>, key: string): Promise<void> => {
    const counted = await limiter.consume(key).catch((refused: unknown) => refused)
    if (!(counted instanceof RateLimiterRes)) throw counted
    const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000))
    c.header('RateLimit-Policy', `"${policy}";q=${requests};w=${windowSeconds}`)
    c.header('RateLimit', `"${policy}";r=${counted.remainingPoints};t=${seconds}`)
    if (counted.consumedPoints > requests) {
      throw new ProblemThrown('too-many-requests', {
        detail: `The limit is ${requests} requests in ${windowSeconds} seconds.`,
        params: { retryAfterSeconds: seconds },
      })
    }
  }
}

/** Of the connection itself: a header could name any. */
function addressOf(c: Context<BffEnv>): string {
  return c.env.incoming?.socket.remoteAddress ?? ''
}
