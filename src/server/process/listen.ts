import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { once } from 'node:events'

/**
 * Running requests get this long to finish once we accept no more, a little longer than LeadSquared has for its answers.
 * With the 3 s before, in which the stop is announced, it must fit into 10 s (README.md).
 */
const drainMs = 6_000

/** A server that listens. */
export interface Listening {
  /** The port that we got, which differs from the one asked for when that was 0. */
  port: number
  server: Server
  /** After this call every answer closes its connection, also answers to running requests. */
  announceStop(): void
  /** Stops accepting, lets running requests finish for up to 6 s, then closes what is left. */
  close(): Promise<void>
}

/** Limits on the time and size of a request before it reaches the app. */
export interface ListenLimits {
  /** For the whole header, from the first byte. */
  headersMs: number
  /** For the whole request. */
  requestMs: number
  /** A connection without any transfer, because the client does not read, is closed after this time. */
  silenceMs: number
  /** How often the server checks for late senders. */
  checkEveryMs: number
  headerBytes: number
  headerCount: number
}

const usualLimits: ListenLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  silenceMs: 5 * 60_000,
  checkEveryMs: 2000,
  headerBytes: 16 * 1024,
  headerCount: 100,
}

/**
 * Listens on host and port. Connections of slow senders are closed, so that clients cannot block the server by sending
 * single bytes (slow loris). So are connections of clients that never read.
 */
export async function listen(
  host: string,
  port: number,
  onRequest: RequestListener,
  limits: ListenLimits = usualLimits,
): Promise<Listening> {
  let isStopping = false
  const running = new Set<ServerResponse>()
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: 65_000,
      maxHeaderSize: limits.headerBytes,
    },
    (request, response) => {
      if (isStopping) response.shouldKeepAlive = false
      running.add(response)
      response.once('close', () => running.delete(response))
      if (request.rawHeaders.length <= 2 * limits.headerCount) onRequest(request, response)
      else response.writeHead(431, { Connection: 'close' }).end()
    },
  )
  // Node would silently drop headers beyond its limit, perhaps a header of the proxy. So requests with too many are refused above.
  server.maxHeadersCount = 0
  server.timeout = limits.silenceMs
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: addressOf(server).port,
    server,
    announceStop() {
      isStopping = true
      // Node says `Connection: close` itself where it will not keep the connection.
      for (const response of running) response.shouldKeepAlive = false
    },
    close: () => closeServer(server),
  }
}

/** The host part of a URL, with an IPv6 address in brackets (RFC 3986, 3.2.2). */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const force = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(force)
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address
}
