import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { PrefillValues } from '../host-messages.ts'
import { limits } from '../limits.ts'

/** A JWT as it travels; the longest one has room for a description and its signature. */
export const PortalToken = z.object({
  token: z.string().check(z.minLength(1), z.maxLength(limits.tokenLength)),
})

/** The values of a signed prefill. Each of them is locked ("set by the CRM portal"). */
export const Prefill = z.object({ values: PrefillValues })
export type Prefill = z.infer<typeof Prefill>

/** The BFF's token for a portal's token. It is sent as `Authorization: Bearer` and kept in memory only. */
export const Bearer = z.object({ bearer: z.string(), expiresInSeconds: z.number() })
export type Bearer = z.infer<typeof Bearer>

export const signInByPortal = endpoint({
  method: 'POST',
  path: 'api/session/portal',
  request: PortalToken,
  responses: { 200: Bearer },
})

export const readPrefill = endpoint({
  method: 'POST',
  path: 'api/prefill',
  request: PortalToken,
  responses: { 200: Prefill },
})
