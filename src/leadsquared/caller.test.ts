import { beforeEach, describe, expect, test } from 'vitest'
import keyUser from '#wire/examples/user-by-access-key.json' with { type: 'json' }
import { type CallEvent, createLeadSquared, type LeadSquared } from './client.ts'
import { createRateGate } from './rate-gate.ts'
import { type SimulatedClock, simulatedClock } from './test-account.ts'
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
let leadSquared: LeadSquared

beforeEach(() => {
  clock = simulatedClock()
  ;[sent, events, changes] = [[], [], []]
  answers = (operation) => ({
    kind: 'answered',
    status: 200,
    text: JSON.stringify(operation.startsWith('Authentication') ? keyUser : []),
  })
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
    gate: createRateGate({ calls: 25, windowMs: 5000 }, clock),
    clock,
    random: () => 0,
    timeoutMs: 10_000,
    secrets: [],
    observe: (event) => events.push(event),
    follow: (wait) => wait,
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

test('a 401 of one call alone, where the keys are good, stops nothing', async () => {
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
