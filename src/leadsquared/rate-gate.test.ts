import { beforeEach, describe, expect, test } from 'vitest'
import { createRateGate, type RateGate, type Turn, type TurnRequest } from './rate-gate.ts'
import { type SimulatedClock, simulatedClock, testSharedText } from './test-account.ts'

const windowMs = 5000
const create = { lane: 'create', person: 'a', patienceMs: 600_000 } as const

let clock: SimulatedClock
let start: number
beforeEach(() => {
  clock = simulatedClock()
  start = clock.now()
})

function gateOf(calls: number): RateGate {
  return createRateGate({ calls, windowMs }, clock)
}

async function turn(gate: RateGate, request: Partial<TurnRequest> = {}): Promise<Turn> {
  const acquired = await gate.acquire({ ...create, ...request })
  if (typeof acquired === 'string') throw new Error(acquired)
  return acquired
}

/** Takes turns that never end, and gives the names of those who got one, in order. */
function line(gate: RateGate) {
  const served: string[] = []
  const turns: Turn[] = []
  const join = async (name: string, request: Partial<TurnRequest>) => {
    turns.push(await turn(gate, { person: name, ...request }))
    served.push(name)
  }
  return { served, turns, join }
}

test('a place is free again one window after the call can have arrived at the latest', async () => {
  const gate = gateOf(1)
  await clock.run(
    (async () => {
      const first = await turn(gate)
      first.departs()
      await clock.sleep(200)
      first.answered()
      await turn(gate)
      // Of a single round trip of 200 ms, 50 were surely needed to come back.
      expect(clock.now() - start).toBe(200 + windowMs - 50)
    })(),
  )
})

test('a turn that was not used is free at once', async () => {
  const gate = gateOf(1)
  await clock.run(
    (async () => {
      const first = await turn(gate)
      first.unused()
      await turn(gate)
      expect(clock.now()).toBe(start)
    })(),
  )
})

describe('who goes first', () => {
  test('creates, then reads, then settling, then refreshing', async () => {
    const gate = gateOf(1)
    const { served, turns, join } = line(gate)
    const first = await clock.run(turn(gate))
    void join('refresh', { lane: 'refresh' })
    void join('reconcile', { lane: 'reconcile' })
    void join('read', { lane: 'read' })
    void join('create', { lane: 'create' })
    first.unused()
    for (let ended = 0; ended < 4; ended += 1) {
      await clock.run(clock.sleep(10))
      turns.at(-1)?.unused()
    }
    expect(served).toEqual(['create', 'read', 'reconcile', 'refresh'])
  })

  test.each([
    [25, 5],
    [10, 2],
    [2, 1],
  ])('of %i places look-ups leave %i to creates', async (calls, reserve) => {
    const gate = gateOf(calls)
    const { served, join } = line(gate)
    for (let index = 0; index < calls; index += 1) void join('read', { lane: 'read' })
    await clock.run(clock.sleep(10))
    expect(served).toHaveLength(calls - reserve)
    for (let index = 0; index < reserve; index += 1) void join('create', { lane: 'create' })
    await clock.run(clock.sleep(10))
    expect(served.slice(calls - reserve)).toEqual(Array.from({ length: reserve }, () => 'create'))
  })

  test('with a single place look-ups get it when no create waits', async () => {
    const gate = gateOf(1)
    const { served, join } = line(gate)
    void join('read', { lane: 'read' })
    await clock.run(clock.sleep(10))
    expect(served).toEqual(['read'])
  })

  test('turns go round between persons, and three busy ones all get theirs', async () => {
    const gate = gateOf(1)
    const { served, turns, join } = line(gate)
    const first = await clock.run(turn(gate))
    for (const name of ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c']) void join(name, {})
    first.unused()
    while (served.length < 9) {
      await clock.run(clock.sleep(1))
      turns.at(-1)?.unused()
    }
    expect(served.join('')).toBe('abcabcabc')
  })

  test('a look-up is not kept waiting for ever by bookings that keep coming', async () => {
    const gate = gateOf(2)
    const served: string[] = []
    const busy = async (name: string, request: Partial<TurnRequest>): Promise<void> => {
      const mine = await turn(gate, { person: name, ...request })
      served.push(name)
      await clock.sleep(100)
      mine.answered()
    }
    await clock.run(
      (async () => {
        await Promise.all([busy('create', {}), busy('create', {})])
        const read = busy('read', { lane: 'read' })
        const creates = Array.from({ length: 20 }, async (_, index) => {
          await clock.sleep(index * 1000)
          await busy('create', {})
        })
        await Promise.all([read, ...creates])
      })(),
    )
    expect(served.indexOf('read')).toBeLessThan(10)
  })
})

describe('waiting', () => {
  test('is told with the place and about how long, and again when the place changes', async () => {
    const gate = gateOf(2)
    const told: [number, number][] = []
    await clock.run(
      (async () => {
        const first = await turn(gate)
        await turn(gate)
        void turn(gate, { person: 'b' })
        void turn(gate, {
          person: 'c',
          onWaiting: (position, aboutMs) => told.push([position, aboutMs]),
        })
        await clock.sleep(100)
        expect(told).toEqual([[2, windowMs]])
        first.unused()
        await clock.sleep(100)
        expect(told.at(-1)?.[0]).toBe(1)
      })(),
    )
  })

  test('ends when the patience does, when it is withdrawn, and when all are sent away', async () => {
    const gate = gateOf(1)
    await clock.run(turn(gate))
    const busy = gate.acquire({ ...create, patienceMs: 100 })
    expect(await clock.run(busy)).toBe('busy')
    expect(clock.now() - start).toBe(100)
    const withdrawal = new AbortController()
    const withdrawn = gate.acquire({ ...create, signal: withdrawal.signal })
    withdrawal.abort()
    expect(await clock.run(withdrawn)).toBe('withdrawn')
    expect(await gate.acquire({ ...create, signal: withdrawal.signal })).toBe('withdrawn')
    const dismissed = gate.acquire(create)
    gate.dismiss()
    expect(await clock.run(dismissed)).toBe('dismissed')
    expect(gate.limit().waiting).toBe(0)
  })
})

describe('several instances', () => {
  test('keep one budget together, and an instance that died gives its places back', async () => {
    const text = testSharedText(clock)
    const gate = (instance: string) =>
      createRateGate({ calls: 2, windowMs, longestCallMs: 8000, shared: { text, instance } }, clock)
    const [one, other] = [gate('one'), gate('other')]
    await clock.run(
      (async () => {
        await turn(one)
        await turn(one)
        expect(await other.acquire({ ...create, patienceMs: 1000 })).toBe('busy')
        await turn(other)
        expect(clock.now() - start).toBe(8000)
      })(),
    )
  })

  test('share what is free while creates wait at both', async () => {
    const text = testSharedText(clock)
    const gates = ['one', 'other'].map((instance) =>
      createRateGate({ calls: 10, windowMs, shared: { text, instance } }, clock),
    )
    const served = [0, 0]
    const bookings = gates.flatMap((gate, index) =>
      Array.from({ length: 30 }, async () => {
        const mine = await turn(gate)
        await clock.sleep(100)
        mine.answered()
        if (clock.now() < start + 4 * windowMs) served[index] = (served[index] ?? 0) + 1
      }),
    )
    await clock.run(Promise.all(bookings))
    // The first window was all for the first, before it knew of the other.
    expect(Math.min(...served)).toBeGreaterThanOrEqual(15)
  })
})
