import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { demoKeys } from '#server/config/secrets.ts'
import {
  emptySchema,
  type PostgresServer,
  startPostgresServer,
} from '#store/postgres/test-postgres-server.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { type RunningSandbox, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'

/** Two desks on one database before an account that grants ten calls in two seconds. */
const rate = '10/2s'

let folder = ''
let postgres: PostgresServer
let sandbox: RunningSandbox
let desks: RunningDesk[] = []
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-shared-'))
  postgres = await startPostgresServer()
  sandbox = await runSandbox(':memory:', { SANDBOX_RATE_LIMIT: rate })
  const env = {
    DATABASE_URL: await emptySchema(postgres.url),
    LEADSQUARED_URL: sandbox.url,
    LEADSQUARED_ACCESS_KEY: demoKeys.accessKey,
    LEADSQUARED_SECRET_KEY: demoKeys.secretKey,
    LEADSQUARED_RATE_LIMIT: rate,
    LEADSQUARED_TIMEOUT_MS: '1000',
    RECONCILE_WINDOW_MS: '1000',
    ALLOW_ANONYMOUS: '1',
  }
  desks = [await runDesk(folder, env), await runDesk(folder, env)]
})
test.afterEach(async () => {
  await Promise.all(desks.map((desk) => desk.stop('SIGKILL')))
  await sandbox.stop('SIGTERM')
  await postgres.close()
  rmSync(folder, { recursive: true })
})

function book(desk: RunningDesk | undefined, key: string): Promise<Response | null> {
  return fetch(`${desk?.url}/api/appointments`, {
    method: 'POST',
    body: JSON.stringify({
      taskType: { name: 'Meeting' },
      owner: { email: 'priya.nair@example.com' },
      subject: `Shared ${key}`,
    }),
    headers: {
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': key,
    },
  }).catch(() => null)
}

async function outcomeOf(key: string): Promise<unknown> {
  const answer: Record<string, unknown> = JSON.parse(
    await (await fetch(`${desks[0]?.url}/api/attempts/${key}`)).text(),
  )
  return answer['outcome']
}

test('they keep one budget, and when one dies the other has all of it and books what waited there', async () => {
  // A dead desk's places and waiting bookings are free when their leases are over.
  test.setTimeout(90_000)
  const keys = Array.from({ length: 40 }, () => randomUUID())
  const answers = await Promise.all(keys.map((key, index) => book(desks[index % 2], key)))
  const told = await Promise.all(
    answers.map(async (answer) => JSON.parse((await answer?.text()) ?? '{}')),
  )
  expect(told.filter(({ outcome }) => outcome === 'waiting').length).toBeGreaterThan(20)
  await desks[1]?.stop('SIGKILL')

  const open = async () => {
    const outcomes = await Promise.all(keys.map((key) => outcomeOf(key)))
    return outcomes.filter((outcome) => outcome === 'waiting' || outcome === 'unconfirmed').length
  }
  await expect.poll(open, { timeout: 60_000 }).toBe(0)
  const control = sandboxControl(sandbox.url)
  const tasks = await control.tasks()
  for (const key of keys) {
    const made = tasks.filter(({ name }) => name === `Shared ${key}`).length
    expect(made).toBe((await outcomeOf(key)) === 'booked' ? 1 : 0)
  }
  // At most what was being sent at the moment of death was not booked.
  expect(tasks.filter(({ name }) => name.startsWith('Shared')).length).toBeGreaterThanOrEqual(30)
  expect((await control.calls()).filter(({ status }) => status === 429)).toEqual([])
})
