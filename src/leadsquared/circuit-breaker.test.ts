import { beforeEach, expect, test } from 'vitest'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import type { Failure } from './failure.ts'
import { type SimulatedClock, simulatedClock } from './gate/test-account.ts'

const silence: Failure = { kind: 'timed-out', said: 'nothing' }
const badKeys: Failure = { kind: 'bad-keys', said: '401' }

let clock: SimulatedClock
let answer: Failure | null
let probes: number[]
let changes: string[]
let breaker: CircuitBreaker

beforeEach(() => {
  clock = simulatedClock()
  const start = clock.now()
  answer = null
  probes = []
  changes = []
  breaker = createCircuitBreaker({
    clock,
    probe: async () => {
      probes.push(clock.now() - start)
      await clock.sleep(100)
      return answer
    },
    onChange: (state) => changes.push(state),
  })
  return () => breaker.close()
})

/** A call that ends as soon as it is sent. */
function see(failure: Failure | null): void {
  breaker.saw(failure, clock.now())
}

function goDown(): void {
  answer = silence
  for (let call = 0; call < 3; call += 1) see(silence)
}

test.each<[string, Failure[]]>([
  ['two silences', [silence, silence]],
  ['silences with an answer between them', [silence, silence, refused(), silence, silence]],
  ['refusals, which are answers', [refused(), refused(), refused(), refused()]],
  ['faults of the system behind it', Array.from({ length: 5 }, () => broken(500))],
])('%s leave it closed', async (_, failures) => {
  for (const failure of failures) see(failure)
  expect(await breaker.refusal()).toBeNull()
})

test.each<[string, Failure]>([
  ['no connection', { kind: 'unreachable', said: '' }],
  ['no answer', silence],
  ['a gateway that answers instead', broken(502)],
])('three times %s, and calls are answered at once', async (_, failure) => {
  answer = failure
  for (let call = 0; call < 3; call += 1) see(failure)
  expect(await breaker.refusal()).toMatchObject({ kind: 'not-admitted', reason: 'circuit-open' })
  expect(probes).toEqual([])
})

test('calls that stall together leave it closed while others are answered', async () => {
  const sentAt = clock.now()
  await clock.run(clock.sleep(1000))
  see(null)
  await clock.run(clock.sleep(1000))
  for (let call = 0; call < 5; call += 1) breaker.saw(silence, sentAt)
  expect(await breaker.refusal()).toBeNull()
})

test('calls that were sent after the last answer count, although others are still under way', async () => {
  const sentAt = clock.now()
  await clock.run(clock.sleep(1000))
  see(null)
  const laterSentAt = clock.now()
  await clock.run(clock.sleep(2000))
  answer = silence
  breaker.saw(silence, sentAt)
  for (let call = 0; call < 2; call += 1) breaker.saw(silence, laterSentAt)
  expect(await breaker.refusal()).toBeNull()
  breaker.saw(silence, laterSentAt)
  expect(await breaker.refusal()).toMatchObject({ reason: 'circuit-open' })
})

test('single probes at growing intervals find out when LeadSquared is back', async () => {
  goDown()
  await clock.run(clock.sleep(20_000))
  expect(probes).toEqual([500, 1600, 3700, 7800, 12_900, 18_000])
  answer = null
  await clock.run(clock.sleep(5000))
  expect(await breaker.refusal()).toBeNull()
  await clock.run(clock.sleep(60_000))
  expect(probes).toHaveLength(7)
  expect(changes).toEqual(['down', 'closed'])
})

test('an answer to a call that was already under way closes the circuit', async () => {
  goDown()
  see(null)
  expect(await breaker.refusal()).toBeNull()
})

test('after a 401 calls wait for one probe; if it succeeds, the keys are good', async () => {
  see(badKeys)
  see(badKeys)
  expect(await clock.run(breaker.refusal())).toBeNull()
  expect(probes).toHaveLength(1)
  expect(changes).toEqual([])
})

test('refused keys stop all calls except for an occasional probe while there are callers', async () => {
  answer = badKeys
  see(badKeys)
  for (let second = 0; second < 300; second += 1) {
    expect(await clock.run(breaker.refusal())).toMatchObject({ kind: 'bad-keys' })
    await clock.run(clock.sleep(1000))
  }
  expect(probes.length).toBeLessThan(10)
  await clock.run(clock.sleep(600_000))
  expect(probes.length).toBeLessThan(10)
  answer = null
  expect(await clock.run(breaker.refusal())).toBeNull()
  expect(changes).toEqual(['keys-refused', 'closed'])
})

function refused(): Failure {
  return { kind: 'refused', status: 500, exceptionType: 'MX', exceptionMessage: '', said: '' }
}

function broken(status: number): Failure {
  return { kind: 'broken', status, said: '' }
}
