import * as z from 'zod'
import type { ProxyHeaderFamily } from '#bff/sign-in/proxy-headers.ts'
import { type OidcConfig, readOidc } from './oidc.ts'
import { type PortalConfig, readPortal } from './portal.ts'
import { readProxy } from './proxy.ts'
import { ConfigError, type Environment } from './environment.ts'

/** The kind of sign-in and its settings, without secrets. */
export type SignInConfig =
  | { kind: 'none' }
  /** `headers`: the one family of headers that names the person. */
  | { kind: 'proxy'; headers: ProxyHeaderFamily }
  | { kind: 'portal' }
  | ({ kind: 'oidc' } & OidcConfig)

/** The secrets of sign-in; null where this deployment has none. */
export interface SignInSecrets {
  proxySecret: string | null
  portalSecret: string | null
  oidcClientSecret: string | null
}

export const SignIn = z.enum(['none', 'proxy', 'oidc', 'portal']).default('none')
type SignIn = z.infer<typeof SignIn>

/** The variables of each kind of sign-in. With every kind, a portal may sign values that fill the form. */
const ownVariables = {
  proxy: ['PROXY_SECRET', 'PROXY_HEADERS'],
  oidc: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
} as const

/** Reads how people sign in, and which portal's tokens may fill the form. Throws a `ConfigError`. */
export function readSignIn(
  mode: SignIn,
  env: Environment,
  readFile: (path: string) => string,
  trustedProxies: readonly string[],
): { signIn: SignInConfig; portal: PortalConfig | null; secrets: SignInSecrets } {
  refuseVariablesOfOtherModes(mode, env)
  const byPortal = readPortal(env, readFile)
  const portal = byPortal?.portal ?? null
  const secrets: SignInSecrets = {
    proxySecret: null,
    portalSecret: byPortal?.portalSecret ?? null,
    oidcClientSecret: null,
  }
  switch (mode) {
    case 'none':
      return { signIn: { kind: 'none' }, portal, secrets }
    case 'proxy': {
      const { headers, proxySecret } = readProxy(env, readFile, trustedProxies)
      return {
        signIn: { kind: 'proxy', headers },
        portal,
        secrets: { ...secrets, proxySecret },
      }
    }
    case 'portal':
      if (portal !== null) return { signIn: { kind: 'portal' }, portal, secrets }
      throw new ConfigError(
        'SIGN_IN is portal, and nothing says with what the portal signs: set PORTAL_JWKS_URL or PORTAL_SECRET, and PORTAL_AUDIENCE. Example: PORTAL_JWKS_URL=https://portal.example.com/.well-known/jwks.json',
      )
    case 'oidc': {
      const { oidc, oidcClientSecret } = readOidc(env, readFile)
      return {
        signIn: { kind: 'oidc', ...oidc },
        portal,
        secrets: { ...secrets, oidcClientSecret },
      }
    }
  }
}

/** A variable of another kind of sign-in stops the start: the operator expects a protection that is not active. */
function refuseVariablesOfOtherModes(mode: SignIn, env: Environment): void {
  for (const [other, names] of Object.entries(ownVariables)) {
    if (other === mode) continue
    const name = names.find((one) => env[one] || env[`${one}_FILE`])
    if (name === undefined) continue
    throw new ConfigError(
      `${name} is set while SIGN_IN is ${mode}, where it guards nothing. Unset it, or choose its sign-in. Example: SIGN_IN=${other}`,
    )
  }
}
