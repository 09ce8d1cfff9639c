import { expect, test } from 'vitest'
import type { Failure } from '#leadsquared/failure.ts'
import { ProblemThrown } from '../http/problems.ts'
import { judgeCreate, valueOrProblem } from './failure.ts'

const said = 'MXSecretException Mr. Secret, 1 Secret Street'
const failures: Failure[] = [
  { kind: 'not-admitted', reason: 'busy', retryAfterMs: 2500, said },
  { kind: 'not-admitted', reason: 'withdrawn', retryAfterMs: 2500, said },
  { kind: 'not-admitted', reason: 'circuit-open', retryAfterMs: 1000, said },
  { kind: 'unreachable', said },
  { kind: 'rate-limited', limit: 25, windowMs: 5000, said },
  { kind: 'rate-limited', limit: null, windowMs: null, said },
  { kind: 'bad-keys', said },
  {
    kind: 'refused',
    status: 500,
    exceptionType: 'MXInvalidInputException',
    exceptionMessage: said,
    said,
  },
  { kind: 'timed-out', said },
  { kind: 'broken', status: 502, said },
  { kind: 'broken', status: null, said },
  { kind: 'unreadable', status: 200, said },
]

test('what was certainly not created is refused for good, or tried again', () => {
  expect(failures.map((failure) => [failure.kind, judgeCreate(failure).means])).toEqual([
    ['not-admitted', 'not-now'],
    ['not-admitted', 'not-now'],
    ['not-admitted', 'not-now'],
    ['unreachable', 'not-now'],
    ['rate-limited', 'not-now'],
    ['rate-limited', 'not-now'],
    ['bad-keys', 'refused'],
    ['refused', 'refused'],
    ['timed-out', 'unconfirmed'],
    ['broken', 'unconfirmed'],
    ['broken', 'unconfirmed'],
    ['unreadable', 'unconfirmed'],
  ])
})

test.each(failures)(
  'a read that failed with $kind is a problem without the words of LeadSquared',
  (failure) => {
    const thrown = caught(() => valueOrProblem({ ok: false, failure }))
    expect(JSON.stringify([thrown.code, thrown.facts])).not.toContain('Secret')
    expect(thrown.cause).toContain('Secret')
  },
)

test('who waits is told when to come back', () => {
  const [busy] = failures
  expect(busy && caught(() => valueOrProblem({ ok: false, failure: busy })).facts.params).toEqual({
    retryAfterSeconds: 3,
  })
})

function caught(run: () => unknown): ProblemThrown {
  try {
    run()
  } catch (error) {
    if (error instanceof ProblemThrown) return error
  }
  throw new Error('No problem was thrown.')
}
