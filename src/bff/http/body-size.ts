import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { limits } from '#contract/limits.ts'
import { ProblemThrown } from './problems.ts'
import type { BffEnv } from './env.ts'

/**
 * Refuses bodies that are too large. Node reads no more than the length that a request declares, so that length alone
 * decides; only a body that comes in chunks has to be counted, which costs a copy of it.
 */
export function bodySize(): MiddlewareHandler<BffEnv> {
  const counted = bodyLimit({ maxSize: limits.bodyBytes, onError: tooLarge })
  return async (c, next) => {
    if (c.req.header('Transfer-Encoding') !== undefined) return counted(c, next)
    if (Number(c.req.header('Content-Length') ?? 0) > limits.bodyBytes) tooLarge()
    return next()
  }
}

function tooLarge(): never {
  throw new ProblemThrown('too-large', { detail: `The limit is ${limits.bodyBytes} bytes.` })
}
