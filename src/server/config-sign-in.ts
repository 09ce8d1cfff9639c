import { isIP } from 'node:net'
import * as z from 'zod'
import { ConfigError, type Environment, secret } from './environment.ts'

/** Who signs people in, and what is needed for it besides secrets (interface.md, `SIGN_IN`). */
export type SignInConfig =
  | { kind: 'none' }
  /** Addresses and CIDR blocks of proxies whose word is taken without the shared secret. */
  | { kind: 'proxy'; trustedProxies: readonly string[] }

/** The secrets of sign-in; null where this deployment has none. */
export interface SignInSecrets {
  proxySecret: string | null
}

/** Shorter ones are guessed, and cannot be told from innocent text in a log. */
const shortestProxySecret = 8

export const signInVariables = {
  SIGN_IN: z.enum(['none', 'proxy', 'oidc', 'portal']).default('none'),
  TRUSTED_PROXIES: z.string().default(''),
}
export type SignInVariables = z.infer<z.ZodObject<typeof signInVariables>>

export const signInExamples: Record<keyof SignInVariables, string> = {
  SIGN_IN: 'SIGN_IN=proxy',
  TRUSTED_PROXIES: 'TRUSTED_PROXIES="10.0.0.5 192.168.4.0/24"',
}

/** Reads how people sign in. A variable of another mode stops the start: its operator believes in a guard that is not there. */
export function readSignIn(
  variables: SignInVariables,
  env: Environment,
  readFile: (path: string) => string,
): { signIn: SignInConfig; secrets: SignInSecrets } {
  refuseVariablesOfOtherModes(variables.SIGN_IN, env)
  switch (variables.SIGN_IN) {
    case 'none':
      return { signIn: { kind: 'none' }, secrets: { proxySecret: null } }
    case 'proxy':
      return readProxy(variables, env, readFile)
    case 'oidc':
    case 'portal':
      throw new ConfigError(
        `SIGN_IN is ${variables.SIGN_IN}, which this version does not offer. Example: ${signInExamples.SIGN_IN}`,
      )
  }
}

/** The variables that each mode reads; `_FILE` counts as the variable. */
const ownVariables = {
  none: [],
  proxy: ['PROXY_SECRET', 'TRUSTED_PROXIES'],
  oidc: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  portal: ['PORTAL_JWKS_URL', 'PORTAL_SECRET', 'PORTAL_AUDIENCE'],
} as const

function refuseVariablesOfOtherModes(mode: keyof typeof ownVariables, env: Environment): void {
  for (const names of Object.values(ownVariables)) {
    for (const name of names) {
      const isOwn = ownVariables[mode].some((own) => own === name)
      if (isOwn || !(env[name] || env[`${name}_FILE`])) continue
      throw new ConfigError(
        `${name} is set while SIGN_IN is ${mode}, where it guards nothing. Unset it, or choose its sign-in. Example: SIGN_IN=${modeOf(name)}`,
      )
    }
  }
}

function modeOf(name: string): string {
  return (
    Object.entries(ownVariables).find(([, names]) => names.some((own) => own === name))?.[0] ?? ''
  )
}

function readProxy(
  { TRUSTED_PROXIES }: SignInVariables,
  env: Environment,
  readFile: (path: string) => string,
): { signIn: SignInConfig; secrets: SignInSecrets } {
  const trustedProxies = TRUSTED_PROXIES.split(/[\s,]+/).filter(Boolean)
  for (const block of trustedProxies) checkBlock(block)
  const proxySecret = secret(env, 'PROXY_SECRET', readFile) ?? null
  if (proxySecret === null && trustedProxies.length === 0) {
    throw new ConfigError(
      `SIGN_IN is proxy, and nothing tells the proxy's headers from anybody's: set PROXY_SECRET, which the proxy sends as X-Proxy-Secret, or TRUSTED_PROXIES. Example: ${signInExamples.TRUSTED_PROXIES}`,
    )
  }
  if (proxySecret !== null && proxySecret.length < shortestProxySecret) {
    throw new ConfigError(
      `PROXY_SECRET is too short: it must have at least ${shortestProxySecret} characters, better 32 random ones. Example: PROXY_SECRET_FILE=/run/secrets/proxy_secret`,
    )
  }
  return { signIn: { kind: 'proxy', trustedProxies }, secrets: { proxySecret } }
}

/** An address, or a CIDR block; one that holds every address would trust everybody. */
function checkBlock(block: string): void {
  const [address = '', bits, ...rest] = block.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const isBlock = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
  if (longest === 0 || !isBlock || rest.length > 0) {
    throw new ConfigError(
      `TRUSTED_PROXIES names ${JSON.stringify(block)}: give addresses or CIDR blocks. Example: ${signInExamples.TRUSTED_PROXIES}`,
    )
  }
  if (Number(bits ?? longest) === 0) {
    throw new ConfigError(
      `TRUSTED_PROXIES names ${JSON.stringify(block)}: that is every address, so that anybody could be anybody. Example: ${signInExamples.TRUSTED_PROXIES}`,
    )
  }
}
