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
    options,
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
