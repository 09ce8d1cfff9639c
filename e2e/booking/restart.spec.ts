import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd } from '../support/post-booking.ts'

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`what was booked is there after ${signal} and a restart`, async ({ request, startDesk }) => {
    const key = randomUUID()
    const first = await startDesk()
    const booked = await bookToEnd(request, first.url, {}, key)
    expect(booked.status()).toBe(201)
    const code = await first.stop(signal)
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null)
    const second = await startDesk()
    const found = await request.get(`${second.url}/api/attempts/${key}`)
    expect(await found.json()).toEqual(await booked.json())
    expect(await second.stop('SIGTERM')).toBe(0)
  })
}

test('a signal to npm start stops the desk, and npm ends with 0', async ({ folder }) => {
  const npm = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '../..'),
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

test('the desk works below a path', async ({ page, startDesk }) => {
  const desk = await startDesk({ PUBLIC_URL: 'http://desk.localhost/below/desk' })
  await page.goto(`${desk.url}/below/desk`)
  await expect(page).toHaveURL(/\/below\/desk\/$/)
  await expect(page.getByRole('radio', { name: /^Meeting/ })).toBeVisible()
})
