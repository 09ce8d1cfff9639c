import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSqliteStores } from '#store/stores.ts'
import type { BookingAnswer } from './record.ts'
import { key } from './test-booking.ts'
import { ask, fragile, mortal, startProcess, type TestProcess } from './test-bookings.ts'
import { testClock } from '../test-clock.ts'
import { type Fate, failures, testUpstream } from './test-upstream.ts'

/**
 * The state machine under random orders of everything that can happen to it: answers, time-outs, creates that are made
 * though their answer is lost, double requests, kills, restarts, two processes at once, withdrawals, reads that fail.
 * LeadSquared fulfils the one assumption of the desk: a create commits before its absence counts, or never. Times are
 * short, so that many runs fit into a second.
 */

const timeoutMs = 2000
const latestCommitMs = 7000
const settings = {
  leadSquaredTimeoutMs: timeoutMs,
  reconcileWindowMs: 8000,
  bookingPatienceMs: 15_000,
}

const turn = fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined })
const commit = fc.option(fc.integer({ min: 0, max: latestCommitMs }), { nil: undefined })
const answerAfterMs = fc.integer({ min: 0, max: timeoutMs })

const fate: fc.Arbitrary<Fate> = fc
  .record({
    turnAfterMs: turn,
    commitAfterMs: commit,
    answerAfterMs,
    answer: fc.constantFrom<Fate['answer']>('id', ...Object.values(failures)),
  })
  .map(({ turnAfterMs, commitAfterMs, ...answered }) => ({
    ...answered,
    ...(turnAfterMs === undefined ? {} : { turnAfterMs }),
    ...commitThat(answered.answer, answered.answerAfterMs, commitAfterMs),
  }))

/** An Id means that the task exists. A refusal or a call that never arrived means that it never will. */
function commitThat(answer: Fate['answer'], answerMs: number, commitAfterMs: number | undefined) {
  if (answer === 'id') return { commitAfterMs: Math.min(commitAfterMs ?? 0, answerMs) }
  const isOpen = ['timed-out', 'broken', 'unreadable'].includes(answer.kind)
  return isOpen && commitAfterMs !== undefined ? { commitAfterMs } : {}
}

const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('book' as const), process: fc.nat(1) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.nat(12_000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.nat(500) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('kill' as const), process: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('withdraw' as const), process: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), process: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reads' as const), fail: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('store' as const), fail: fc.boolean() }) },
)

const scenario = fc.record({
  fates: fc.array(fate, { maxLength: 6 }),
  events: fc.array(event, { minLength: 1, maxLength: 14 }),
  marker: fc.constantFrom('description', 'off'),
})

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never

test(
  'no order of events leads from one key to two creates unless the first is known not to exist',
  { timeout: 120_000 },
  async () => {
    await fc.assert(fc.asyncProperty(scenario, runScenario), { numRuns: 400 })
  },
)

async function runScenario({ fates, events, marker }: Scenario): Promise<void> {
  const clock = testClock()
  const stores = openSqliteStores(':memory:', () => clock.now())
  const { store, away } = fragile(stores.attempts)
  const upstream = testUpstream(clock)
  upstream.fates = [...fates]
  let starts = 0
  const start = () => {
    const { store: view, kill } = mortal(store)
    const name = `process-${(starts += 1)}`
    return {
      kill,
      ...startProcess({ store: view, clock, upstream, name, settings: { ...settings, marker } }),
    }
  }
  const processes: (TestProcess & { kill: () => void })[] = [start(), start()]
  const told: BookingAnswer[] = []

  // When a create leaves, and when somebody is told "refused", every earlier create must be known not to exist, now and
  // for ever. What is thrown inside the desk would be caught there, so violations are written down.
  const violations: string[] = []
  let mayComeUntil = -Infinity
  function expectNothing(what: string): void {
    if (upstream.tasks.length > 0) violations.push(`${what} although the task exists`)
    if (mayComeUntil >= clock.now()) violations.push(`${what} although the task may still come`)
  }
  upstream.onCreate = ({ commitAfterMs }) => {
    expectNothing('sent')
    if (commitAfterMs !== undefined) mayComeUntil = clock.now() + commitAfterMs
  }
  async function book(process: TestProcess): Promise<void> {
    // The call fails while the store is away, which proves nothing.
    const answer = await process.bookings.run(ask()).catch(() => null)
    if (!answer) return
    told.push(answer)
    if (answer.kind === 'refused') expectNothing('told as refused')
  }

  async function withdraw(process: TestProcess): Promise<void> {
    // The call fails while the store is away, which proves nothing.
    const answer = await process.bookings.withdraw('', key).catch(() => null)
    if (answer?.kind === 'refused') expectNothing('told as withdrawn')
  }

  for (const happening of events) {
    const process = 'process' in happening ? processes[happening.process] : undefined
    if (happening.type === 'pass') await clock.advance(happening.ms)
    if (happening.type === 'reads') upstream.readsFail = happening.fail ? failures.broken : null
    if (happening.type === 'book' && process) void book(process)
    if (happening.type === 'store') away(happening.fail)
    if (happening.type === 'withdraw' && process) void withdraw(process)
    if (happening.type === 'stop' && process) {
      void process.stop()
      processes[happening.process] = start()
    }
    if (happening.type === 'kill') {
      process?.kill()
      processes[happening.process] = start()
    }
  }

  // After any sequence of events the attempt settles by itself, and every answer given before stays true.
  upstream.readsFail = null
  away(false)
  await clock.advance(90_000)
  const end = (await processes[0]?.bookings.look('', key)) ?? null
  expect(violations).toEqual([])
  expect(taskIdOf(end)).toBe(upstream.tasks[0]?.UserTaskId)
  expect(upstream.tasks.slice(1)).toEqual([])
  expect(['nothing', 'booked', 'refused']).toContain(end?.kind ?? 'nothing')
  expect(told.map(taskIdOf).filter((id) => id !== undefined && id !== taskIdOf(end))).toEqual([])
  const mayBeForgotten = told.every(({ kind }) => kind === 'refused' || kind === 'turned-away')
  expect(end !== null || mayBeForgotten).toBe(true)
  for (const process of processes) await clock.settle(5000, process.stop())
  await stores.close()
}

function taskIdOf(answer: BookingAnswer | null): string | undefined {
  return answer?.kind === 'booked' ? answer.taskId : undefined
}
