import type { Hono } from 'hono'
import { readPrefill, signInByPortal } from '#contract/sign-in/portal.ts'
import type { Settings } from '../ports.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import { bearerSeconds, openBearer } from './bearer.ts'
import { pseudonymOf } from './person.ts'
import type { PortalTokens } from './portal-tokens.ts'
import type { TokenFault } from './token-faults.ts'
import { note } from '../http/wide-event.ts'

/** The message for a portal team when its token is refused. It names the fault but never the key that was used. */
const sentences: Record<TokenFault, string> = {
  unreadable: 'The token is not a JWT of the promised form.',
  signature: 'The signature is not one of the portal, or its algorithm is not taken.',
  expired: 'The token has expired.',
  'not-yet': 'The token is not valid yet; compare the clocks.',
  audience: 'The token is for somebody else: its aud is not PORTAL_AUDIENCE.',
  'lives-too-long': 'The token lives too long: exp may be 5 minutes ahead, for a prefill 24 hours.',
  purpose: 'The token is for another purpose: its purpose is sign-in or prefill.',
  claims: 'A claim is missing or malformed.',
  'used-before': 'The token was used before: each jti signs in once.',
}

/** The calls that take a portal's tokens: one signs in, the other fills the form and locks it. */
export function portalRoutes(
  app: Hono<BffEnv>,
  deps: Parameters<typeof openBearer>[1] & {
    settings: Pick<Settings, 'signIn'>
    tokens: PortalTokens
  },
): void {
  if (deps.settings.signIn === 'portal') {
    serve(app, signInByPortal, async ({ body }) => {
      const result = await deps.tokens.signIn(body.token)
      if (!result.ok) throw refused('not-signed-in', result.fault)
      note({ signedIn: pseudonymOf(result.value.email) })
      const bearer = await openBearer(result.value, deps)
      return { status: 200, body: { bearer, expiresInSeconds: bearerSeconds } }
    })
  }
  serve(app, readPrefill, async ({ body }) => {
    const result = await deps.tokens.prefill(body.token)
    if (!result.ok) throw refused('not-allowed', result.fault)
    return { status: 200, body: { values: result.value } }
  })
}

function refused(code: 'not-signed-in' | 'not-allowed', fault: TokenFault): ProblemThrown {
  note({ signInError: `token-${fault}` })
  return new ProblemThrown(code, { detail: sentences[fault] })
}
