import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { runDesk } from './run-desk.ts'

let folder = ''
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-restart-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`what was booked is there after ${signal} and a restart`, async ({ request }) => {
    const key = randomUUID()
    const first = await runDesk(folder)
    const booked = await request.post(`${first.url}/api/appointments`, {
      data: { taskType: { name: 'Meeting' }, owner: { email: 'priya.nair@example.com' } },
      headers: { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': key },
    })
    expect(booked.status()).toBe(201)
    const code = await first.stop(signal)
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null)
    const second = await runDesk(folder)
    const found = await request.get(`${second.url}/api/attempts/${key}`)
    expect(await found.json()).toEqual(await booked.json())
    expect(await second.stop('SIGTERM')).toBe(0)
  })
}

test('a signal to npm start stops the desk, and npm ends with 0', async () => {
  const npm = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: folder, PORT: '0', SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of npm.stdout) {
    if (String(chunk).includes('Appointment Desk on')) break
  }
  npm.kill('SIGTERM')
  const [code] = await once(npm, 'exit')
  expect(code).toBe(0)
})

test('the desk works below a path', async ({ page }) => {
  const desk = await runDesk(folder, { PUBLIC_URL: 'http://desk.localhost/below/desk' })
  await page.goto(`${desk.url}/below/desk`)
  await expect(page).toHaveURL(/\/below\/desk\/$/)
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
  await desk.stop('SIGTERM')
})
