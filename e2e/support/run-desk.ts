import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { record } from './planted-secrets.ts'
import { addressIn, type ProcessOptions, type RunningProcess, runProcess } from './run-process.ts'

/** A desk in a process of its own. */
export interface RunningDesk extends RunningProcess {
  url: string
  sandboxUrl: string
}

/** How a desk is started otherwise than usual. */
export interface DeskOptions extends ProcessOptions {
  /** The same script of another release. */
  script?: string
}

const packageJson = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
/** What `npm start` says to Node. */
const [, compiled = '', arenas = '', flags = ''] =
  /"start": "NODE_COMPILE_CACHE=\S+:-(\S+)} MALLOC_ARENA_MAX=(\d) exec node (.*) src/.exec(
    packageJson,
  ) ?? []

/** Starts `npm start`'s own command on free ports, with data in this folder, and waits for its ready lines. */
export async function runDesk(
  dataDir: string,
  env: Record<string, string> = {},
  { script = 'src/server/main.ts', ...options }: DeskOptions = {},
): Promise<RunningDesk> {
  const ready = 'Appointment Desk on '
  const running = await runProcess(
    script,
    {
      NODE_COMPILE_CACHE: compiled,
      MALLOC_ARENA_MAX: arenas,
      DATA_DIR: dataDir,
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_RATE_LIMIT: 'off',
      SANDBOX_CONTROL: 'on',
      LEADSQUARED_RATE_LIMIT: '1000/5s',
      // Most tests book the same time of the same owner; those that are about conflicts switch the check on.
      CONFLICTS: 'off',
      ...env,
    },
    ready,
    { flags: flags.split(' '), ...options },
  )
  const { lines } = running
  return {
    ...running,
    url: addressIn(lines, ready),
    sandboxUrl: addressIn(lines, 'Sandbox on '),
    async stop(signal) {
      const code = await running.stop(signal)
      record('log', running.log())
      return code
    },
  }
}
