import { demoKeys } from '#server/config/secrets.ts'
import { addressIn, type RunningProcess, runProcess } from './run-process.ts'

/** A sandbox in a process of its own, which outlives the desks that call it. */
export interface RunningSandbox extends RunningProcess {
  url: string
}

/** Starts `npm run sandbox`'s own command on a free port, with data in this folder, no limit and its control plane open. */
export async function runSandbox(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<RunningSandbox> {
  const running = await runProcess(
    'src/server/sandbox.ts',
    {
      DATA_DIR: dataDir,
      SANDBOX_PORT: '0',
      SANDBOX_RATE_LIMIT: 'off',
      SANDBOX_CONTROL: 'on',
      LOG_LEVEL: 'warn',
      ...env,
    },
    'secret key ',
  )
  return { ...running, url: addressIn(running.lines, 'Sandbox on ') }
}

/** The environment of a desk that calls the sandbox at this address as its real account. */
export function accountAt(sandboxUrl: string): Record<string, string> {
  return {
    LEADSQUARED_URL: sandboxUrl,
    LEADSQUARED_ACCESS_KEY: demoKeys.accessKey,
    LEADSQUARED_SECRET_KEY: demoKeys.secretKey,
    ALLOW_ANONYMOUS: '1',
  }
}
