import { ConfigError, type Environment, secret } from './environment.ts'
import { readServiceUrl } from './rules.ts'

/** RFC 7518, 3.2: a key for HS256 has at least 256 bits. */
const shortestSecret = 32

/** The accepted issuer of tokens and their required audience. A shared secret is kept separately. */
export interface PortalConfig {
  /** Null: the portal and we share a secret. */
  jwksUrl: string | null
  audience: string
}

/**
 * Reads which portal's tokens are accepted: for sign-in (`SIGN_IN=portal`), and with every kind of sign-in for filling and
 * locking the form (`?p=`). Null if no portal signs tokens.
 */
export function readPortal(
  env: Environment,
  readFile: (path: string) => string,
): { portal: PortalConfig; portalSecret: string | null } | null {
  const jwksUrl = env['PORTAL_JWKS_URL'] || null
  const portalSecret = secret(env, 'PORTAL_SECRET', readFile) ?? null
  const audience = env['PORTAL_AUDIENCE'] || null
  if (jwksUrl === null && portalSecret === null) {
    if (audience === null) return null
    throw new ConfigError(
      'PORTAL_AUDIENCE is set, and nothing says with what the portal signs: set PORTAL_JWKS_URL or PORTAL_SECRET. Example: PORTAL_JWKS_URL=https://portal.example.com/.well-known/jwks.json',
    )
  }
  if (jwksUrl !== null && portalSecret !== null) {
    throw new ConfigError(
      'PORTAL_JWKS_URL and PORTAL_SECRET are both set: say which of the two the portal signs with. Example: PORTAL_JWKS_URL=https://portal.example.com/.well-known/jwks.json',
    )
  }
  if (audience === null) {
    throw new ConfigError(
      'PORTAL_AUDIENCE is not set: without it a token that the portal made for another application would be taken. Example: PORTAL_AUDIENCE=appointment-desk',
    )
  }
  if (portalSecret !== null && Buffer.byteLength(portalSecret) < shortestSecret) {
    throw new ConfigError(
      `PORTAL_SECRET is too short: HS256 needs at least ${shortestSecret} bytes (RFC 7518). Example: PORTAL_SECRET_FILE=/run/secrets/portal_secret, made with "openssl rand -base64 48"`,
    )
  }
  return {
    portal: {
      jwksUrl:
        jwksUrl &&
        readServiceUrl(
          'PORTAL_JWKS_URL',
          jwksUrl,
          'https://portal.example.com/.well-known/jwks.json',
        ),
      audience,
    },
    portalSecret,
  }
}
