import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { StoreUnavailable } from '#store/engine.ts'
import type { BffEnv } from '../http/env.ts'
import { testClock } from '../test-clock.ts'
import { createMetrics } from './metrics.ts'
import { operatorRoutes } from './routes.ts'
import { createStoreHealth } from './store-health.ts'

function setUp() {
  const clock = testClock()
  const store = { writes: 0, isLocked: false }
  const ping = async () => {
    store.writes += 1
    await clock.sleep(100)
    if (store.isLocked) throw new StoreUnavailable('locked')
  }
  return { clock, store, health: createStoreHealth({ attempts: { ping }, clock }) }
}

test('a thousand requests in ten seconds cost five writes', async () => {
  const { clock, store, health } = setUp()
  for (let turn = 0; turn < 100; turn += 1) {
    void Promise.all(Array.from({ length: 10 }, () => health.check()))
    await clock.advance(100)
  }
  expect(store.writes).toBe(5)
})

test('a locked store is noticed within two seconds, and so is its recovery', async () => {
  const { clock, store, health } = setUp()
  expect(await clock.settle(100, health.check())).toBe(true)
  store.isLocked = true
  await clock.advance(2000)
  expect(await clock.settle(100, health.check())).toBe(false)
  store.isLocked = false
  expect(await clock.settle(100, health.check())).toBe(false)
  await clock.advance(2000)
  expect(await clock.settle(100, health.check())).toBe(true)
})

test('requests to all operator routes together cause one write', async () => {
  const { clock, store } = setUp()
  const ping = () => {
    store.writes += 1
    return Promise.resolve()
  }
  const leadSquared = { isReachable: true, areKeysAccepted: true }
  const app = new Hono<BffEnv>()
  operatorRoutes(app, {
    settings: { publicUrl: 'https://desk.example.com' },
    leadSquared: {
      circuit: () => 'closed',
      rateLimit: () => ({
        waiting: 0,
        ceiling: 25,
        calls: 25,
        windowMs: 5000,
        freeForLookUps: 20,
      }),
    },
    attempts: { ping },
    clock,
    upstream: { check: () => Promise.resolve(leadSquared), known: () => leadSquared },
    metrics: createMetrics(),
    isStopping: () => false,
  })
  for (const path of ['/readyz', '/metrics', '/healthz', '/readyz?leadsquared=1', '/readyz?x']) {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => app.request(path)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  }
  expect(store.writes).toBe(1)
})
