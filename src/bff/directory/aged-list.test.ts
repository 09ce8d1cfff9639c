import { expect, test } from 'vitest'
import { createAgedList } from './aged-list.ts'

const quiet = { info() {}, warn() {}, error() {} }

function setUp() {
  const clock = { time: 1_000_000, now: () => clock.time }
  const seen: boolean[] = []
  const metrics = { sawCache: (_list: string, isHit: boolean) => seen.push(isHit) }
  const upstream = { calls: 0, isDown: false }
  const awaited: boolean[] = []
  const slow = { ms: 0 }
  const list = createAgedList({
    name: 'things',
    maxAgeMs: 60_000,
    clock,
    log: quiet,
    metrics,
    load: async (isAwaited) => {
      upstream.calls += 1
      awaited.push(isAwaited)
      clock.time += slow.ms
      if (upstream.isDown) throw new Error('down')
      return [`load ${upstream.calls}`]
    },
  })
  return { clock, upstream, list, seen, awaited, slow }
}

test('ten simultaneous requests cost one call', async () => {
  const { list, upstream, seen } = setUp()
  const answers = await Promise.all(Array.from({ length: 10 }, () => list.get()))
  expect(seen).toEqual([false, ...Array.from({ length: 9 }, () => true)])
  expect(upstream.calls).toBe(1)
  expect(answers.every(({ value }) => value[0] === 'load 1')).toBe(true)
})

test('an old list is returned at once and read again in the background', async () => {
  const { list, clock, upstream, seen } = setUp()
  await list.get()
  clock.time += 61_000
  expect((await list.get()).value).toEqual(['load 1'])
  // It cost the asker nothing.
  expect(seen).toEqual([false, true])
  await Promise.resolve()
  expect(upstream.calls).toBe(2)
  expect((await list.get()).value).toEqual(['load 2'])
})

test('a caller that misses an entry while the list is being read again waits for the new list', async () => {
  const { list, upstream, seen } = setUp()
  await list.get()
  const fresh = await Promise.all([list.refresh(), list.refresh()])
  expect(fresh).toEqual([{ value: ['load 2'] }, { value: ['load 2'] }])
  expect(upstream.calls).toBe(2)
  expect(seen).toEqual([false, false, true])
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
  expect(await list.refresh()).toEqual({ value: ['load 4'] })
})

test('a refresh waits for the new list, so that new entries are found at once', async () => {
  const { list, awaited } = setUp()
  await list.get()
  expect(await list.refresh()).toEqual({ value: ['load 2'] })
  expect(awaited).toEqual([true, true])
})

test('a caller that waits for a list turns its background read into an urgent one', async () => {
  const { list, clock, awaited } = setUp()
  await list.get()
  clock.time += 61_000
  await list.get()
  await Promise.all([list.refresh(), list.refresh()])
  expect(awaited).toEqual([true, false, true])
})

test('a young list that a refresh could not renew is stale only until LeadSquared is back', async () => {
  const { list, upstream, clock, awaited } = setUp()
  const readAt = clock.time
  await list.get()
  upstream.isDown = true
  const stale = { value: ['load 1'], staleSince: readAt }
  expect(await list.refresh()).toEqual(stale)
  upstream.isDown = false
  expect(await list.get()).toEqual(stale)
  clock.time += 10_000
  expect(await list.get()).toEqual(stale)
  await Promise.resolve()
  expect(await list.get()).toEqual({ value: ['load 3'] })
  expect(awaited).toEqual([true, true, false])
})

test('without any good list the failure is thrown', async () => {
  const { list, upstream } = setUp()
  upstream.isDown = true
  await expect(list.get()).rejects.toThrow('down')
})

test('repeated refreshes do not use up the budget', async () => {
  const { list, upstream } = setUp()
  await list.get()
  await list.refresh()
  await list.refresh()
  await list.refresh()
  expect(upstream.calls).toBe(2)
})

test('a list that decides is read again if it is too old, and never served old', async () => {
  const { list, clock, upstream } = setUp()
  await list.get()
  clock.time += 30_000
  expect(await list.within(30_000)).toEqual(['load 1'])
  clock.time += 1
  const both = await Promise.all([list.within(30_000), list.within(30_000)])
  expect(both).toEqual([['load 2'], ['load 2']])
  upstream.isDown = true
  clock.time += 30_001
  await expect(list.within(30_000)).rejects.toThrow('down')
  // What only shows goes on.
  expect((await list.get()).value).toEqual(['load 2'])
  await expect(list.within(30_000)).rejects.toThrow('down')
  upstream.isDown = false
  const calls = upstream.calls
  expect(await list.within(30_000)).toEqual([`load ${calls + 1}`])
})

test('the age of a list is counted from the request, even if the answer takes long', async () => {
  const { list, clock, slow } = setUp()
  slow.ms = 20_000
  await list.get()
  slow.ms = 0
  clock.time += 11_000
  expect(await list.within(30_000)).toEqual(['load 2'])
})
