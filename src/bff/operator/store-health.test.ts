import { expect, test } from 'vitest'
import { StoreUnavailable } from '#store/unavailable.ts'
import { testClock } from '../test-clock.ts'
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

test('a thousand who ask in ten seconds cost five writes', async () => {
  const { clock, store, health } = setUp()
  for (let turn = 0; turn < 100; turn += 1) {
    void Promise.all(Array.from({ length: 10 }, () => health.check()))
    await clock.advance(100)
  }
  expect(store.writes).toBe(5)
})

test('a store that locks up is known within two seconds, and so is its recovery', async () => {
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
