import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { openPostgresStores, openSqliteStores } from '#store/stores.ts'
import type { Logger } from 'pino'
import { compose } from '../compose.ts'
import type { Secrets } from '../config/secrets.ts'
import type { Config } from '../config/config.ts'
import { dataFile, lockDataDir } from '../data-file.ts'
import { explainStart } from '../config/environment.ts'
import { hostInUrl, listen } from './listen.ts'
import { ensurePageIsBuilt } from '../page-build/stamp.ts'
import { stopDesk } from './stop-desk.ts'
import type { Closable } from './until-signal.ts'

/** A desk that listens. */
export interface RunningDesk extends Closable {
  /** The address on which we listen. `PUBLIC_URL` may be another address of the same desk. */
  url: string
  sandboxUrl: string | null
  /** `sandbox`, or the host of LeadSquared. */
  upstreamName: string
}

/** Starts the desk as configured. If a part fails to start, stops the parts that are already running. */
export async function startServer(options: {
  config: Config
  secrets: Secrets
  log: Logger
  isDevelopment: boolean
}): Promise<RunningDesk> {
  const { config, secrets, log } = options
  const doors: Closable[] = []
  const rest: Closable[] = []
  let leadSquared: Closable | null = null
  let work: Closable | null = null
  let isStopping = false
  const closeAll = (announce: (() => void) | null) =>
    stopDesk({ announce, doors, work, leadSquared, rest })
  try {
    const build = options.isDevelopment
      ? 'development'
      : await ensurePageIsBuilt((line) => log.info(line))
    // With a database and a real account the folder is not used, so several desks may have the same one.
    const usesFolder = secrets.databaseUrl === null || config.leadSquaredUrl === null
    const lock = usesFolder ? lockDataDir(config.dataDir) : null
    if (lock) rest.push(lock)
    const sandbox =
      config.leadSquaredUrl === null ? await startSandbox(config, secrets.sandboxToken, log) : null
    if (sandbox) rest.push(sandbox)
    const stores =
      secrets.databaseUrl === null
        ? openSqliteStores(dataFile(config.dataDir, 'desk.sqlite'))
        : await openPostgresStores(secrets.databaseUrl)
    rest.push(stores)

    // The app needs its own address, and with PORT=0 this is known only after we listen.
    let answer: RequestListener = (_request, response) => response.writeHead(503).end()
    const server = await listen(config.host, config.port, (request, response) =>
      answer(request, response),
    )
    doors.push(server)
    const url = `http://${hostInUrl(config.host)}:${server.port}`
    const upstreamUrl = config.leadSquaredUrl ?? sandbox?.url ?? ''
    const desk = await compose(
      config,
      secrets,
      {
        publicUrl: config.publicUrl ?? url,
        upstreamUrl,
        upstreamCertificate: sandbox?.certificate ?? null,
        build,
        isStopping: () => isStopping,
      },
      stores,
      log,
    )
    leadSquared = desk.leadSquared
    if (config.signIn.kind === 'none' && config.leadSquaredUrl !== null) {
      log.warn(
        { signIn: 'none', upstream: new URL(config.leadSquaredUrl).host },
        'Nobody has to sign in: everybody who can reach this address can book in a real account (ALLOW_ANONYMOUS=1)',
      )
    }
    work = desk.startWork()
    answer = getRequestListener(desk.app.fetch)
    if (options.isDevelopment) {
      const { serveDevelopment } = await import('../development.ts')
      const development = await serveDevelopment(server.server, answer)
      answer = development.answer
      // A page's WebSocket to Vite never finishes by itself.
      doors.push(development)
    }
    return {
      url,
      sandboxUrl: sandbox?.url ?? null,
      upstreamName:
        config.leadSquaredUrl === null ? 'sandbox' : new URL(config.leadSquaredUrl).host,
      close: () =>
        closeAll(() => {
          isStopping = true
          server.announceStop()
        }),
    }
  } catch (error) {
    await closeAll(null)
    const asked = `HOST=${config.host} PORT=${config.port}`
    throw explainStart(error, asked, config.dataDir)
  }
}

/** Loaded only when it is used: a desk on a real account is smaller and starts faster without it. */
async function startSandbox(config: Config, token: string | null, log: Logger) {
  const { sandboxLog, startConfiguredSandbox } = await import('./sandbox-inside.ts')
  const { sandbox, dataDir } = config
  return startConfiguredSandbox(sandbox, token, dataDir, sandboxLog(log, 'debug'), true)
}
