import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  emptySchema,
  type PostgresServer,
  startPostgresServer,
} from '#store/postgres/test-postgres-server.ts'
import { freePort } from '../support/portals.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { accountAt, type RunningSandbox, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import { book } from './book.ts'
import { type RunningProxy, startNginxBefore } from './proxies.ts'

/** Two instances on one PostgreSQL behind nginx, with the file that operators copy. */

const folder = mkdtempSync(join(tmpdir(), 'desk-rolling-'))
let postgres: PostgresServer
let account: RunningSandbox
let nginx: RunningProxy
let starts: (() => Promise<RunningDesk>)[]
let desks: RunningDesk[]
let url: string

beforeAll(async () => {
  postgres = await startPostgresServer()
  const databaseUrl = await emptySchema(postgres.url)
  account = await runSandbox(join(folder, 'account'))
  const [port, one, other] = [await freePort(), await freePort(), await freePort()]
  url = `http://127.0.0.1:${port}`
  starts = [one, other].map(
    (deskPort) => () =>
      runDesk(join(folder, 'data'), {
        ...accountAt(account.url),
        DATABASE_URL: databaseUrl,
        PORT: String(deskPort),
        PUBLIC_URL: url,
        REQUEST_LIMIT: 'off',
      }),
  )
  desks = await Promise.all(starts.map((start) => start()))
  nginx = await startNginxBefore([one, other], join(folder, 'nginx'), port)
})
afterAll(async () => {
  await nginx.close()
  await Promise.all(desks.map((desk) => desk.stop('SIGTERM')))
  await account.stop('SIGTERM')
  await postgres.close()
  rmSync(folder, { recursive: true })
})

test(
  'one instance after the other is restarted under load without one refused booking',
  { timeout: 120_000 },
  async () => {
    const told = new Map<string, string>()
    const over = new AbortController()
    /** Books one appointment after the other, each once: this client repeats nothing. */
    async function rep(): Promise<void> {
      while (!over.signal.aborted) {
        const key = crypto.randomUUID()
        const answer = await book(url, key)
        told.set(key, answer?.outcome ?? `no outcome, status ${answer?.status}`)
        await pause(50)
      }
    }
    const reps = Promise.all(Array.from({ length: 6 }, rep))
    for (const [index, start] of starts.entries()) {
      await pause(1000)
      expect(await desks[index]?.stop('SIGTERM')).toBe(0)
      desks[index] = await start()
      expect((await fetch(`${desks[index]?.url}/readyz`)).status).toBe(200)
    }
    await pause(1000)
    over.abort()
    await reps

    const bad = [...told].filter(([, outcome]) => !['booked', 'waiting'].includes(outcome))
    expect(bad).toEqual([])
    expect(told.size).toBeGreaterThan(40)
    // Some were told that they wait; a repeat tells how they ended.
    const keys = [...told.keys()]
    for (const key of keys.filter((one) => told.get(one) !== 'booked')) {
      await expect
        .poll(async () => (await book(url, key))?.outcome, { timeout: 30_000 })
        .toBe('booked')
    }
    const made = await sandboxControl(account.url).tasks(5000)
    const names = Map.groupBy(made, ({ name }) => name)
    expect(keys.filter((key) => names.get(`Booking ${key}`)?.length !== 1)).toEqual([])
  },
)
