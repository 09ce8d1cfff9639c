import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, startPostgresServer } from '#store/postgres/test-postgres-server.ts'
import { freePort } from '../support/portals.ts'
import { runDesk } from '../support/run-desk.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import { runTool } from '../support/run-tool.ts'
import { ensureInstalled, type RunningProxy, start } from './proxies.ts'
import { book } from './book.ts'

/** The desk behind Debian's PgBouncer in transaction mode. */

const folder = mkdtempSync(join(tmpdir(), 'desk-pgbouncer-'))
const line = 'ignore_startup_parameters = statement_timeout,lock_timeout,options'
/** A guard against hanging: each test starts several programs. */
const timeout = 90_000
let postgres: PostgresServer
let poolers = 0
const running: RunningProxy[] = []

beforeAll(async () => {
  chmodSync(folder, 0o755)
  postgres = await startPostgresServer()
})
afterAll(async () => {
  await Promise.all(running.map((pooler) => pooler.close()))
  await postgres.close()
  rmSync(folder, { recursive: true })
})

/** A pooler before an empty database, with these lines in its file; and the address for the desk. */
async function startPooler(lines: string): Promise<string> {
  ensureInstalled('/usr/sbin/pgbouncer', 'pgbouncer')
  const client = new Client({ connectionString: postgres.url })
  const database = `desk_${(poolers += 1)}`
  await client.connect()
  await client.query(`CREATE DATABASE ${database}`)
  await client.end()
  const server = new URL(postgres.url)
  const port = await freePort()
  const users = join(folder, `${database}.users`)
  writeFileSync(users, `"${server.username}" ""\n`, { mode: 0o644 })
  const file = join(folder, `${database}.ini`)
  writeFileSync(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 4
${lines}
`,
    { mode: 0o644 },
  )
  // It refuses to run as root.
  const runAs = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  running.push(await start('/usr/sbin/pgbouncer', ['-q', file], port, runAs))
  return `postgres://${server.username}@127.0.0.1:${port}/${database}`
}

test(
  'without its line start and preflight end with a sentence that names the line',
  { timeout },
  async () => {
    const url = await startPooler('')
    const env = {
      DATA_DIR: join(folder, 'refused'),
      DATABASE_URL: url,
      PORT: '0',
      SANDBOX_PORT: '0',
    }
    const started = await runTool('src/server/main.ts', [], env)
    expect(started.code).toBe(1)
    expect(started.complaint).toContain(line)
    const preflight = await runTool('src/server/preflight.ts', ['--json'], env)
    expect(preflight.code).toBe(1)
    expect(preflight.out).toContain(line)
  },
)

test(
  'with its line bookings work in transaction mode, and none is made twice',
  { timeout },
  async () => {
    const url = await startPooler(line)
    const env = { DATABASE_URL: url }
    const desk = await runDesk(join(folder, 'works'), env)
    const keys = Array.from({ length: 20 }, () => crypto.randomUUID())
    // Some may be told that they wait; the same key tells how it ended.
    await expect
      .poll(
        async () => {
          const answers = await Promise.all(keys.map((key) => book(desk.url, key)))
          return answers.map((answer) => answer?.outcome)
        },
        { timeout: 15_000 },
      )
      .toEqual(keys.map(() => 'booked'))
    const made = (await sandboxControl(desk.sandboxUrl).tasks()).map(({ name }) => name)
    expect(
      keys.filter((key) => made.filter((name) => name === `Booking ${key}`).length !== 1),
    ).toEqual([])
    expect(await desk.stop('SIGTERM')).toBe(0)
  },
)
