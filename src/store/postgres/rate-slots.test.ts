import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createRateGate, type RateGate } from '#leadsquared/gate/gate.ts'
import type { GateClock } from '#leadsquared/gate/turn.ts'
import { openPostgresStores, type Stores } from '../stores.ts'
import { layLine } from './test-cut-line.ts'
import { emptySchema } from './test-postgres-server.ts'

const server = inject('postgresUrl')
const account = 'api.example.com 3/200'
let url = ''
let stores: Stores[] = []

beforeEach(async () => {
  url = await emptySchema(server)
  stores = [await openPostgresStores(url), await openPostgresStores(url)]
})
afterEach(async () => {
  await Promise.all(stores.map((one) => one.close()))
})

function slots(index: number) {
  const { rateSlots } = stores[index] ?? {}
  if (!rateSlots) throw new Error('PostgreSQL keeps rate slots.')
  return rateSlots
}

test('exactly one of many swaps of the same version succeeds, and the others see what it wrote', async () => {
  expect(await slots(0).read(account)).toMatchObject({ version: 0, text: null })
  for (const version of [0, 1]) {
    const tries = Array.from({ length: 20 }, (_, index) =>
      slots(index % 2).swap(account, version, `text ${version} ${index}`),
    )
    const swapped = await Promise.all(tries)
    const [winner, ...more] = swapped.filter(({ isSwapped }) => isSwapped)
    expect(more).toEqual([])
    expect(swapped.every(({ text }) => text === winner?.text)).toBe(true)
    expect(await slots(0).read(account)).toMatchObject({ version: version + 1, text: winner?.text })
  }
})

test('accounts are independent, and a swap with an old version changes nothing', async () => {
  await slots(0).swap(account, 0, 'first')
  await slots(1).swap(account, 1, 'second')
  expect(await slots(0).swap(account, 1, 'late')).toMatchObject({
    isSwapped: false,
    version: 2,
    text: 'second',
  })
  expect((await slots(0).read('another')).text).toBeNull()
})

const clock: GateClock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

function gate(index: number, rateSlots = slots(index)): RateGate {
  return createRateGate(
    {
      calls: 3,
      windowMs: 200,
      longestCallMs: 400,
      shared: {
        instance: `instance ${index}`,
        text: {
          read: () => rateSlots.read(account),
          swap: (version, text) => rateSlots.swap(account, version, text),
        },
      },
    },
    clock,
  )
}

test('two instances never have more calls in a window than the account grants', async () => {
  const gates = [gate(0), gate(1)]
  const sentAt: number[] = []
  await Promise.all(
    Array.from({ length: 15 }, async (_, index) => {
      const turns = await gates[index % 2]?.acquire({ lane: 'create', patienceMs: 30_000 })
      if (turns === undefined || 'why' in turns) throw new Error(turns?.why)
      sentAt.push(Date.now())
      turns[0].answered()
    }),
  )
  sentAt.sort((a, b) => a - b)
  for (const [index, at] of sentAt.slice(3).entries()) {
    // Both clocks round to whole milliseconds.
    expect(at - (sentAt[index] ?? 0)).toBeGreaterThanOrEqual(200 - 2)
  }
})

test('while the database is away no call gets a turn; waiting calls continue when it is back', async () => {
  const line = await layLine(url)
  const apart = await openPostgresStores(line.url)
  if (!apart.rateSlots) throw new Error('PostgreSQL keeps rate slots.')
  const waiting = gate(0, apart.rateSlots)
  await line.cut()
  const busy = waiting.acquire({ lane: 'create', patienceMs: 50 })
  expect(await busy).toMatchObject({ why: 'busy' })
  const turn = waiting.acquire({ lane: 'create', patienceMs: 30_000 })
  await line.mend()
  expect(await turn).not.toHaveProperty('why')
  await apart.close()
  await line.cut()
})
