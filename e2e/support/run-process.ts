import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** One of our programs in a process of its own, as an operator runs it. */
export interface RunningProcess {
  pid: number
  /** What it printed until it was ready. */
  lines: readonly string[]
  /** Everything it logged so far. */
  log(): string
  /** Sends a signal, and waits for nothing. */
  signal(signal: 'SIGTERM' | 'SIGINT' | 'SIGSTOP' | 'SIGCONT'): void
  /** Sends the signal and answers with the exit code, or null where the signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

const root = join(import.meta.dirname, '../..')

/** How a program is run otherwise than usual. */
export interface ProcessOptions {
  /** Flags for Node. */
  flags?: readonly string[]
  args?: readonly string[]
  /** No file that it writes grows beyond so many blocks of the shell's `ulimit` (512 or 1,024 bytes). */
  fileBlocks?: number
}

/** Starts a script with this environment added to ours, and waits for the line that begins with `readyLine`. */
export async function runProcess(
  script: string,
  env: Record<string, string>,
  readyLine: string,
  { fileBlocks, flags = [], args = [] }: ProcessOptions = {},
): Promise<RunningProcess> {
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks} && `
  const command = [process.execPath, ...flags, script, ...args]
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, ...command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  // Nothing that we started outlives us.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  return {
    pid: child.pid ?? 0,
    lines: await linesUntil(readyLine, child, () => log),
    log: () => log,
    signal: (signal) => void child.kill(signal),
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      // After `exit` there may still be lines of its log to read.
      await once(child, 'close')
      return child.exitCode
    },
  }
}

/** The address in the line that begins so; "" where there is no such line. */
export function addressIn(lines: readonly string[], start: string): string {
  const line = lines.find((text) => text.startsWith(start)) ?? ''
  return line.slice(start.length).split(' ')[0] ?? ''
}

async function linesUntil(
  readyLine: string,
  child: ChildProcess,
  log: () => string,
): Promise<string[]> {
  const lines: string[] = []
  if (!child.stdout) throw new Error('The process has no output.')
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith(readyLine)) return lines
  }
  throw new Error(`The process did not get ready:\n${log()}`)
}
