import { expect, test } from 'vitest'
import {
  type ChangedTask,
  checkChanges,
  type ChangeVerdict,
  type ChangeWord,
  type PlannedChange,
  writeName,
} from './check-changes.ts'

const taskId = '0A1B'
const before = { start: '2026-11-24T05:00:00.000Z', end: '2026-11-24T05:30:00.000Z' }
const after = { start: '2026-12-15T05:00:00.000Z', end: '2026-12-15T05:30:00.000Z' }
const priya = 'priya@example.com'
const anil = 'anil@example.com'

function planned(kind: PlannedChange['kind'], ...heard: ChangeWord['said'][]): PlannedChange {
  return {
    key: 'k1',
    visitor: 'v1',
    taskId,
    kind,
    ...after,
    ownerEmail: anil,
    heard: heard.map((said, index) => ({
      said,
      askedAt: index * 1000,
      heardAt: index * 1000 + 500,
    })),
    booked: { subject: 'Demo', ownerEmail: priya, ...before },
    bookedAt: 0,
  }
}

/** The task as it was booked, but for these members. */
function task(changes: Partial<ChangedTask> = {}): ChangedTask {
  return { id: '0a1b', ...before, statusCode: 0, owner: { email: priya }, ...changes }
}

/** The task after each kind of change. */
const made: Record<PlannedChange['kind'], ChangedTask[]> = {
  move: [task(after)],
  'hand-over': [task({ owner: { email: anil } })],
  complete: [task({ statusCode: 1 })],
  delete: [],
}
const kinds = ['move', 'hand-over', 'complete', 'delete'] as const

function judge(change: PlannedChange, tasks: ChangedTask[], writes: number): ChangeVerdict {
  return checkChanges([change], tasks, new Map([[writeName(change), writes]]))
}

const clean = { twice: 0, lost: 0, falseWords: 0, unresolved: 0, violations: [] }

test.each(kinds)('a %s that was told as done and is there is no violation', (kind) => {
  const verdict = judge(planned(kind, 'pending', 'done'), made[kind], 1)
  expect(verdict).toEqual({ ...clean, changes: 1, done: 1, refused: 0 })
})

test.each(kinds)('a %s that was told as refused and is not there is no violation', (kind) => {
  const verdict = judge(planned(kind, 'refused'), [task()], 0)
  expect(verdict).toEqual({ ...clean, changes: 1, done: 0, refused: 1 })
})

test.each(kinds)('a %s that was told as done and is not there is lost', (kind) => {
  expect(judge(planned(kind, 'done'), [task()], 1)).toMatchObject({ lost: 1, done: 1 })
})

test.each(kinds)('a %s that was told as refused and is there is a false word', (kind) => {
  const verdict = judge(planned(kind, 'refused'), made[kind], 1)
  expect(verdict).toMatchObject({ falseWords: 1, lost: 0, refused: 1 })
})

test.each(kinds)('a %s that two calls wrote is twice, also if the task looks right', (kind) => {
  const verdict = judge(planned(kind, 'done'), made[kind], 2)
  expect(verdict).toMatchObject({ twice: 1, lost: 0, falseWords: 0 })
  expect(verdict.violations).toEqual([`twice: ${kind} of ${taskId} was written 2 times`])
})

test('a deletion of a task that no call deleted is lost', () => {
  expect(judge(planned('delete', 'done'), [], 0)).toMatchObject({ lost: 1 })
})

test('a task that is gone was not moved', () => {
  expect(judge(planned('move', 'done'), [], 1)).toMatchObject({ lost: 1 })
})

test('the end of a move counts too', () => {
  const half = task({ start: after.start, end: before.end })
  expect(judge(planned('move', 'done'), [half], 1)).toMatchObject({ lost: 1 })
})

test.each<[string, ChangeWord['said'][]]>([
  ['nothing but silence', ['nothing', 'nothing']],
  ['a promise without an end', ['pending']],
  ['a refusal, and a new try without an end', ['refused', 'pending']],
  ['no knowledge of it', ['unheard-of']],
])('%s is unresolved', (_name, heard) => {
  expect(judge(planned('move', ...heard), [task()], 0)).toMatchObject({
    unresolved: 1,
    done: 0,
    refused: 0,
  })
})

test('silence after an outcome changes nothing', () => {
  expect(judge(planned('move', 'done', 'nothing'), made.move, 1)).toMatchObject({
    ...clean,
    done: 1,
  })
})

test('a refusal and then a try that is done is no violation', () => {
  expect(judge(planned('move', 'refused', 'done'), made.move, 1)).toMatchObject({
    ...clean,
    done: 1,
  })
})

test.each<[string, ChangeWord['said'][]]>([
  ['done, and later refused', ['done', 'refused']],
  ['done, and later pending', ['done', 'pending', 'done']],
  ['a promise that is forgotten', ['pending', 'unheard-of', 'done']],
])('%s is a false word', (_name, heard) => {
  expect(judge(planned('move', ...heard), made.move, 1)).toMatchObject({ falseWords: 1 })
})

test('an answer that was asked for before another came is no contradiction', () => {
  const change = planned('move')
  change.heard.push(
    { said: 'done', askedAt: 0, heardAt: 500 },
    { said: 'pending', askedAt: 100, heardAt: 600 },
    { said: 'done', askedAt: 700, heardAt: 800 },
  )
  expect(judge(change, made.move, 1)).toMatchObject({ ...clean, done: 1 })
})

test('each change is judged by its own task and its own writes', () => {
  const other = { ...planned('delete', 'done'), taskId: '0c2d' }
  const writes = new Map([
    ['move 0a1b', 1],
    ['delete 0c2d', 2],
  ])
  expect(checkChanges([planned('move', 'done'), other], made.move, writes)).toMatchObject({
    changes: 2,
    done: 2,
    twice: 1,
    lost: 0,
  })
})
