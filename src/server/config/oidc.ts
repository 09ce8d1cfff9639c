import { readServiceUrl } from './rules.ts'
import { ConfigError, type Environment, requireSecret } from './environment.ts'

/** The OpenID provider that signs people in, and our client id there. The client secret is kept separately. */
export interface OidcConfig {
  issuer: string
  clientId: string
}

/** Reads the provider of `SIGN_IN=oidc`. Without a secret we would be no confidential client, which a BFF must be. */
export function readOidc(
  env: Environment,
  readFile: (path: string) => string,
): { oidc: OidcConfig; oidcClientSecret: string } {
  const issuer = env['OIDC_ISSUER']
  if (!issuer) {
    throw new ConfigError(
      'OIDC_ISSUER is not set, and SIGN_IN is oidc. Example: OIDC_ISSUER=https://login.example.com/realms/sales',
    )
  }
  const clientId = env['OIDC_CLIENT_ID']
  if (!clientId) {
    throw new ConfigError(
      'OIDC_CLIENT_ID is not set, and SIGN_IN is oidc. Example: OIDC_CLIENT_ID=appointment-desk',
    )
  }
  return {
    oidc: {
      issuer: readServiceUrl('OIDC_ISSUER', issuer, 'https://login.example.com/realms/sales'),
      clientId,
    },
    oidcClientSecret: requireSecret(env, 'OIDC_CLIENT_SECRET', readFile),
  }
}
