import { BlockList, isIP, isIPv6 } from 'node:net'
import { ConfigError, type Environment } from './environment.ts'

export const trustedExample = 'TRUSTED_PROXIES="10.0.0.5 192.168.4.0/24"'

/**
 * `TRUSTED_PROXIES`: addresses and CIDR blocks of the proxies in front of the desk. They tell us the
 * address of a client (`X-Forwarded-For`) and, with `SIGN_IN=proxy`, also who is signed in. Throws a `ConfigError`.
 */
export function readTrustedProxies(env: Environment): readonly string[] {
  const blocks = (env['TRUSTED_PROXIES'] ?? '').split(/[\s,]+/).filter(Boolean)
  for (const block of blocks) checkBlock(block)
  return blocks
}

/** The list as Node compares it with an address. */
export function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', bits] = block.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
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
