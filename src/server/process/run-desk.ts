import { readFileSync } from 'node:fs'
import { secretValues } from '../config/secrets.ts'
import { readConfig } from '../config/config.ts'
import { createLogger } from '../log/logger.ts'
import { startServer } from './start-server.ts'
import { failStart, untilSignal } from './until-signal.ts'

/** Starts the desk from the environment, prints the ready lines, and stops it at a signal. */
export async function runDesk(): Promise<void> {
  const isDevelopment = process.argv.includes('--dev')
  // Listened for from the beginning: who reads the ready line may send the signal at once.
  const signal = untilSignal()
  try {
    const { config, secrets } = readConfig(process.env, (path) => readFileSync(path, 'utf8'))
    const log = createLogger(config.logLevel, secretValues(secrets))
    const starting = startServer({ config, secrets, log, isDevelopment })
    const desk = await Promise.race([starting, signal])
    // Who stops a desk that is still starting, before a database that is away for instance, waits for nothing.
    if (!desk) process.exit(0)
    if (desk.sandboxUrl !== null) process.stdout.write(`Sandbox on ${desk.sandboxUrl}\n`)
    process.stdout.write(`Appointment Desk on ${desk.url} (${desk.upstreamName})\n`)
    await signal
    await desk.close()
    // What could not be stopped in time must not keep the process.
    process.exit(0)
  } catch (error) {
    failStart(error)
  }
}
