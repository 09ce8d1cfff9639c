import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { record } from './planted-secrets.ts'
import { type DeskOptions, type RunningDesk, runDesk } from './run-desk.ts'
import { keyHeaders, type SandboxControl, sandboxControl } from './sandbox-control.ts'

/** What LeadSquared's own API says, asked at the sandbox like any client would. */
export interface Upstream {
  /** A stored task, or undefined where there is none. */
  task(id: string): Promise<Record<string, unknown> | undefined>
}

/** Settings of desks that several files want. Files that name the same one share a worker, and so its desk. */
export const settings = {
  /** An unconfirmed booking is settled soon. */
  settlesSoon: { LEADSQUARED_TIMEOUT_MS: '700', RECONCILE_WINDOW_MS: '1000' },
  advises: { CONFLICTS: 'advise' },
} as const

export interface WorkerFixtures {
  /** The environment of this worker's desk, where a file wants another one than usual (`test.use`). */
  deskEnv: Record<string, string>
  desk: RunningDesk
}

export interface TestFixtures {
  /** A folder for this test alone. */
  folder: string
  /** Starts a desk for this test alone, with data in its folder. */
  startDesk: (env?: Record<string, string>, options?: DeskOptions) => Promise<RunningDesk>
  upstream: Upstream
  /** The control plane of this worker's sandbox; it is as it was started before and after the test. */
  sandbox: SandboxControl
  /**
   * Fails the test on a console error, a page error or a violation of the content security policy, in its page and in
   * every window that opens from there.
   */
  cleanConsole: void
}

/** Every worker owns a desk with a sandbox of its own; every page must stay clean. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  deskEnv: [{}, { scope: 'worker', option: true }],
  desk: [
    async ({ deskEnv }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'desk-e2e-'))
      const desk = await runDesk(folder, deskEnv)
      await use(desk)
      await desk.stop('SIGKILL')
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-test-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
  startDesk: async ({ folder, context }, use) => {
    const desks: RunningDesk[] = []
    await use(async (env, options) => {
      const started = await runDesk(folder, env, options)
      desks.push(started)
      return started
    })
    // First close the pages that still send requests to them.
    await Promise.all(context.pages().map((page) => page.close()))
    await Promise.all(desks.map((started) => started.stop('SIGKILL')))
  },
  baseURL: async ({ desk }, use) => use(desk.url),
  upstream: async ({ desk }, use) =>
    use({
      async task(id) {
        const response = await fetch(`${desk.sandboxUrl}/v2/Task.svc/Retrieve.GetById?id=${id}`, {
          headers: keyHeaders,
        })
        const tasks: Record<string, unknown>[] = JSON.parse(await response.text())
        return tasks[0]
      },
    }),
  sandbox: async ({ desk }, use) => {
    const sandbox = sandboxControl(desk.sandboxUrl)
    await sandbox.reset()
    await use(sandbox)
    // A reset alone would load the seed that the test chose last.
    await sandbox.seed({ name: 'demo' })
    await sandbox.reset()
  },
  cleanConsole: [
    async ({ context }, use) => {
      const faults: string[] = []
      context.on('weberror', (fault) => faults.push(fault.error().message))
      context.on('console', (message) => {
        // A refusal is logged by the browser itself; the tests that cause one look at what the rep sees.
        const isAnswer = /the server responded with a status of|ERR_/.test(message.text())
        if (message.type() === 'error' && !isAnswer) faults.push(message.text())
      })
      context.on('response', (response) => {
        if (!/\/(api|auth)\//.test(response.url())) return
        const keep = async () => {
          const text = await response.text().catch(() => '')
          record('answer', `${response.url()}\n${JSON.stringify(response.headers())}\n${text}`)
        }
        void keep()
      })
      await use()
      base.expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
