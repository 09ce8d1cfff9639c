import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { controlEndpoints } from '../control/contract.ts'
import type { FaultPlan } from './plan.ts'
import { keyHeaders, startTestServer, type TestServer } from '../test-server.ts'

type Rule = NonNullable<z.input<typeof FaultPlan>['rules']>[number]

/** What fetch says of a connection that ended too soon. */
const cutShort = /fetch failed|terminated/

let sandbox: TestServer
let name = ''
beforeAll(async () => {
  sandbox = await startTestServer()
  await sandbox.control(controlEndpoints.seed, { name: 'empty' })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control(controlEndpoints.reset))

const create = (init?: RequestInit) => {
  name = crypto.randomUUID()
  return sandbox.call('Task.svc/Create', { Name: name, TaskType: { Name: 'Meeting' } }, init)
}
const follow = (...rules: Rule[]) => sandbox.control(controlEndpoints.setFaults, { rules })
const lastCall = async () =>
  (await sandbox.control(controlEndpoints.calls)).calls.at(-1) ?? expect.fail('no call')

/** Waits until something holds, asking again and again. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate)
}

describe('rule 16: a fault is answered, and the write happened or did not', () => {
  test.each<[Rule, { status: number; text: RegExp; tasks: number }]>([
    [
      { operation: '*', kind: 'rate-limit' },
      { status: 429, text: /MXAPIRateLimitExceededException/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'rate-limit', under200: true },
      { status: 200, text: /MXAPIRateLimitExceededException/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'mx-error' },
      { status: 500, text: /"MXInvalidInputException"/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'mx-error', status: 200, exceptionType: 'MXDuplicateEntryException' },
      { status: 200, text: /"MXDuplicateEntryException"/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'system-error' },
      { status: 500, text: /"MySqlException"/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'system-error', written: true },
      { status: 500, text: /"MySqlException"/, tasks: 1 },
    ],
    [
      { operation: '*', kind: 'gateway-error' },
      { status: 502, text: /^<html>/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'gateway-error', status: 503 },
      { status: 503, text: /^<html>/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'gateway-error', status: 504, written: true },
      { status: 504, text: /^<html>/, tasks: 1 },
    ],
    [
      { operation: '*', kind: 'unauthorised' },
      { status: 401, text: /MXInvalidAccessDetailsException/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'empty-answer' },
      { status: 200, text: /^$/, tasks: 1 },
    ],
    [
      { operation: '*', kind: 'empty-answer', written: false },
      { status: 200, text: /^$/, tasks: 0 },
    ],
    [
      { operation: '*', kind: 'no-id' },
      { status: 200, text: /^\{"Status":"Success","Message":\{\}\}$/, tasks: 1 },
    ],
    [
      { operation: '*', kind: 'twice' },
      { status: 200, text: /"Id"/, tasks: 2 },
    ],
    [
      { operation: '*', kind: 'latency', delayMs: 5, jitterMs: 5 },
      { status: 200, text: /"Id"/, tasks: 1 },
    ],
  ])('%j', async (rule, { status, text, tasks }) => {
    await follow(rule)
    const answer = await create()
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
    expect(await sandbox.tasksNamed(name)).toHaveLength(tasks)
    expect(await lastCall()).toMatchObject({ faults: [rule.kind], writes: tasks, status })
  })

  test.each<[Rule, number]>([
    [{ operation: '*', kind: 'cut-before' }, 0],
    [{ operation: '*', kind: 'cut-after' }, 1],
    [{ operation: '*', kind: 'half-answer' }, 1],
    [{ operation: '*', kind: 'stall-before', forMs: 20 }, 0],
    [{ operation: '*', kind: 'stall-after', forMs: 20 }, 1],
  ])('%j: the connection ends without a whole answer', async (rule, tasks) => {
    await follow(rule)
    await expect(create()).rejects.toThrow(cutShort)
    expect(await sandbox.tasksNamed(name)).toHaveLength(tasks)
    expect(await lastCall()).toMatchObject({ faults: [rule.kind], writes: tasks })
  })

  test('half an answer has its headers and half of its body', async () => {
    await follow({ operation: '*', kind: 'half-answer' })
    name = crypto.randomUUID()
    const response = await fetch(`${sandbox.url}/v2/UserManagement.svc/Users.Get`, {
      headers: keyHeaders,
    })
    expect(response.status).toBe(200)
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(1000)
    await expect(response.text()).rejects.toThrow(cutShort)
  })

  test('a stall ends when the caller goes', async () => {
    await follow({ operation: '*', kind: 'stall-after', forMs: 600_000 })
    const leaving = new AbortController()
    const answer = create({ signal: leaving.signal })
    await until(async () => (await sandbox.tasksNamed(name)).length === 1)
    leaving.abort()
    await expect(answer).rejects.toThrow(/aborted/)
    await until(async () => (await lastCall()).durationMs !== null)
  })

  test.each<Rule>([
    { operation: '*', kind: 'late-write', connection: 'cut', delayMs: 30 },
    { operation: '*', kind: 'late-write', connection: 'stall', delayMs: 30, forMs: 10 },
  ])('%j: nothing is written before the connection ends, and then it is', async (rule) => {
    await follow(rule)
    await expect(create()).rejects.toThrow(cutShort)
    const report = await sandbox.control(controlEndpoints.faults)
    expect(report.lateWritesPending).toBe(1)
    expect(await sandbox.tasksNamed(name)).toHaveLength(0)
    await until(async () => (await sandbox.tasksNamed(name)).length === 1)
    expect((await sandbox.control(controlEndpoints.faults)).lateWritesPending).toBe(0)
    expect(await lastCall()).toMatchObject({ writes: 1 })
  })

  test('a reset cancels a pending late write', async () => {
    await follow({ operation: '*', kind: 'late-write', connection: 'cut', delayMs: 20 })
    await expect(create()).rejects.toThrow(cutShort)
    await sandbox.control(controlEndpoints.reset)
    expect((await sandbox.control(controlEndpoints.faults)).lateWritesPending).toBe(0)
    const written = name
    await follow({ operation: '*', kind: 'latency', delayMs: 60 })
    await create()
    expect(await sandbox.tasksNamed(written)).toHaveLength(0)
  })
})

describe('when a rule fires', () => {
  const statuses = async (count: number) => {
    const answers: number[] = []
    for (let call = 0; call < count; call += 1) answers.push((await create()).status)
    return answers
  }

  test('after spares calls, and times limits how often a rule fires', async () => {
    await follow({ operation: 'Task.svc/Create', kind: 'unauthorised', after: 1, times: 2 })
    expect(await statuses(4)).toEqual([200, 401, 401, 200])
  })

  test('a burst lasts for a number of calls', async () => {
    await follow({ operation: '*', kind: 'rate-limit', calls: 3, times: 1 })
    expect(await statuses(4)).toEqual([429, 429, 429, 200])
  })

  test('a burst lasts for forMs, in real time', async () => {
    let now = 0
    const other = await startTestServer({ now: () => now })
    await other.control(controlEndpoints.setFaults, {
      rules: [{ operation: '*', kind: 'rate-limit', calls: null, forMs: 100, times: 1 }],
    })
    const ask = async () => (await other.call('Task.svc/RetrieveTaskType')).status
    expect([await ask(), await ask()]).toEqual([429, 429])
    now = 100
    expect(await ask()).toBe(200)
    await other.close()
  })

  test('a rule applies to the named operation, or to all with the same beginning', async () => {
    await follow(
      { operation: 'Task.svc/Update', kind: 'unauthorised' },
      { operation: 'UserManagement.svc/*', kind: 'gateway-error' },
    )
    expect((await create()).status).toBe(200)
    expect((await sandbox.call('UserManagement.svc/Users.Get')).status).toBe(502)
  })

  test('the first that fires decides, and latency adds to it', async () => {
    await follow(
      { operation: '*', kind: 'unauthorised' },
      { operation: '*', kind: 'cut-before' },
      { operation: '*', kind: 'latency', delayMs: 1 },
    )
    expect((await create()).status).toBe(401)
    const { rules, injected } = await sandbox.control(controlEndpoints.faults)
    expect(rules.map((rule) => [rule.seen, rule.injected])).toEqual([
      [1, 1],
      [1, 0],
      [1, 1],
    ])
    expect(injected).toEqual({ unauthorised: 1, 'cut-before': 0, latency: 1 })
  })

  test('by chance, the same one for the same seed', async () => {
    const run = async (seed: number) => {
      await sandbox.control(controlEndpoints.setFaults, {
        seed,
        rules: [{ operation: '*', kind: 'unauthorised', probability: 0.5 }],
      })
      return statuses(32)
    }
    const first = await run(7)
    expect(new Set(first)).toEqual(new Set([200, 401]))
    expect(await run(7)).toEqual(first)
    expect(await run(8)).not.toEqual(first)
  })

  test('not for calls that would not have got through', async () => {
    await follow({ operation: '*', kind: 'cut-before' })
    expect((await sandbox.call('Task.svc/Nothing')).status).toBe(404)
    expect(
      (await sandbox.call('Task.svc/RetrieveTaskType', undefined, { headers: {} })).status,
    ).toBe(401)
  })
})

describe('what waits when the data is replaced never writes', () => {
  test.each<[string, Rule, 'reset' | 'seed']>([
    ['a delayed call, at a reset', { operation: '*', kind: 'latency', delayMs: 300 }, 'reset'],
    ['a delayed call, at a seed', { operation: '*', kind: 'latency', delayMs: 300 }, 'seed'],
    [
      'a late write after a cut, at a seed',
      { operation: '*', kind: 'late-write', connection: 'cut', delayMs: 300 },
      'seed',
    ],
    [
      'a stalled late write, at a reset',
      { operation: '*', kind: 'late-write', delayMs: 0 },
      'reset',
    ],
    ['a stalled late write, at a seed', { operation: '*', kind: 'late-write', delayMs: 0 }, 'seed'],
  ])('%s', async (_, rule, how) => {
    await follow(rule)
    const waiting = create().catch((error: unknown) => String(error))
    await until(async () => (await sandbox.control(controlEndpoints.calls)).calls.length > 0)
    if (rule.kind === 'late-write' && rule.connection === 'cut') await waiting
    if (how === 'reset') await sandbox.control(controlEndpoints.reset)
    else await sandbox.control(controlEndpoints.seed, { name: 'empty' })
    expect(await waiting).toMatch(cutShort)
    await follow({ operation: '*', kind: 'latency', delayMs: 400 })
    await sandbox.call('Task.svc/RetrieveTaskType')
    expect(await sandbox.tasksNamed(name)).toEqual([])
    expect((await sandbox.control(controlEndpoints.faults)).lateWritesPending).toBe(0)
  })
})
