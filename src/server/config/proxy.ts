import { isIP } from 'node:net'
import { ConfigError, type Environment, secret } from './environment.ts'

/** Shorter ones are guessed, and cannot be told from innocent text in a log. */
const shortestSecret = 8

const trustedExample = 'TRUSTED_PROXIES="10.0.0.5 192.168.4.0/24"'

/** What proves that identity headers are the proxy's (`SIGN_IN=proxy`): a shared secret, trusted addresses, or both. */
export function readProxy(
  env: Environment,
  readFile: (path: string) => string,
): { trustedProxies: readonly string[]; proxySecret: string | null } {
  const trustedProxies = (env['TRUSTED_PROXIES'] ?? '').split(/[\s,]+/).filter(Boolean)
  for (const block of trustedProxies) checkBlock(block)
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
  return { trustedProxies, proxySecret }
}

/** An address, or a CIDR block; one that holds every address would trust everybody. */
function checkBlock(block: string): void {
  const [address = '', bits, ...rest] = block.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const isBlock = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
  if (longest === 0 || !isBlock || rest.length > 0) {
    throw new ConfigError(
      `TRUSTED_PROXIES names ${JSON.stringify(block)}: give addresses or CIDR blocks. Example: ${trustedExample}`,
    )
  }
  if (Number(bits ?? longest) === 0) {
    throw new ConfigError(
      `TRUSTED_PROXIES names ${JSON.stringify(block)}: that is every address, so that anybody could be anybody. Example: ${trustedExample}`,
    )
  }
}
