import { beforeEach, describe, expect, test } from 'vitest'
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import type { CallEvent } from './call.ts'
import { createLeadSquared, type LeadSquared } from './client.ts'
import { createRateGate, type RateGate } from './gate/gate.ts'
import { type SimulatedClock, simulatedClock } from './gate/test-account.ts'
import type { WireAnswer } from './transport.ts'

const unreachable: WireAnswer = {
  kind: 'failed',
  failure: { kind: 'unreachable', said: 'ECONNREFUSED' },
}
const refusal = (status: number, type: string, message: string): WireAnswer => ({
  kind: 'answered',
  status,
  text: JSON.stringify({ Status: 'Error', ExceptionType: type, ExceptionMessage: message }),
})
const badKeys = refusal(401, 'MXInvalidAccessDetailsException', 'Invalid Access Details provided.')
const tooMany = refusal(
  429,
  'MXAPIRateLimitExceededException',
  'exceeded the limit of 3 in 5 second(s)',
)

let clock: SimulatedClock
let sent: string[]
let events: CallEvent[]
let changes: string[]
let answers: (operation: string) => WireAnswer
let gate: RateGate
let leadSquared: LeadSquared

beforeEach(() => {
  clock = simulatedClock()
  ;[sent, events, changes] = [[], [], []]
  answers = (operation) => ({
    kind: 'answered',
    status: 200,
    text: JSON.stringify(operation.startsWith('Authentication') ? keyUser : []),
  })
  gate = createRateGate({ calls: 25, windowMs: 5000 }, clock)
  leadSquared = createLeadSquared({
    transport: {
      async send({ path }, { onDeparture }) {
        sent.push(path)
        onDeparture?.()
        await clock.sleep(50)
        return answers(path)
      },
      close: () => Promise.resolve(),
    },
    gate,
    clock,
    random: () => 0,
    timeoutMs: 10_000,
    secrets: [],
    observe: (event) => events.push(event),
    onCircuit: (state) => changes.push(state),
  })
  return () => leadSquared.close()
})

const read = { lane: 'read', person: 'a' } as const

describe('when LeadSquared is down', () => {
  beforeEach(async () => {
    answers = () => unreachable
    await clock.run(leadSquared.getUsers(read))
    await clock.run(leadSquared.getUsers(read))
  })

  test('reads are answered at once, and nothing is sent but probes', async () => {
    const before = sent.length
    const now = clock.now()
    const result = await clock.run(leadSquared.getUsers(read))
    expect(result).toMatchObject({ ok: false, failure: { reason: 'circuit-open' } })
    expect(clock.now()).toBe(now)
    expect(events.at(-1)).toMatchObject({ outcome: 'not-admitted', waitMs: 0 })
    expect(sent).toHaveLength(before)
    expect(changes).toEqual(['down'])
  })

  test('a create is not sent, its attempt is not noted as sent, and it goes when LeadSquared is back', async () => {
    const body = {
      Name: 'Demo',
      Description: '',
      RelatedEntity: 0,
      RelatedEntityId: '',
      NotifyBy: '1000',
      OwnerId: '1',
      TaskType: { Name: 'Demo' },
    } as const
    const noted: string[] = []
    const create = () =>
      leadSquared.createTask(body, { lane: 'create', onSending: () => void noted.push('sending') })
    expect(await clock.run(create())).toMatchObject({
      ok: false,
      failure: { kind: 'not-admitted', reason: 'circuit-open' },
    })
    expect(noted).toEqual([])
    answers = (path) => ({
      kind: 'answered',
      status: 200,
      text: JSON.stringify(
        path.startsWith('Authentication') ? keyUser : { Status: 'Success', Message: { Id: '7' } },
      ),
    })
    await clock.run(clock.sleep(5000))
    expect(await clock.run(create())).toEqual({ ok: true, value: '7' })
    expect(changes).toEqual(['down', 'closed'])
  })
})

