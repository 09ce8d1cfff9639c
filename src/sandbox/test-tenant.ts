import { randomUUID } from 'node:crypto'
import { createSandbox } from './app.ts'
import { seedDemo } from './seed.ts'
import { demoKeys } from './tenancy.ts'
import { type World, openWorld } from './world.ts'

/** Monday, 23 November 2026, 10:00 UTC: the present of every test tenant. */
export const testNowMs = Date.UTC(2026, 10, 23, 10)

const keys = { 'x-LSQ-AccessKey': demoKeys.accessKey, 'x-LSQ-SecretKey': demoKeys.secretKey }

/** The demo tenant in memory, without a port and without a rate limit, and a way to call it with its keys. */
export function createTestTenant() {
  const world: World = openWorld(':memory:', randomUUID)
  seedDemo(world, testNowMs)
  let nowMs = testNowMs
  const now = () => nowMs
  const app = createSandbox({ world, rateLimit: 'off', now, log: () => {} })

  async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
    const response = await app.request(`http://127.0.0.1:4010/v2/${path}`, {
      method,
      headers: { ...keys, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    }
  }
  /** Lets the sandbox's clock run on. */
  const passTime = (ms: number) => {
    nowMs += ms
  }
  return { world, call, passTime }
}
