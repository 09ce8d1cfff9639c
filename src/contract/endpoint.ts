import * as z from 'zod/mini'

/**
 * One call between browser and BFF as a value: both sides parse with the same schemas, and the OpenAPI description is
 * generated from it. `path` is relative to the address that we are served under and names parameters in braces.
 * `responses` holds the body of each success status; every other answer is a problem. What a call is for says the
 * description (bff/open-api.ts): the page carries no sentence that it does not show.
 */
export interface Endpoint<
  P extends z.ZodMiniType = z.ZodMiniType,
  Q extends z.ZodMiniType = z.ZodMiniType,
  B extends z.ZodMiniType = z.ZodMiniType,
  R extends Readonly<Record<number, z.ZodMiniType>> = Readonly<Record<number, z.ZodMiniType>>,
> {
  method: 'GET' | 'POST' | 'DELETE'
  path: `api/${string}`
  pathParams: P
  query: Q
  request: B
  responses: R
}

/** Stands where an endpoint takes nothing: unknown query parameters are ignored, and a body is not read. */
export const nothing = z.object({})

/**
 * Checks an endpoint and keeps its exact type. The mark lets the build leave out the endpoints that the page never calls.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function endpoint<
  P extends z.ZodMiniType,
  Q extends z.ZodMiniType,
  B extends z.ZodMiniType,
  const R extends Readonly<Record<number, z.ZodMiniType>>,
>(value: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return value
}
