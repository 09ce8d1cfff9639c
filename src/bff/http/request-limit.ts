import type { BlockList } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Settings } from '../ports.ts'
import { clientAddress } from './client-address.ts'
import { ProblemThrown } from './problems.ts'
import type { BffEnv } from './env.ts'

/** Requests per window; seconds are whole, because the headers say them. */
export interface RequestLimit {
  requests: number
  windowSeconds: number
}

/**
 * Where nobody is signed in, requests are counted by the client's address, because a client may drop a cookie. A whole
 * company may share one address, so an address gets as much as this many people.
 */
const peoplePerAddress = 100

/** The options of a limit: how many requests, and the proxies that are trusted for the client's address. */
interface LimitDeps {
  settings: Pick<Settings, 'requestLimit'>
  trustedProxies: BlockList
}

/**
 * The limit on our own API, per person; per address where nobody is signed in. It stops scripts that run wild: a rep
 * never meets it. Answers carry the fields of draft-ietf-httpapi-ratelimit-headers. Each instance counts for itself.
 */
export function requestLimit(deps: LimitDeps): MiddlewareHandler<BffEnv> {
  const limit = deps.settings.requestLimit
  if (limit === null) return (_c, next) => next()
  const perPerson = counter('person', limit)
  const perAddress = counter('address', {
    ...limit,
    requests: limit.requests * peoplePerAddress,
  })
  return async (c, next) => {
    const person = c.get('person')
    if (person === null) await perAddress(c, addressOf(c, deps))
    else await perPerson(c, person.email.toLowerCase())
    await next()
  }
}

/** The limit on signing in, per address: a sign-in writes to the store and asks the provider, and nobody signs in often. */
export function signInLimit(deps: LimitDeps): MiddlewareHandler<BffEnv> {
  const limit = deps.settings.requestLimit
  if (limit === null) return (_c, next) => next()
  const perAddress = counter('sign-in', limit)
  return async (c, next) => {
    await perAddress(c, addressOf(c, deps))
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

function addressOf(c: Context<BffEnv>, { trustedProxies }: LimitDeps): string {
  return clientAddress(c.env.incoming, trustedProxies)
}
