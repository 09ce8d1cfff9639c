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

test('after a long time without an answer nobody knows', async () => {
  const { ending } = await run(
    Array.from({ length: 30 }, () => lost),
    [],
  )
  expect(ending).toEqual({ kind: 'unknown' })
})

async function run(sends: Answer<AnyOutcome>[], looks: Answer<AnyOutcome>[]) {
  const asked: string[] = []
  const told: Progress[] = []
  const next = (name: string, answers: Answer<AnyOutcome>[]) => () => {
    asked.push(name)
    return Promise.resolve(answers.shift() ?? lost)
  }
  const ending = await runChange({
    send: next('send', sends),
    look: next('look', looks),
    tell: (progress) => told.push(progress),
    pause: () => Promise.resolve(),
  })
  return { asked, told, ending }
}

function problem(code: ProblemCode): Answer<AnyOutcome> {
  return {
    kind: 'problem',
    problem: {
      type: '',
      title: '',
      status: problemStatus[code],
      detail: '',
      instance: '',
      code,
    },
  }
}
