import { expect, test } from 'vitest'
import { createAgedList } from './aged-list.ts'

const quiet = { info() {}, warn() {}, error() {} }

function setUp() {
  const clock = { time: 1_000_000, now: () => clock.time }
  const seen: boolean[] = []
  const metrics = { sawCache: (_list: string, isHit: boolean) => seen.push(isHit) }
  const upstream = { calls: 0, isDown: false }
  const list = createAgedList({
    name: 'things',
    maxAgeMs: 60_000,
    clock,
    log: quiet,
    metrics,
    load: async () => {
      upstream.calls += 1
      if (upstream.isDown) throw new Error('down')
      return [`load ${upstream.calls}`]
    },
  })
  return { clock, upstream, list, seen }
}

test('ten who ask at once cost one call', async () => {
  const { list, upstream, seen } = setUp()
  const answers = await Promise.all(Array.from({ length: 10 }, () => list.get()))
  expect(seen).toEqual([false, ...Array.from({ length: 9 }, () => true)])
  expect(upstream.calls).toBe(1)
  expect(answers.every(({ value }) => value[0] === 'load 1')).toBe(true)
})

test('an old list is given at once and read again behind the back of who asked', async () => {
  const { list, clock, upstream } = setUp()
  await list.get()
  clock.time += 61_000
  expect((await list.get()).value).toEqual(['load 1'])
  await Promise.resolve()
  expect(upstream.calls).toBe(2)
  expect((await list.get()).value).toEqual(['load 2'])
})

test('while LeadSquared is down the last good list is served and says since when it is stale', async () => {
  const { list, clock, upstream } = setUp()
  const readAt = clock.time
  await list.get()
  upstream.isDown = true
  clock.time += 61_000
  await list.get()
  expect(await list.refresh()).toEqual({ value: ['load 1'], staleSince: readAt })
  upstream.isDown = false
  clock.time += 61_000
  expect(await list.refresh()).toEqual({ value: [expect.stringContaining('load')] })
})

test('without any good list the failure is told', async () => {
  const { list, upstream } = setUp()
  upstream.isDown = true
  await expect(list.get()).rejects.toThrow('down')
})

test('somebody who keeps asking for a refresh does not spend the budget', async () => {
  const { list, upstream } = setUp()
  await list.get()
  await list.refresh()
  await list.refresh()
  await list.refresh()
  expect(upstream.calls).toBe(2)
})