test('a 401 stops the calling: one probe, and then no call at all', async () => {
  answers = () => badKeys
  const first = await clock.run(leadSquared.getUsers(read))
  expect(first).toMatchObject({ failure: { kind: 'bad-keys' } })
  for (let again = 0; again < 20; again += 1) {
    expect(await clock.run(leadSquared.getUsers(read))).toMatchObject({
      failure: { kind: 'bad-keys' },
    })
  }
  expect(sent).toEqual(['UserManagement.svc/Users.Get', 'Authentication.svc/UserByAccessKey.Get'])
  expect(changes).toEqual(['keys-refused'])
})

test('a 401 of a single call stops nothing while the keys are good', async () => {
  const ok = answers
  answers = (path) => (path.startsWith('UserManagement') ? badKeys : ok(path))
  await clock.run(leadSquared.getUsers(read))
  expect(await clock.run(leadSquared.retrieveTaskTypes(read))).toMatchObject({ ok: true })
  expect(changes).toEqual([])
})

test('a read that was refused for the rate is repeated when the window is over', async () => {
  const ok = answers
  answers = (path) => (sent.length === 1 ? tooMany : ok(path))
  const startedAt = clock.now()
  expect(await clock.run(leadSquared.getUsers(read))).toMatchObject({ ok: true })
  expect(clock.now() - startedAt).toBeGreaterThan(5000)
  expect(leadSquared.rateLimit()).toMatchObject({ ceiling: 3 })
})

/** Takes all places of the budget, so that later calls wait until these places are given back. */
async function fillGate() {
  const fill = { lane: 'create', turns: 25, patienceMs: 1000 } as const
  const turns = await clock.run(gate.acquire(fill))
  if ('why' in turns) throw new Error(turns.why)
  return () => {
    for (const turn of turns) turn.unused()
  }
}

describe('callers that read the same thing at the same time', () => {
  test('share one call; a later caller causes a new call', async () => {
    const both = Promise.all([leadSquared.getUsers(read), leadSquared.getUsers(read)])
    expect(await clock.run(both)).toMatchObject([{ ok: true }, { ok: true }])
    expect(sent).toHaveLength(1)
    await clock.run(leadSquared.getUsers(read))
    expect(sent).toHaveLength(2)
  })

  test('may leave; the call is withdrawn when the last one has left', async () => {
    const empty = await fillGate()
    const [first, second] = [new AbortController(), new AbortController()]
    const one = leadSquared.quickSearchLeads('lena', { ...read, signal: first.signal })
    const other = leadSquared.quickSearchLeads('lena', { ...read, signal: second.signal })
    await clock.run(clock.sleep(10))
    expect(gate.limit().waiting).toBe(1)
    first.abort()
    expect(await clock.run(one)).toMatchObject({ failure: { reason: 'withdrawn' } })
    expect(gate.limit().waiting).toBe(1)
    second.abort()
    expect(await clock.run(other)).toMatchObject({ failure: { reason: 'withdrawn' } })
    expect(gate.limit().waiting).toBe(0)
    empty()
    expect(await clock.run(leadSquared.quickSearchLeads('lena', read))).toMatchObject({ ok: true })
    expect(sent).toHaveLength(1)
  })

  test('move a background call to the lane of the most urgent caller', async () => {
    const empty = await fillGate()
    const background = leadSquared.getUsers({ lane: 'refresh' })
    await clock.run(clock.sleep(100))
    const types = leadSquared.retrieveTaskTypes(read)
    const waitedFor = leadSquared.getUsers(read)
    await clock.run(clock.sleep(10))
    expect(gate.limit().waiting).toBe(2)
    empty()
    expect(await clock.run(Promise.all([background, types, waitedFor]))).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
    ])
    expect(events.filter(({ outcome }) => outcome === 'ok').map(({ lane }) => lane)).toEqual([
      'read',
      'read',
    ])
  })

  test('wait no longer than their own limit, even if a background read waits longer', async () => {
    const empty = await fillGate()
    const startedAt = clock.now()
    const background = leadSquared.getUsers({ lane: 'refresh' })
    const waitedFor = await clock.run(leadSquared.getUsers(read))
    expect(waitedFor).toMatchObject({ failure: { kind: 'not-admitted', reason: 'busy' } })
    expect(clock.now() - startedAt).toBe(8000)
    empty()
    await clock.run(background)
  })

  test('join a background read that was already sent and get its answer', async () => {
    const background = leadSquared.getUsers({ lane: 'refresh' })
    await clock.run(clock.sleep(10))
    const waitedFor = leadSquared.getUsers(read)
    expect(await clock.run(Promise.all([background, waitedFor]))).toMatchObject([
      { ok: true },
      { ok: true },
    ])
    expect(sent).toHaveLength(1)
  })

  test.each(['create', 'reconcile'] as const)(
    'do not share it in lane %s, whose answer must not be older than the question',
    async (lane) => {
      await clock.run(
        Promise.all([leadSquared.getUsers({ lane }), leadSquared.getUsers({ lane: 'read' })]),
      )
      expect(sent).toHaveLength(2)
    },
  )

  test('are all told how long they wait', async () => {
    const empty = await fillGate()
    const told: string[] = []
    const onWaiting = (name: string) => (position: number) => told.push(`${name} ${position}`)
    const calls = ['a', 'b'].map((name) =>
      leadSquared.getUsers({ ...read, onWaiting: onWaiting(name) }),
    )
    await clock.run(clock.sleep(50))
    expect(told).toEqual(['a 1', 'b 1'])
    empty()
    await clock.run(Promise.all(calls))
  })
})

