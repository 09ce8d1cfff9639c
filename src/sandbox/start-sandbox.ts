import { once } from 'node:events'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createSandbox, type Sandbox } from './app.ts'
import { type Call, connectionOf, readCall } from './calls/connection.ts'
import type { RateLimit } from './calls/rate-limit.ts'
import type { ControlAnswer } from './control/control.ts'
import type { PageListener } from './page/page.ts'
import { type Seed, seedWorld } from './seed/load.ts'
import { answerUnreadable, refuseTunnel } from './calls/unreadable.ts'
import { openWorld } from './world.ts'

/** Running calls get this long to finish once we stop. */
const drainMs = 5000

/** How long a sender may take, in milliseconds: for its headers, and for its whole request. */
interface Patience {
  headersMs: number
  requestMs: number
}
const usualPatience: Patience = { headersMs: 10_000, requestMs: 30_000 }

export interface SandboxOptions {
  host: string
  /** 0 picks a free port. */
  port: number
  /** The file to keep data in, or `:memory:`. */
  dataFile: string
  rateLimit: RateLimit | 'off'
  /** PEM texts; without them plain http. */
  tls: { cert: string; key: string } | null
  /** Whether `/__sandbox/` is open. */
  hasControl: boolean
  /** The token of the control plane. Null: the control plane answers on loopback only. */
  token: string | null
  /** The seed for a new file and for a reset. */
  seed: Seed
  patience?: Patience
  /** Milliseconds since 1970, UTC. */
  now: () => number
  newId: () => string
  log: (event: object) => void
}

/** A sandbox that listens. */
export interface RunningSandbox {
  /** Base address, without `/v2`. */
  url: string
  /** Stops accepting, gives running calls up to 5 s, cuts the calls that a fault stalls, closes the file. */
  close(): Promise<void>
}

/** Starts the sandbox. A new file is filled with the seed. An existing file keeps its data; only its demonstration days move on. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const world = openWorld(options.dataFile, options.newId, options.log)
  if (world.tenant.isEmpty()) seedWorld(world, options.seed, options.now())
  else if (typeof options.seed === 'object') {
    options.log({
      warning: `The file ${options.dataFile} has data already, so the seed was not loaded. A reset loads it. For a new file, set DATA_DIR to another folder or to :memory:.`,
    })
  }
  const sandbox = createSandbox({ ...options, world, sleep })
  sandbox.settle()
  const listener = listenerFor(sandbox, options)
  const limits = limitsOf(options.patience ?? usualPatience)
  const server: Server = options.tls
    ? createHttpsServer({ ...limits, ...options.tls }, listener)
    : createHttpServer(limits, listener)
  server.on('clientError', answerUnreadable)
  server.on('connect', refuseTunnel)
  server.on('checkExpectation', listener)
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return {
    url: `${options.tls ? 'https' : 'http'}://${reachable(options.host)}:${addressOf(server).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      sandbox.stop()
      const force = setTimeout(() => server.closeAllConnections(), drainMs)
      await closed
      clearTimeout(force)
      world.database.close()
    },
  }
}

/** Accepts any Host header or none (sandbox rule 1). Cuts slow and endless senders. */
function limitsOf({ headersMs, requestMs }: Patience): ServerOptions {
  return {
    requireHostHeader: false,
    maxHeaderSize: 16 * 1024,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, headersMs),
    keepAliveTimeout: 65_000,
  }
}

/** Loads the page and the control plane at the first request for them. Every other path is a call of the API, or unknown. */
function listenerFor(sandbox: Sandbox, options: SandboxOptions): RequestListener {
  let page: Promise<PageListener> | undefined
  let control: Promise<(call: Call) => ControlAnswer> | undefined
  const { hasControl, token, seed, log } = options

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? ''
    if (path === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
      page ??= import('./page/page.ts').then(({ createPage }) => createPage(sandbox, options))
      await (
        await page
      )(request, response)
      return
    }
    const call = await readCall(request)
    if (call === null) return
    if (!hasControl || !path.startsWith('/__sandbox/')) {
      await sandbox.serve(call, connectionOf(request, response))
      return
    }
    control ??= import('./control/control.ts').then(({ createControl }) =>
      createControl(sandbox, token, seed),
    )
    const { status, contentType, body, headers } = (await control)(call)
    response.writeHead(status, { 'Content-Type': contentType, ...headers }).end(body)
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log({ path: request.url, fault: String(error) })
      request.socket.destroy()
    })
  }
}

/** The host as an address that a client on this machine can call. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** An abort ends the wait without an error. */
async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  await pause(delayMs, undefined, { signal }).catch(() => {})
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.')
  return address
}
