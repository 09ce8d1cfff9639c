import * as z from 'zod/mini'

/**
 * One call between browser and BFF as a value. Both sides parse with the same schemas, and the OpenAPI description is
 * generated from it. `path` is relative to the address that we are served under and names parameters in braces.
 * `responses` holds the body of each success status; every other answer is a problem. The purpose of a call is described in
 * bff/http/open-api.ts, so that the page does not load sentences that it does not show.
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

/** The default for the parts of a request: unknown query parameters are ignored, and a body is not read. */
export const nothing = z.object({})

/** Makes an endpoint with its exact type. A part of the request that is left out takes nothing. */
export function endpoint<
  const R extends Endpoint['responses'],
  P extends z.ZodMiniType = typeof nothing,
  Q extends z.ZodMiniType = typeof nothing,
  B extends z.ZodMiniType = typeof nothing,
>(value: {
  method: Endpoint['method']
  path: Endpoint['path']
  pathParams?: P
  query?: Q
  request?: B
  responses: R
}): Endpoint<P, Q, B, R>
/**
 * The mark lets the build leave out the endpoints that the page never calls.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function endpoint(
  value: Pick<Endpoint, 'method' | 'path' | 'responses'> & Partial<Endpoint>,
): Endpoint {
  return { pathParams: nothing, query: nothing, request: nothing, ...value }
}
