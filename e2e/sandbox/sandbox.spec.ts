import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { demoKeys } from '#server/config/secrets.ts'
import { expect, test } from '../support/fixtures.ts'
import { postBooking } from '../support/post-booking.ts'
import { runSandbox } from '../support/run-sandbox.ts'
import { keyHeaders, nextCreate, sandboxControl } from '../support/sandbox-control.ts'

test('an answer that is lost after the write ends in one booking', async ({ request, sandbox }) => {
  await sandbox.faults({
    rules: [{ ...nextCreate, kind: 'cut-after' }],
  })
  const subject = randomUUID()
  const key = randomUUID()
  const wish = { subject, start: '2027-02-01T10:00:00Z' }
  const sent = await postBooking(request, '', wish, key)
  expect(await sent.json()).toMatchObject({ outcome: 'unconfirmed' })
  const attempt = async () => (await request.get(`/api/attempts/${key}`)).json()
  await expect.poll(async () => (await attempt()).outcome).toBe('booked')
  const made = (await sandbox.tasks()).filter((task) => task.name === subject)
  expect(made.map((task) => task.id)).toEqual([(await attempt()).taskId])
  const [call] = await sandbox.calls('Task.svc/Create')
  expect(call).toMatchObject({ faults: ['cut-after'], writes: 1, status: null })
})

test('npm run sandbox prints three lines, serves, and ends with 0 at SIGTERM', async () => {
  const child = spawn('npm', ['run', '-s', 'sandbox'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, DATA_DIR: ':memory:', SANDBOX_PORT: '0', SANDBOX_CONTROL: 'on' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [first] = await once(child.stdout, 'data')
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(first)) ?? []
  const control = sandboxControl(address)
  expect(await control.health()).toMatchObject({ status: 'ok', users: 40 })
  child.kill('SIGTERM')
  const rest = await text(child.stdout)
  expect(String(first) + rest).toBe(
    `Sandbox on ${address}\naccess key ${demoKeys.accessKey}\nsecret key ${demoKeys.secretKey}\n`,
  )
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(0)
})

test('what the sandbox answered is there after SIGKILL and a restart', async ({ folder }) => {
  const first = await runSandbox(folder)
  await sandboxControl(first.url).seed({ name: 'empty' })
  const create = async (index: number): Promise<string> => {
    const response = await fetch(`${first.url}/v2/Task.svc/Create`, {
      method: 'POST',
      headers: keyHeaders,
      body: JSON.stringify({ Name: `Task ${index}`, TaskType: { Name: 'Meeting' } }),
    })
    return (await response.json()).Message.Id
  }
  const answered = await Promise.all(Array.from({ length: 60 }, (_, index) => create(index)))
  await first.stop('SIGKILL')
  const second = await runSandbox(folder)
  const kept = (await sandboxControl(second.url).tasks()).map(({ id }) => id)
  expect(kept.toSorted()).toEqual(answered.toSorted())
  expect(await second.stop('SIGTERM')).toBe(0)
})

test('with a certificate the sandbox is https, and says so', async ({ folder }) => {
  const pair = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  writeFileSync(join(folder, 'cert.pem'), pair.cert)
  writeFileSync(join(folder, 'key.pem'), pair.private)
  const sandbox = await runSandbox(':memory:', {
    SANDBOX_TLS_CERT: join(folder, 'cert.pem'),
    SANDBOX_TLS_KEY: join(folder, 'key.pem'),
  })
  expect(sandbox.lines[0]).toMatch(/^Sandbox on https:\/\/127\.0\.0\.1:\d+$/)
  expect(await sandbox.stop('SIGTERM')).toBe(0)
})
