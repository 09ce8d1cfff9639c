import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type ControlEndpoint, controlEndpoints } from './control/contract.ts'
import { startSandbox, type SandboxOptions } from './start-sandbox.ts'
import { demoKeys } from './tenancy.ts'
import { testNowMs } from './test-tenant.ts'

export const keyHeaders = {
  'x-LSQ-AccessKey': demoKeys.accessKey,
  'x-LSQ-SecretKey': demoKeys.secretKey,
}

/** A sandbox on a free port, with data in memory, no rate limit and its control plane open, and clients for both. */
export async function startTestServer(options: Partial<SandboxOptions> = {}) {
  const server = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    dataFile: ':memory:',
    rateLimit: 'off',
    tls: null,
    hasControl: true,
    token: null,
    seed: 'demo',
    now: () => testNowMs,
    newId: () => randomUUID(),
    log: () => {},
    ...options,
  })

  /** A call of LeadSquared's API with the demo keys; rejects where the connection is cut. */
  async function call(path: string, body?: object, init: RequestInit = {}) {
    const response = await fetch(`${server.url}/v2/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...keyHeaders, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...init,
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  async function control<Request extends z.ZodType, Response extends z.ZodType>(
    endpoint: ControlEndpoint<z.ZodType, Request, Response>,
    body?: z.input<Request>,
  ): Promise<z.output<Response>> {
    const response = await fetch(`${server.url}/__sandbox/${endpoint.path}`, {
      method: endpoint.method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(await response.text())
    return endpoint.response.parse(await response.json())
  }

  return { ...server, call, control, tasksNamed }

  /** Tasks that exist with this name. */
  async function tasksNamed(name: string) {
    const { tasks } = await control(controlEndpoints.tasks)
    return tasks.filter((task) => task.name === name)
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>
