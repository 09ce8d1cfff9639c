import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAudit } from '#server/audit/test-audit.ts'
import { layLine } from '#store/postgres/test-cut-line.ts'
import { emptySchema, startPostgresServer } from '#store/postgres/test-postgres-server.ts'
import { z } from 'zod'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'
import { type SandboxControl, sandboxControl } from '../support/sandbox-control.ts'
import { callsPerWindow, timeoutMs, windowMs } from './fault-mix.ts'

/** The processes of a run: a sandbox that outlives the desks, the desks, and what they keep their data in. */
export interface Processes {
  sandbox: SandboxControl
  /** The addresses of the desks, whether they are up or not. */
  desks: readonly string[]
  /** Ends a desk by SIGKILL, and starts it again on the same data and port after a pause. */
  kill(index: number, pauseMs: number): Promise<void>
  /** Stops a desk in the middle of whatever it does, and lets it go on after so long. */
  freeze(index: number, lengthMs: number): Promise<void>
  /** Cuts the desks off from PostgreSQL for so long. */
  cutDatabase(lengthMs: number): Promise<void>
  /** Everything that the desks told their operator of, from the audit trail. */
  alerts(): Promise<string[]>
  close(): Promise<void>
}

const Trail = z.array(z.object({ alert: z.string().nullable() }))

export async function startProcesses(
  engine: 'sqlite' | 'postgres',
  instances: number,
): Promise<Processes> {
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
  const desks: RunningDesk[] = []
  for (let index = 0; index < instances; index += 1) desks.push(await runDesk(folder, settings))
  const addresses = desks.map(({ url }) => url)

  return {
    sandbox: sandboxControl(sandbox.url),
    desks: addresses,
    async kill(index, pauseMs) {
      await desks[index]?.stop('SIGKILL')
      await sleep(pauseMs)
      const PORT = new URL(addresses[index] ?? '').port
      desks[index] = await runDesk(folder, { ...settings, PORT })
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
    async alerts() {
      const { out } = await runAudit(['--format', 'json'], data)
      return Trail.parse(JSON.parse(out)).flatMap(({ alert }) => alert ?? [])
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
