import { type ProxyHeaderFamily, proxyHeaderFamilies } from '#bff/sign-in/proxy-headers.ts'
import { ConfigError, type Environment, secret } from './environment.ts'
import { trustedExample } from './trusted-proxies.ts'

/** Shorter secrets can be guessed, and could match harmless text in a log. */
const shortestSecret = 8

/**
 * `SIGN_IN=proxy`: which headers name the person, and the secret that proves them. `TRUSTED_PROXIES` proves them as well;
 * one of the two is required. Throws a `ConfigError`.
 */
export function readProxy(
  env: Environment,
  readFile: (path: string) => string,
  trustedProxies: readonly string[],
): { headers: ProxyHeaderFamily; proxySecret: string | null } {
  const proxySecret = secret(env, 'PROXY_SECRET', readFile) ?? null
  if (proxySecret === null && trustedProxies.length === 0) {
    throw new ConfigError(
      `SIGN_IN is proxy, and nothing tells the proxy's headers from anybody's: set PROXY_SECRET, which the proxy sends as X-Proxy-Secret, or TRUSTED_PROXIES. Example: ${trustedExample}`,
    )
  }
  if (proxySecret !== null && proxySecret.length < shortestSecret) {
    throw new ConfigError(
      `PROXY_SECRET is too short: it must have at least ${shortestSecret} characters, better 32 random ones. Example: PROXY_SECRET_FILE=/run/secrets/proxy_secret`,
    )
  }
  return { headers: readFamily(env['PROXY_HEADERS'] || 'x-forwarded'), proxySecret }
}

/** One family only: a header of another family that the proxy does not overwrite is a client's own. */
function readFamily(text: string): ProxyHeaderFamily {
  const family = proxyHeaderFamilies.find((one) => one === text)
  if (family !== undefined) return family
  throw new ConfigError(
    `PROXY_HEADERS is ${JSON.stringify(text)}: it must be ${proxyHeaderFamilies.join(' or ')}, the one family of headers that names the person. Example: PROXY_HEADERS=x-auth-request`,
  )
}
