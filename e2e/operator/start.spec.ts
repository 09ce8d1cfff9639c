import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { generate } from 'selfsigned'
import { freePort } from '../support/portals.ts'
import { runDesk } from '../support/run-desk.ts'

let folder = ''
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-start-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

test('a wrong variable stops the start with a sentence', async () => {
  await expect(
    runDesk(folder, { LEADSQUARED_URL: 'https://api-in21.leadsquared.com' }),
  ).rejects.toThrow(/SIGN_IN is none while LEADSQUARED_URL names a real account/)
})

test('what the system refuses stops the start too, and names its variable', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = portOf(taken)
  await expect(runDesk(folder, { PORT: String(port) })).rejects.toThrow(
    `HOST=127.0.0.1 PORT=${port}: something listens there already. Example: PORT=0`,
  )
  taken.close()
  const elsewhere = { HOST: '192.0.2.1', PUBLIC_URL: 'https://desk.example.com' }
  await expect(runDesk(folder, elsewhere)).rejects.toThrow(
    /HOST=192\.0\.2\.1 PORT=0: .*EADDRNOTAVAIL.*Example: HOST=127\.0\.0\.1/,
  )
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(runDesk(file)).rejects.toThrow(/DATA_DIR is ".*file": no data can be kept there/)
  const tls = { SANDBOX_TLS_CERT: file, SANDBOX_TLS_KEY: file }
  await expect(runDesk(folder, tls)).rejects.toThrow(/SANDBOX_TLS_CERT=.*in PEM/)
})

test('a second desk on the same DATA_DIR stops with a sentence, and a crash leaves no lock', async () => {
  const first = await runDesk(folder)
  await expect(runDesk(folder)).rejects.toThrow(/DATA_DIR is ".*": another desk is using it/)
  await first.stop('SIGKILL')
  const second = await runDesk(folder)
  for (const path of ['/.vite/manifest.json', '/embed.js.map']) {
    expect((await fetch(`${second.url}${path}`)).status).toBe(404)
  }
  expect(await second.stop('SIGTERM')).toBe(0)
})

test('the desk calls its own sandbox over HTTPS, whatever its certificate', async ({ request }) => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'a.test' }])
  const tls = { SANDBOX_TLS_CERT: join(folder, 'cert'), SANDBOX_TLS_KEY: join(folder, 'key') }
  writeFileSync(tls.SANDBOX_TLS_CERT, cert)
  writeFileSync(tls.SANDBOX_TLS_KEY, key)
  const desk = await runDesk(folder, tls)
  expect(desk.sandboxUrl).toMatch(/^https:/)
  expect((await request.get(`${desk.url}/api/task-types`)).status()).toBe(200)
  expect(await desk.stop('SIGTERM')).toBe(0)
})

test('a desk that waits for its database can be stopped', async () => {
  const port = await freePort()
  const away = await freePort()
  const desk = spawn(process.execPath, ['src/server/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      DATA_DIR: folder,
      SANDBOX_PORT: String(port),
      DATABASE_URL: `postgres://desk:secret@127.0.0.1:${away}/desk`,
    },
    stdio: 'ignore',
  })
  // The sandbox inside is started before the database is asked.
  await expect.poll(() => answers(`http://127.0.0.1:${port}/`), { timeout: 20_000 }).toBe(true)
  desk.kill('SIGTERM')
  expect(await once(desk, 'exit')).toEqual([0, null])
})

test('the bill of materials needs nothing that is installed', () => {
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(import.meta.dirname, '../..', name), join(folder, name))
  }
  const text = execFileSync('npm', ['run', '-s', 'sbom'], { cwd: folder, encoding: 'utf8' })
  const bill: { bomFormat: string; components: { name: string }[] } = JSON.parse(text)
  expect(bill.bomFormat).toBe('CycloneDX')
  expect(bill.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['hono', 'pg']))
})

test('a desk in development ends too, with a page open that waits for its changes', async () => {
  const desk = await runDesk(folder, {}, { args: ['--dev'] })
  const client = await (await fetch(`${desk.url}/@vite/client`)).text()
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1]
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/?token=${token}`, 'vite-hmr')
  await once(socket, 'open')
  expect(await desk.stop('SIGTERM')).toBe(0)
})

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  )
}
