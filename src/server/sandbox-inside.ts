import { readFileSync } from 'node:fs'
import { type RunningSandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import type { SandboxConfig } from './config.ts'
import { dataFile } from './data-file.ts'

/**
 * Starts the sandbox as configured. `fallsBack`: where its port is taken, it takes a free one, because the desk must
 * start beside another desk (interface.md, `SANDBOX_PORT`).
 */
export async function startConfiguredSandbox(
  config: SandboxConfig,
  dataDir: string,
  log: (event: object) => void,
  fallsBack: boolean,
): Promise<RunningSandbox> {
  const options = {
    host: config.host,
    dataFile: dataFile(dataDir, 'sandbox.sqlite'),
    rateLimit: config.rateLimit,
    tls: config.tls && {
      cert: readFileSync(config.tls.certFile, 'utf8'),
      key: readFileSync(config.tls.keyFile, 'utf8'),
    },
    hasControl: config.hasControl,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    log,
  }
  try {
    return await startSandbox({ ...options, port: config.port })
  } catch (error) {
    if (!fallsBack || !isPortTaken(error)) throw error
    return startSandbox({ ...options, port: 0 })
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
