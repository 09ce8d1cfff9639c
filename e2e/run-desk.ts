import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A desk in a process of its own, as an operator runs it. */
export interface RunningDesk {
  url: string
  sandboxUrl: string
  /** Everything it logged so far. */
  log(): string
  /** Sends the signal and answers with the exit code, or null where the signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

const root = join(import.meta.dirname, '..')

/** Starts `npm start`'s own command on free ports, with data in this folder, and waits for its ready lines. */
export async function runDesk(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<RunningDesk> {
  const child = spawn(process.execPath, ['src/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_RATE_LIMIT: 'off',
      SANDBOX_CONTROL: 'on',
      LEADSQUARED_RATE_LIMIT: '1000/5s',
      ...env,
    },
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const lines = await readyLines(child, () => log)
  return {
    url: addressIn(lines, 'Appointment Desk on '),
    sandboxUrl: addressIn(lines, 'Sandbox on '),
    log: () => log,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      await once(child, 'exit')
      return child.exitCode
    },
  }
}

async function readyLines(child: ChildProcess, log: () => string): Promise<string[]> {
  const lines: string[] = []
  if (!child.stdout) throw new Error('The desk has no output.')
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('Appointment Desk on ')) return lines
  }
  throw new Error(`The desk did not start:\n${log()}`)
}

function addressIn(lines: readonly string[], start: string): string {
  const line = lines.find((text) => text.startsWith(start)) ?? ''
  return line.slice(start.length).split(' ')[0] ?? ''
}
