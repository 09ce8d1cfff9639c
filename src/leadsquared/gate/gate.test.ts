import { beforeEach, describe, expect, test } from 'vitest'
import { createRateGate, type RateGate } from './gate.ts'
import { type SimulatedClock, simulatedClock } from './test-account.ts'
import type { Turn, TurnRequest, Turns } from './turn.ts'

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
  const [first] = await turnsOf(gate, request)
  return first
}

async function turnsOf(gate: RateGate, request: Partial<TurnRequest>): Promise<Turns> {
  const acquired = await gate.acquire({ ...create, ...request })
  if ('why' in acquired) throw new Error(acquired.why)
  return acquired
}

/** Takes turns that never end. Returns the names of the requests that got one, in order. */
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
      // With a single round trip of 200 ms known, the answer needs at least 50 ms for the way back.
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

  test('turns alternate between persons, so that each of three busy persons gets theirs', async () => {
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

  test('a steady stream of bookings does not keep a look-up waiting forever', async () => {
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
  test('is reported with the position and the approximate time, and again when the position changes', async () => {
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

  test('ends when it is withdrawn, and when all are sent away', async () => {
    const gate = gateOf(1)
    await clock.run(turn(gate))
    const withdrawal = new AbortController()
    const withdrawn = gate.acquire({ ...create, signal: withdrawal.signal })
    withdrawal.abort()
    expect(await clock.run(withdrawn)).toMatchObject({ why: 'withdrawn' })
    const afterwards = gate.acquire({ ...create, signal: withdrawal.signal })
    expect(await afterwards).toMatchObject({ why: 'withdrawn' })
    const dismissed = gate.acquire(create)
    gate.dismiss()
    expect(await clock.run(dismissed)).toMatchObject({ why: 'dismissed' })
    expect(gate.limit().waiting).toBe(0)
  })

  test('ends at its time limit, and says when the turn would have come', async () => {
    const gate = gateOf(1)
    await clock.run(turn(gate))
    // A call that is under way may be answered at once; this one is not.
    const acquired = gate.acquire({ ...create, patienceMs: windowMs + 100 })
    expect(await clock.run(acquired)).toEqual({ why: 'busy', retryAfterMs: windowMs })
    expect(clock.now() - start).toBe(windowMs + 100)
  })

  test('does not begin for a request that cannot be served in time, and earlier requests keep waiting', async () => {
    const gate = gateOf(2)
    await clock.run(
      (async () => {
        for (const one of [await turn(gate), await turn(gate)]) one.answered()
        await clock.sleep(1000)
        const inTime = Array.from({ length: 4 }, () =>
          gate.acquire({ ...create, patienceMs: 3 * windowMs }),
        )
        const late = gate.acquire({ ...create, patienceMs: windowMs })
        expect(await late).toEqual({ why: 'busy', retryAfterMs: 3 * windowMs - 1000 })
        expect(clock.now() - start).toBe(1000)
        await Promise.all(
          inTime.map(async (acquired) => {
            const turns = await acquired
            if ('why' in turns) throw new Error(turns.why)
            turns[0].answered()
          }),
        )
      })(),
    )
  })

  test('ends at once for those of hundreds of requests that cannot be served within the limit', async () => {
    const gate = gateOf(25)
    const patienceMs = 122_000
    const outcomes = Array.from({ length: 700 }, async (_, index) => {
      const turns = await gate.acquire({ lane: 'create', person: `person ${index}`, patienceMs })
      if ('why' in turns) return { refusedAfterMs: clock.now() - start, ...turns }
      turns[0].answered()
      return null
    })
    const refused = (await clock.run(Promise.all(outcomes))).filter((one) => one !== null)
    // In 122 s there are 24 whole windows after the first one.
    expect(refused).toHaveLength(700 - 25 * 25)
    expect(refused.every(({ refusedAfterMs }) => refusedAfterMs === 0)).toBe(true)
    expect(refused.map(({ retryAfterMs }) => retryAfterMs)).toEqual([
      ...Array.from({ length: 25 }, () => 125_000),
      ...Array.from({ length: 25 }, () => 130_000),
      ...Array.from({ length: 25 }, () => 135_000),
    ])
  })
})

describe('several turns reserved together', () => {
  test('wait until there are as many places as calls, and nobody overtakes them', async () => {
    const gate = gateOf(2)
    const { served, join } = line(gate)
    const [first, second] = await clock.run(Promise.all([turn(gate), turn(gate)]))
    void turnsOf(gate, { turns: 2 }).then((turns) => served.push(`pair of ${turns.length}`))
    void join('one', {})
    first.unused()
    await clock.run(clock.sleep(100))
    expect(served).toEqual([])
    second.unused()
    await clock.run(clock.sleep(100))
    expect(served).toEqual(['pair of 2'])
  })

  test('are as many as the budget has', async () => {
    expect(await clock.run(turnsOf(gateOf(1), { turns: 2 }))).toHaveLength(1)
  })

  test('give back their places one by one', async () => {
    const gate = gateOf(2)
    const [first, second] = await clock.run(turnsOf(gate, { turns: 2 }))
    first.answered()
    second?.unused()
    await clock.run(turn(gate))
    expect(clock.now()).toBe(start)
  })

  test('expire after the time that their calls may take one after the other', async () => {
    const gate = createRateGate({ calls: 2, windowMs, longestCallMs: 8000 }, clock)
    const [, second] = await clock.run(turnsOf(gate, { turns: 2 }))
    await clock.run(clock.sleep(15_999))
    expect(second?.isOurs()).toBe(true)
    await clock.run(clock.sleep(1))
    expect(second?.isOurs()).toBe(false)
    await clock.run(turnsOf(gate, { turns: 2 }))
    expect(clock.now() - start).toBe(16_000)
  })
})

test('how many look-ups could leave now leaves out the reserve of the creates, and what is taken or paused', async () => {
  const gate = gateOf(10)
  const free = () => gate.limit().freeForLookUps
  expect(free()).toBe(8)
  const lookUp = await clock.run(turn(gate, { lane: 'read' }))
  expect(free()).toBe(7)
  // A create takes a place of the reserve, and not one of the look-ups.
  const [first, ...others] = await clock.run(
    Promise.all([turn(gate), turn(gate), turn(gate), turn(gate)]),
  )
  expect(free()).toBe(5)
  others[0]?.unused()
  lookUp.unused()
  await clock.run(clock.sleep(1))
  expect(free()).toBe(7)
  first.departs()
  first.refused(null)
  await clock.run(clock.sleep(1))
  expect(free()).toBe(0)
})

test('an account of one call offers it to a look-up too', () => {
  expect(gateOf(1).limit().freeForLookUps).toBe(1)
})
