import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'

export const portalSecret = 'planted-portal-secret-0001-of-32-bytes'

/** A desk whose people a portal signs in, each for themselves. */
export const portalEnv = {
  SIGN_IN: 'portal',
  PORTAL_SECRET: portalSecret,
  PORTAL_AUDIENCE: 'desk',
  BOOKING_POLICY: 'self',
}

/** What the portal's server signs for its own signed-in person; `secret` is another one where somebody forges it. */
export function signedByPortal(
  claims: Record<string, unknown> = {},
  secret = portalSecret,
): Promise<string> {
  return new SignJWT({
    sub: '17',
    email: 'priya.nair@example.com',
    purpose: 'sign-in',
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('desk')
    .setJti(randomUUID())
    .setExpirationTime('2m')
    .sign(new TextEncoder().encode(secret))
}
