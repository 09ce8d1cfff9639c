import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { freePort } from '../support/portals.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { accountAt, type RunningSandbox, runSandbox } from '../support/run-sandbox.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import { book } from './book.ts'
import { ensureInstalled, type RunningProxy, start } from './proxies.ts'

/** Debian's Prometheus asks a desk for its metrics, with the rules that operators copy. */

const folder = mkdtempSync(join(tmpdir(), 'desk-prometheus-'))
const rules = join(import.meta.dirname, '../../src/server/deploy/alerts.yml')
const Alerts = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.string(), labels: z.record(z.string(), z.string()) })),
  }),
})
let account: RunningSandbox
let desk: RunningDesk
let prometheus: RunningProxy
let startDesk: () => Promise<RunningDesk>

beforeAll(async () => {
  ensureInstalled('/usr/bin/prometheus', 'prometheus')
  account = await runSandbox(join(folder, 'account'))
  const deskPort = await freePort()
  startDesk = () =>
    runDesk(join(folder, 'data'), { ...accountAt(account.url), PORT: String(deskPort) })
  desk = await startDesk()
  const port = await freePort()
  const config = join(folder, 'prometheus.yml')
  writeFileSync(
    config,
    `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ['${rules}']
scrape_configs:
  - job_name: appointment-desk
    static_configs: [{ targets: ['127.0.0.1:${deskPort}'] }]
`,
  )
  prometheus = await start(
    '/usr/bin/prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'series')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    port,
  )
})
afterAll(async () => {
  await prometheus.close()
  await desk.stop('SIGTERM')
  await account.stop('SIGTERM')
  rmSync(folder, { recursive: true })
})

async function firing(): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${prometheus.port}/api/v1/alerts`)
  const { alerts } = Alerts.parse(await answer.json()).data
  return alerts
    .filter(({ state }) => state === 'firing')
    .map(({ labels }) => labels['alertname'] ?? '')
}

test(
  'keys that LeadSquared refuses ring, and what the page says to do ends it',
  { timeout: 120_000 },
  async () => {
    expect((await book(desk.url, crypto.randomUUID()))?.outcome).toBe('booked')
    expect(await firing()).toEqual([])
    await sandboxControl(account.url).faults({ rules: [{ kind: 'unauthorised', operation: '*' }] })
    expect((await book(desk.url, crypto.randomUUID()))?.outcome).toBe('refused')
    await expect.poll(firing, { timeout: 30_000 }).toEqual(['DeskKeysRefused'])
    // "Put in valid keys and restart."
    await sandboxControl(account.url).faults({})
    expect(await desk.stop('SIGTERM')).toBe(0)
    desk = await startDesk()
    await expect.poll(firing, { timeout: 30_000 }).toEqual([])
    expect((await book(desk.url, crypto.randomUUID()))?.outcome).toBe('booked')
  },
)
