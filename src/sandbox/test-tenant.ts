import { randomUUID } from 'node:crypto'
import { createSandbox } from './app.ts'
import type { SandboxAnswer } from './calls/respond.ts'
import { seedWorld } from './seed/load.ts'
import { demoKeys } from './tenancy.ts'
import { type World, openWorld } from './world.ts'

/** Monday, 23 November 2026, 10:00 UTC: the present of every test tenant. */
export const testNowMs = Date.UTC(2026, 10, 23, 10)

const headers: Record<string, string> = {
  host: '127.0.0.1:4010',
  'x-lsq-accesskey': demoKeys.accessKey,
  'x-lsq-secretkey': demoKeys.secretKey,
  'content-type': 'application/json',
}

/** The demo tenant in memory, without a port and without a rate limit, and a way to call it with its keys. */
export function createTestTenant() {
  const world: World = openWorld(':memory:', randomUUID)
  seedWorld(world, 'demo', testNowMs)
  let nowMs = testNowMs
  const sandbox = createSandbox({
    world,
    rateLimit: 'off',
    now: () => nowMs,
    sleep: async () => {},
    log: () => {},
  })

  async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
    const answer = await new Promise<SandboxAnswer>((resolve, reject) => {
      const cut = () => reject(new Error('The connection was cut.'))
      void sandbox.serve(
        {
          method,
          target: `/v2/${path}`,
          header: (name) => headers[name.toLowerCase()],
          body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
        },
        { send: resolve, sendHalf: cut, cut, gone: () => new AbortController().signal },
      )
    })
    return {
      status: answer.status,
      headers: new Headers({
        ...(answer.isInvented ? { 'X-Sandbox-Invented': 'true' } : {}),
        ...answer.headers,
      }),
      body: answer.body === '' ? null : JSON.parse(answer.body),
    }
  }
  /** Books half an hour with the second user, at 10:00 UTC on the next day, and returns the id. */
  async function book(changes: object = {}): Promise<string> {
    const body = {
      Name: 'Demo',
      TaskType: { Name: 'Meeting' },
      OwnerId: world.tenant.users()[1]?.id,
      DueDate: '2026-11-24 10:00:00',
      EndDate: '2026-11-24 10:30:00',
      ...changes,
    }
    return (await call('Task.svc/Create', body)).body.Message.Id
  }
  /** The same at another hour, which is also the name. */
  function bookAt(hour: number, changes: object = {}): Promise<string> {
    const at = `2026-11-24 ${String(hour).padStart(2, '0')}`
    return book({ Name: `At ${hour}`, DueDate: `${at}:00:00`, EndDate: `${at}:30:00`, ...changes })
  }
  /** The task with this id as it prints, or undefined. */
  const read = async (id: string) => (await call(`Task.svc/Retrieve.GetById?id=${id}`)).body[0]
  /** Lets the sandbox's clock run on. */
  const passTime = (ms: number) => {
    nowMs += ms
  }
  return { world, call, book, bookAt, read, passTime }
}
