import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Runs the audit as an operator does, in a separate process. */
export async function runAudit(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; complaint: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../audit.ts'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, complaint] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code: child.exitCode ?? -1, out, complaint }
}
