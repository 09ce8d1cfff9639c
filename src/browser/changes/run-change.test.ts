import { expect, test } from 'vitest'
import type { AnyOutcome } from '#contract/change.ts'
import { problemStatus, type ProblemCode } from '#contract/problem.ts'
import type { Answer } from '../api/call.ts'
import { type Progress, runChange } from './run-change.ts'

const attempt = '0f8fad5b-d9cb-469f-a165-70867728950e'
const done: Answer<AnyOutcome> = {
  kind: 'answered',
  body: {
    outcome: 'done',
    kind: 'complete',
    attempt,
    taskId: 'task-1',
    appointment: {
      taskType: { id: null, name: 'Meeting' },
      subject: 'Demo',
      description: '',
      owner: { id: null, email: null, name: null },
      lead: null,
      start: null,
      end: null,
      location: null,
      reminderMinutes: null,
      notifyOwner: false,
    },
  },
}
const unconfirmed: Answer<AnyOutcome> = {
  kind: 'answered',
  body: { outcome: 'unconfirmed', attempt, checkAfterSeconds: 1 },
}
const lost: Answer<AnyOutcome> = { kind: 'unreachable' }

test('it is sent once and its end is told', async () => {
  const { asked, ending } = await run([done], [])
  expect(ending).toMatchObject({ kind: 'done' })
  expect(asked).toEqual(['send'])
})

test('what does not show yet is looked for and not sent again', async () => {
  const { asked, told, ending } = await run([unconfirmed], [unconfirmed, lost, done])
  expect(ending).toMatchObject({ kind: 'done' })
  expect(asked).toEqual(['send', 'look', 'look', 'look'])
  expect(told).toEqual(['sending', 'looking', 'looking', 'unreachable'])
})

test('a lost answer is asked for again with the same key', async () => {
  const { asked, ending } = await run([lost, lost, done], [])
  expect(ending).toMatchObject({ kind: 'done' })
  expect(asked).toEqual(['send', 'send', 'send'])
})

test('a key that never arrived is sent', async () => {
  const { asked } = await run([unconfirmed, done], [problem('not-found')])
  expect(asked).toEqual(['send', 'look', 'send'])
})

test.each<ProblemCode>(['changed', 'conflict', 'not-found', 'not-allowed'])(
  '%s is an end, and nothing was changed',
  async (code) => {
    const { asked, ending } = await run([problem(code)], [])
    expect(ending).toMatchObject({ kind: 'refused', problem: { code } })
    expect(asked).toEqual(['send'])
  },
)

test.each<ProblemCode>(['in-progress', 'stopping', 'too-many-requests', 'store-unavailable'])(
  '%s is tried again',
  async (code) => {
    const { ending } = await run([problem(code), done], [])
    expect(ending).toMatchObject({ kind: 'done' })
  },
)

test('what was refused on record is an end, whatever was lost before', async () => {
  const { ending } = await run([lost, problem('conflict', 'refused')], [])
  expect(ending).toMatchObject({ kind: 'refused', problem: { code: 'conflict' } })
})

test.each<ProblemCode>(['not-found', 'not-allowed', 'internal', 'key-reused'])(
  'after a lost answer %s without a record does not say that nothing was changed',
  async (code) => {
    expect((await run([lost, problem(code)], [])).ending).toEqual({ kind: 'unknown' })
  },
)

test.each<ProblemCode>(['not-allowed', 'internal'])(
  'after it was sent %s without a record does not say that nothing was changed',
  async (code) => {
    expect((await run([unconfirmed], [problem(code)])).ending).toEqual({ kind: 'unknown' })
  },
)

test('a sign-in that expires before anything was sent is an end', async () => {
  const { ending, asked } = await run([problem('not-signed-in')], [])
  expect(ending).toMatchObject({ kind: 'refused', problem: { code: 'not-signed-in' } })
  expect(asked).toEqual(['send'])
})

test('a sign-in that expires after it was sent is waited for, and nothing is sent again', async () => {
  const { ending, asked, told } = await run([unconfirmed], [problem('not-signed-in'), done])
  expect(ending).toMatchObject({ kind: 'done' })
  expect(asked).toEqual(['send', 'look', 'sign in', 'look'])
  expect(told).toEqual(['sending', 'looking', 'signed-out'])
})

test('what waits for its turn was not sent, and is told so', async () => {
  const waiting: Answer<AnyOutcome> = {
    kind: 'answered',
    body: { outcome: 'waiting', attempt, position: 2, aboutSeconds: 3, reason: 'busy' },
  }
  const { told } = await run([waiting], [done])
  expect(told).toEqual(['sending', 'waiting'])
})

test('a change of another page is followed and never sent', async () => {
  const { asked, told, ending } = await run(null, [unconfirmed, lost, done])
  expect(ending).toMatchObject({ kind: 'done' })
  expect(asked).toEqual(['look', 'look', 'look'])
  expect(told).toEqual(['looking', 'looking', 'unreachable'])
  expect((await run(null, [problem('not-found')])).ending).toEqual({ kind: 'unknown' })
})

test('after a long time without an answer nobody knows', async () => {
  const { ending } = await run(
    Array.from({ length: 30 }, () => lost),
    [],
  )
  expect(ending).toEqual({ kind: 'unknown' })
})

async function run(sends: Answer<AnyOutcome>[] | null, looks: Answer<AnyOutcome>[]) {
  const asked: string[] = []
  const told: Progress[] = []
  const next = (name: string, answers: Answer<AnyOutcome>[]) => () => {
    asked.push(name)
    return Promise.resolve(answers.shift() ?? lost)
  }
  const ending = await runChange({
    send: sends && next('send', sends),
    look: next('look', looks),
    tell: (progress) => told.push(progress),
    pause: () => Promise.resolve(),
    signedIn: () => {
      asked.push('sign in')
      return Promise.resolve()
    },
  })
  return { asked, told, ending }
}

function problem(code: ProblemCode, outcome?: 'refused'): Answer<AnyOutcome> {
  return {
    kind: 'problem',
    problem: {
      ...(outcome && { outcome }),
      type: '',
      title: '',
      status: problemStatus[code],
      detail: '',
      instance: '',
      code,
    },
  }
}
