import type * as z from 'zod/mini'

/**
 * One call between browser and BFF as a value: both sides parse with the same schemas, and the OpenAPI description is
 * generated from it. `path` is relative to the address that we are served under and names parameters in braces.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE'
  path: `api/${string}`
  summary: string
  pathParams?: z.ZodMiniObject
  query?: z.ZodMiniObject
  headers?: z.ZodMiniObject
  request?: z.ZodMiniType
  /** The body of each success status. Every other answer is a problem. */
  responses: Readonly<Record<number, z.ZodMiniType | null>>
}

/** Keeps the exact type of an endpoint while checking that it is one. */
export function endpoint<const E extends Endpoint>(value: E): E {
  return value
}
