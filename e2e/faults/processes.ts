import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAudit } from '#server/audit/test-audit.ts'
import { layLine } from '#store/postgres/test-cut-line.ts'
import { emptySchema, startPostgresServer } from '#store/postgres/test-postgres-server.ts'
import { z } from 'zod'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'
import { type SandboxControl, sandboxControl } from '../support/sandbox-control.ts'
import { callsPerWindow, timeoutMs, windowMs } from './fault-mix.ts'
import type { Options } from './options.ts'
import { Try } from './slow-words.ts'

/** The processes of a run: the desks, the store of their data, and a sandbox that outlives them. */
export interface Processes {
  sandbox: SandboxControl
  /** The addresses of the desks. A desk may be down. */
  desks: readonly string[]
  /** Ends a desk by SIGKILL, and starts it again on the same data and port after a pause. */
  kill(index: number, pauseMs: number): Promise<void>
  /** Stops a desk in the middle of its work, and lets it continue after so long. */
  freeze(index: number, lengthMs: number): Promise<void>
  /** Cuts the desks off from PostgreSQL for so long. */
  cutDatabase(lengthMs: number): Promise<void>
  /** Every try, from the audit trail. */
  trail(): Promise<Try[]>
  close(): Promise<void>
}

export async function startProcesses({
  engine,
  instances,
  beside,
}: Pick<Options, 'engine' | 'instances' | 'beside'>): Promise<Processes> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-faults-'))
  const postgres = engine === 'postgres' ? await startPostgresServer() : null
  const line = postgres && (await layLine(await emptySchema(postgres.url)))
  const sandbox = await runSandbox(':memory:')
  const data = { DATA_DIR: folder, DATABASE_URL: line?.url ?? '' }
  const settings = {
    ...data,
    ...accountAt(sandbox.url),
    LEADSQUARED_RATE_LIMIT: `${callsPerWindow}/5s`,
    LEADSQUARED_TIMEOUT_MS: String(timeoutMs),
    RECONCILE_WINDOW_MS: String(windowMs),
    LOG_LEVEL: 'error',
  }
  // The other release starts first, as it does before an operator installs this one.
  const start = (index: number, env: Record<string, string> = {}) =>
    runDesk(
      folder,
      { ...settings, ...env },
      beside !== undefined && index === 0 ? { script: resolve(beside, 'src/server/main.ts') } : {},
    )
  const desks: RunningDesk[] = []
  for (let index = 0; index < instances; index += 1) desks.push(await start(index))
  const addresses = desks.map(({ url }) => url)

  return {
    sandbox: sandboxControl(sandbox.url),
    desks: addresses,
    async kill(index, pauseMs) {
      await desks[index]?.stop('SIGKILL')
      await sleep(pauseMs)
      const PORT = new URL(addresses[index] ?? '').port
      desks[index] = await start(index, { PORT })
    },
    async freeze(index, lengthMs) {
      const frozen = desks[index]
      frozen?.signal('SIGSTOP')
      await sleep(lengthMs)
      frozen?.signal('SIGCONT')
    },
    async cutDatabase(lengthMs) {
      await line?.cut()
      await sleep(lengthMs)
      await line?.mend()
    },
    async trail() {
      const { out } = await runAudit(['--format', 'json'], data)
      return z.array(Try).parse(JSON.parse(out))
    },
    async close() {
      await Promise.all(desks.map((desk) => desk.stop('SIGKILL')))
      await sandbox.stop('SIGTERM')
      await line?.cut()
      await postgres?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
