import { type BlockList, isIP, isIPv6 } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import type { Log } from '../ports.ts'
import type { BffEnv, Connection } from './env.ts'

/**
 * The address that a request comes from, as far as it can be known. It is the address of the connection, unless that
 * belongs to a proxy of ours (`TRUSTED_PROXIES`): then `X-Forwarded-For` is read from its end, where each proxy adds the
 * address of its own connection, up to the first address that is not one of our proxies. What stands before that was
 * written by the client and counts for nothing. Empty where there is no connection, as in some tests.
 */
export function clientAddress(connection: Connection | undefined, trusted: BlockList): string {
  let address = plainAddress(connection?.socket.remoteAddress ?? '') ?? ''
  if (!connection || address === '') return address
  for (const entry of forwardedFor(connection.rawHeaders).toReversed()) {
    if (!isTrusted(address, trusted)) break
    const before = plainAddress(entry)
    // A proxy that writes no address ("unknown") hides its client: the proxy's own address counts.
    if (before === null) break
    address = before
  }
  return address
}

/** Whether the address is one of the list. An IPv4 address inside IPv6 counts as IPv4. */
export function isTrusted(address: string, trusted: BlockList): boolean {
  const plain = plainAddress(address)
  return plain !== null && trusted.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

/**
 * Tells the operator once that requests come through a proxy that `TRUSTED_PROXIES` does not name: everybody behind it
 * shares its address, and with it the limit on sign-ins.
 */
export function tellOfUnknownProxy(deps: {
  trustedProxies: BlockList
  log: Pick<Log, 'warn'>
}): MiddlewareHandler<BffEnv> {
  let isTold = false
  return async (c, next) => {
    const peer = isTold ? undefined : c.env.incoming?.socket.remoteAddress
    if (peer !== undefined && c.req.header('X-Forwarded-For') !== undefined) {
      isTold = !isTrusted(peer, deps.trustedProxies)
      if (isTold) {
        deps.log.warn(
          { proxy: peer },
          'requests come with X-Forwarded-For from an address that TRUSTED_PROXIES does not name: limits count that address',
        )
      }
    }
    await next()
  }
}

/** A header that comes twice is one list (RFC 9110, 5.3). */
function forwardedFor(rawHeaders: readonly string[]): string[] {
  const entries: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'x-forwarded-for') continue
    entries.push(...(rawHeaders[index + 1] ?? '').split(','))
  }
  return entries
}

/** The address without brackets, port, zone and IPv6 prefix of an IPv4 address; null where the text is none. */
function plainAddress(text: string): string | null {
  const trimmed = text.trim()
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ??
    /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed)?.[1] ??
    trimmed
  const address = bare.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? null : address.toLowerCase()
}