describe('a permit', () => {
  test('lets its calls leave one after the other without waiting', async () => {
    const reserved = await clock.run(leadSquared.reserve(2, { lane: 'create' }))
    if (!reserved.ok) throw new Error(reserved.failure.kind)
    const permit = reserved.value
    const fill = { lane: 'create', turns: 23, patienceMs: 1000 } as const
    await clock.run(gate.acquire(fill))
    await clock.run(leadSquared.getUsers({ lane: 'create', permit }))
    await clock.run(leadSquared.retrieveTaskTypes({ lane: 'create', permit }))
    expect(events.map(({ waitMs }) => waitMs)).toEqual([0, 0])
    expect(permit.take()).toBeNull()
    const third = leadSquared.getUsers({ lane: 'create', permit, patienceMs: 1000 })
    expect(await clock.run(third)).toMatchObject({ failure: { reason: 'busy' } })
  })

  test('gives back what was not used', async () => {
    const reserved = await clock.run(leadSquared.reserve(25, { lane: 'create' }))
    if (!reserved.ok) throw new Error(reserved.failure.kind)
    await clock.run(leadSquared.getUsers({ lane: 'create', permit: reserved.value }))
    reserved.value.release()
    const now = clock.now()
    await clock.run(leadSquared.reserve(24, { lane: 'create' }))
    expect(clock.now()).toBe(now)
  })

  test('becomes invalid when it is held for too long', async () => {
    const reserved = await clock.run(leadSquared.reserve(2, { lane: 'create' }))
    if (!reserved.ok) throw new Error(reserved.failure.kind)
    await clock.run(clock.sleep(40_000))
    expect(reserved.value.take()).toBeNull()
  })

  test('is refused while LeadSquared is down, and when it cannot be granted in time', async () => {
    const empty = await fillGate()
    const busy = leadSquared.reserve(2, { lane: 'create', patienceMs: 100 })
    expect(await clock.run(busy)).toMatchObject({
      failure: { kind: 'not-admitted', reason: 'busy', retryAfterMs: 5000 },
    })
    empty()
    answers = () => unreachable
    for (let call = 0; call < 2; call += 1) await clock.run(leadSquared.getUsers(read))
    const down = leadSquared.reserve(2, { lane: 'create' })
    expect(await clock.run(down)).toMatchObject({ failure: { reason: 'circuit-open' } })
  })
})

test('a call whose process slept between its turn and its first byte is not sent', async () => {
  const asleep = leadSquared.getUsers({ lane: 'create', onSending: () => clock.sleep(60_000) })
  expect(await clock.run(asleep)).toMatchObject({ failure: { kind: 'not-admitted' } })
  expect(sent).toEqual([])
})
