import { readFileSync } from 'node:fs'
import { demoKeys } from '../config/secrets.ts'
import { readSandboxConfig } from '../config/config.ts'
import { createLogger } from '../log/logger.ts'
import { writeCompiled } from './compile-cache.ts'
import { sandboxLog, startConfiguredSandbox } from './sandbox-inside.ts'
import { failStart, untilSignal } from './until-signal.ts'

/** Starts the sandbox from the environment, prints its ready lines, and stops it at a signal. */
export async function runSandbox(): Promise<void> {
  // Listen for signals from the beginning: a process that reads the ready lines may send one at once.
  const signal = untilSignal()
  try {
    const {
      sandbox: config,
      token,
      dataDir,
      logLevel,
    } = readSandboxConfig(process.env, (path) => readFileSync(path, 'utf8'))
    const log = createLogger(logLevel, token === null ? [] : [token])
    const sandbox = await startConfiguredSandbox(
      config,
      token,
      dataDir,
      sandboxLog(log, 'info'),
      false,
    )
    process.stdout.write(
      `Sandbox on ${sandbox.url}\naccess key ${demoKeys.accessKey}\nsecret key ${demoKeys.secretKey}\n`,
    )
    writeCompiled()
    await signal
    await sandbox.close()
  } catch (error) {
    failStart(error)
  }
}
