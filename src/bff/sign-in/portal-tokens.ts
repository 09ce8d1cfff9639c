import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod'
import { Email } from '#contract/ids.ts'
import { PrefillValues } from '#contract/host-messages.ts'
import type { SessionStore } from '#store/sessions.ts'
import type { Clock } from '../ports.ts'
import type { Person } from './person.ts'
import { idOfSecret } from './secrets.ts'
import { type TokenFault, tokenFaultOf } from './token-faults.ts'

/** With what a portal signs: keys that it publishes, or a secret that we share. */
export type PortalKey = { jwksUrl: string } | { secret: string }

export type TokenResult<T> = { ok: true; value: T } | { ok: false; fault: TokenFault }

/** Reads what a portal signed (`SIGN_IN=portal`, and `?p=` on every sign-in). */
export interface PortalTokens {
  /** A token that signs in, once. */
  signIn(token: string): Promise<TokenResult<Person>>
  /** A token that fills and locks fields. It may be read again, since a reload must show the same form. */
  prefill(token: string): Promise<TokenResult<PrefillValues>>
}

const algorithms = {
  jwks: ['ES256', 'RS256', 'EdDSA', 'Ed25519'],
  secret: ['HS256'],
} as const
/** Clocks of two servers differ. */
const clockToleranceSeconds = 30
const longestSeconds = { 'sign-in': 5 * 60, prefill: 24 * 60 * 60 } as const
type Purpose = keyof typeof longestSeconds

const Common = z.object({
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(200),
})
const SignInClaims = Common.extend({
  sub: z.string().min(1).max(255),
  email: Email,
  name: z.string().max(200).optional(),
})

interface PortalDeps {
  audience: string
  sessions: Pick<SessionStore, 'putTicket'>
  clock: Pick<Clock, 'now'>
}

export function createPortalTokens(key: PortalKey, deps: PortalDeps): PortalTokens {
  const keyOf = keyGetter(key)
  const allowed = 'secret' in key ? algorithms.secret : algorithms.jwks

  async function read(token: string, purpose: Purpose): Promise<TokenResult<JWTPayload>> {
    const now = deps.clock.now()
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: [...allowed],
        audience: deps.audience,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now),
      })
      if (payload['purpose'] !== purpose) return { ok: false, fault: 'purpose' }
      const common = Common.safeParse(payload)
      if (!common.success) return { ok: false, fault: 'claims' }
      const { exp, iat = exp } = common.data
      const longest = longestSeconds[purpose] + clockToleranceSeconds
      if (exp - now / 1000 > longest || exp - iat > longest) {
        return { ok: false, fault: 'lives-too-long' }
      }
      return { ok: true, value: payload }
    } catch (error) {
      const fault = tokenFaultOf(error)
      if (fault === null) throw error
      return { ok: false, fault }
    }
  }

  return {
    async signIn(token) {
      const result = await read(token, 'sign-in')
      if (!result.ok) return result
      const claims = SignInClaims.safeParse(result.value)
      if (!claims.success) return { ok: false, fault: 'claims' }
      const { jti, exp, email, name = email } = claims.data
      const usedUntil = (exp + 2 * clockToleranceSeconds) * 1000
      const isFirst = await deps.sessions.putTicket(`jti:${idOfSecret(jti)}`, '', usedUntil)
      if (!isFirst) return { ok: false, fault: 'used-before' }
      return { ok: true, value: { email, name } }
    },
    async prefill(token) {
      const result = await read(token, 'prefill')
      if (!result.ok) return result
      const values = PrefillValues.safeParse(withDigits(result.value))
      return values.success ? { ok: true, value: values.data } : { ok: false, fault: 'claims' }
    },
  }
}

/** A portal may write minutes as a number; an address cannot. */
function withDigits(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { duration } = claims
  return typeof duration === 'number' ? { ...claims, duration: String(duration) } : claims
}

/** The algorithm follows from the kind of key and never from the token, so that a public key is no HMAC secret. */
function keyGetter(key: PortalKey): JWTVerifyGetKey {
  if ('secret' in key) {
    const bytes = new TextEncoder().encode(key.secret)
    return () => bytes
  }
  return createRemoteJWKSet(new URL(key.jwksUrl), { timeoutDuration: 5000 })
}
