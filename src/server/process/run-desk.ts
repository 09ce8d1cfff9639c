import { readFileSync } from 'node:fs'
import { secretValues } from '../config/secrets.ts'
import { readConfig } from '../config/config.ts'
import { createLogger } from '../log/logger.ts'
import { writeCompiled } from './compile-cache.ts'
import { startServer } from './start-server.ts'
import { failStart, untilSignal } from './until-signal.ts'

/** Starts the desk from the environment, prints the ready lines, and stops it at a signal. */
export async function runDesk(): Promise<void> {
  const isDevelopment = process.argv.includes('--dev')
  // Listen for signals from the beginning: a process that reads the ready line may send one at once.
  const signal = untilSignal()
  try {
    const { config, secrets } = readConfig(process.env, (path) => readFileSync(path, 'utf8'))
    const log = createLogger(config.logLevel, secretValues(secrets))
    const starting = startServer({ config, secrets, log, isDevelopment })
    const desk = await Promise.race([starting, signal])
    // A desk that is still starting, for example one that waits for its database, stops at once.
    if (!desk) process.exit(0)
    if (desk.sandboxUrl !== null) process.stdout.write(`Sandbox on ${desk.sandboxUrl}\n`)
    process.stdout.write(`Appointment Desk on ${desk.url} (${desk.upstreamName})\n`)
    writeCompiled()
    await signal
    await desk.close()
    // Exit even if something could not be stopped in time.
    process.exit(0)
  } catch (error) {
    failStart(error)
  }
}
