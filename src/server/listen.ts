import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

/** Running requests get this long to finish once we stop; the whole stop must fit into 10 s (interface.md). */
const drainMs = 8_000

/** A server that listens. */
export interface Listening {
  /** The port that we got, which differs from the one asked for when that was 0. */
  port: number
  server: Server
  /** Stops accepting, lets running requests finish for up to 8 s, then closes what is left. */
  close(): Promise<void>
}

/**
 * Listens on host and port. Slow senders are cut: a header must arrive within 10 s and a whole request within 30 s, so
 * that nobody can hold connections open by dribbling bytes (slow loris).
 */
export async function listen(
  host: string,
  port: number,
  onRequest: RequestListener,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    onRequest,
  )
  server.listen(port, host)
  await once(server, 'listening')
  return { port: addressOf(server).port, server, close: () => closeServer(server) }
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
