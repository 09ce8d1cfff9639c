import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { prettifyError, ZodError } from 'zod'
import { SeedWithAnswers } from '#sandbox/seed/answers.ts'
import type { SeedData } from '#sandbox/seed/seed-data.ts'
import { type RunningSandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import type { SandboxConfig } from '../config/sandbox.ts'
import { dataFile } from '../data-file.ts'
import { ConfigError, explainStart } from '../config/environment.ts'

/** A sandbox that runs as configured. */
export interface ConfiguredSandbox extends RunningSandbox {
  /** Its TLS certificate in PEM. Null: plain http. */
  certificate: string | null
}

/**
 * Starts the sandbox as configured. `fallsBack`: if its port is in use, it takes a free one, so that two desks can run on
 * one machine.
 */
export async function startConfiguredSandbox(
  config: SandboxConfig,
  token: string | null,
  dataDir: string,
  log: (event: object) => void,
  fallsBack: boolean,
): Promise<ConfiguredSandbox> {
  const tls = config.tls && readTls(config.tls)
  const seed = config.seedFile === null ? 'demo' : readSeed(config.seedFile)
  const start = (port: number) =>
    startSandbox({
      host: config.host,
      port,
      dataFile: dataFile(dataDir, 'sandbox.sqlite'),
      rateLimit: config.rateLimit,
      tls,
      hasControl: config.hasControl,
      token,
      seed,
      now: Date.now,
      newId: () => crypto.randomUUID(),
      log,
    })
  try {
    const sandbox = await start(config.port).catch((error: unknown) => {
      if (fallsBack && isPortTaken(error)) return start(0)
      throw error
    })
    return { ...sandbox, certificate: tls?.cert ?? null }
  } catch (error) {
    throw explainStart(
      error,
      config.host === '127.0.0.1'
        ? `SANDBOX_PORT=${config.port}`
        : `SANDBOX_HOST=${config.host} SANDBOX_PORT=${config.port}`,
      dataDir,
    )
  }
}

/** Logs faults and warnings of the sandbox as warnings, and its calls at `callLevel`. */
export function sandboxLog(log: Logger, callLevel: 'info' | 'debug'): (event: object) => void {
  return (event) => {
    if ('fault' in event || 'warning' in event) log.warn(event, 'sandbox')
    else log[callLevel](event, 'call')
  }
}

function readSeed(file: string): SeedData {
  try {
    return SeedWithAnswers.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const said = error instanceof ZodError ? prettifyError(error) : String(error)
    throw new ConfigError(
      `SANDBOX_SEED is ${JSON.stringify(file)}: it cannot be loaded.\n${said}\nExample: SANDBOX_SEED=my-tenant.json`,
      { cause: error },
    )
  }
}

function readTls({ certFile, keyFile }: { certFile: string; keyFile: string }) {
  try {
    const tls = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    if (new X509Certificate(tls.cert).checkPrivateKey(createPrivateKey(tls.key))) return tls
    throw new Error('the key is not that of the certificate')
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new ConfigError(
      `SANDBOX_TLS_CERT=${certFile} SANDBOX_TLS_KEY=${keyFile}: they must name a certificate and its key in PEM (${said}). Example: SANDBOX_TLS_CERT=/etc/desk/sandbox.crt SANDBOX_TLS_KEY=/etc/desk/sandbox.key`,
      { cause: error },
    )
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
