import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createSandbox } from './app.ts'
import type { RateLimit } from './rate-limit.ts'
import { seedDemo } from './seed.ts'
import { openWorld } from './world.ts'

export interface SandboxOptions {
  host: string
  /** 0 takes a free port. */
  port: number
  /** The file to keep data in, or `:memory:`. */
  dataFile: string
  rateLimit: RateLimit | 'off'
  /** PEM texts; without them plain http. */
  tls: { cert: string; key: string } | null
  /** Milliseconds since 1970, UTC. */
  now: () => number
  newId: () => string
  log: (event: object) => void
}

/** A sandbox that listens. */
export interface RunningSandbox {
  /** Base address, without `/v2`. */
  url: string
  /** Stops accepting, lets running calls finish, closes the file. */
  close(): Promise<void>
}

/** Starts the sandbox. A new file is filled with the demo tenant; an existing one is taken as it is. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const world = openWorld(options.dataFile, options.newId)
  if (world.tenant.isEmpty()) seedDemo(world, options.now())
  const app = createSandbox({ ...options, world })
  const listener = getRequestListener(app.fetch)
  const server: Server = options.tls
    ? createHttpsServer(options.tls, listener)
    : createHttpServer(listener)
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return {
    url: `${options.tls ? 'https' : 'http'}://${options.host}:${addressOf(server).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
      world.database.close()
    },
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.')
  return address
}
