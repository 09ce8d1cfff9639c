import { expect, test } from 'vitest'
import { check, type Verdict } from './check.ts'
import type { Said, Task, Wish, Word } from './history.ts'

const start = '2026-11-24T05:00:00.000Z'
const end = '2026-11-24T05:30:00.000Z'
const at = Date.parse('2026-11-23T09:00:00Z')

function wish(key = 'k1'): Wish {
  const who = { visitor: 'v', ownerEmail: 'priya@example.com' }
  return { key, ...who, subject: 'Demo', start, end, manner: { kind: 'once' }, retries: 0 }
}

/** One word after the other, a second apart, each heard half a second after it was asked for. */
function told(...said: (Said | [Said, Word['call'], string?])[]): Word[] {
  return said.map((one, index) => {
    const [what, call, key] = Array.isArray(one) ? one : [one, 'book' as const]
    const askedAt = at + index * 1000
    return { key: key ?? 'k1', call, askedAt, heardAt: askedAt + 500, said: what }
  })
}

function task(id: string, changes: Partial<Task> = {}): Task {
  const what = { subject: 'Demo', ownerEmail: 'priya@example.com', start, end }
  return { id, ...what, createdAt: at, ...changes }
}

const booked = (taskId: string): Said => ({ kind: 'booked', taskId })
const refused: Said = { kind: 'refused', code: 'leadsquared-refused' }
const pending: Said = { kind: 'pending', outcome: 'unconfirmed' }
const unheardOf: Said = { kind: 'unheard-of' }

const assumedMs = 8000
const lateAlert = 'Told as not created, and created late: tasks T1.'
const createdLate = task('t1', { createdAt: at + assumedMs })

type Case = [
  name: string,
  words: Word[],
  tasks: Task[],
  expected: Partial<Verdict>,
  alerts?: string[],
]

test.each<Case>([
  ['an honest booking', told(pending, [booked('T1'), 'look']), [task('t1')], { booked: 1 }],
  ['an honest refusal', told(refused), [], { refused: 1 }],
  [
    'a refusal, and then a try that books',
    told(refused, booked('t1')),
    [task('t1', { createdAt: at + 1000 })],
    { booked: 1 },
  ],
  [
    'a late task that an alert names',
    told(refused),
    [createdLate],
    { refused: 1, alerted: 1 },
    [lateAlert],
  ],
  [
    'a late task that an alert names, and of which the rep is told in the end',
    told(refused, [booked('t1'), 'look']),
    [createdLate],
    { booked: 1, alerted: 1 },
    [lateAlert],
  ],
  [
    'a late task that the second try took, and an alert that names the task of the second',
    told(refused, booked('t2')),
    [createdLate, task('t2', { createdAt: at + 1000 })],
    { booked: 1, alerted: 1 },
    [lateAlert],
  ],
])('%s is no violation', (_name, words, tasks, expected, alerts = []) => {
  const verdict = check([wish()], words, tasks, { alerts, assumedMs })
  expect(verdict).toMatchObject({ ...expected, violations: [] })
})

test.each<Case>([
  ['a second task', told(booked('t1')), [task('t1'), task('t2')], { duplicates: 1 }],
  ['a booking without a task', told(booked('t1')), [], { lost: 1 }],
  [
    'a task of another time',
    told(booked('t1')),
    [task('t1', { start: '2026-11-24T06:00:00.000Z' })],
    { lost: 1 },
  ],
  ['a refusal with a task', told(refused), [task('t1')], { falseRefusals: 1 }],
  [
    'a refusal with a task that was there in time, even if an alert names it',
    told(refused),
    [task('t1')],
    { falseRefusals: 1, alerted: 0 },
    [lateAlert],
  ],
  ['a late task without an alert', told(refused), [createdLate], { falseRefusals: 1 }],
  [
    'a late task of which the rep is told in the end, without an alert',
    told(refused, [booked('t1'), 'look']),
    [createdLate],
    { falseRefusals: 1 },
  ],
  [
    'a refusal whose task was there before the next try',
    told(refused, pending, pending, [booked('t1'), 'look']),
    [task('t1', { createdAt: at - 1000 })],
    { falseRefusals: 1 },
  ],
  ['two ids for one key', told(booked('t1'), booked('t2')), [task('t1')], { contradictions: 1 }],
  [
    'a booking that is refused later',
    told(booked('t1'), [refused, 'look']),
    [task('t1')],
    { contradictions: 1 },
  ],
  ['a forgotten promise', told(pending, [unheardOf, 'look']), [], { contradictions: 1 }],
  ['a promise without an end', told(pending), [], { unresolved: 1 }],
  ['a rep who never heard anything', told(unheardOf), [], { unresolved: 1 }],
])('%s is a violation', (_name, words, tasks, expected, alerts = []) => {
  const verdict = check([wish()], words, tasks, { alerts, assumedMs })
  expect(verdict).toMatchObject(expected)
  expect(verdict.violations.length).toBeGreaterThan(0)
})

test('two equal bookings must not share a task', () => {
  const words = told([booked('t1'), 'book', 'k1'], [booked('t1'), 'book', 'k2'])
  expect(
    check([wish('k1'), wish('k2')], words, [task('t1')], { alerts: [], assumedMs }),
  ).toMatchObject({
    contradictions: 1,
  })
})

test('of two equal bookings one may be refused', () => {
  const words = told([booked('t1'), 'book', 'k1'], [refused, 'book', 'k2'])
  expect(
    check([wish('k1'), wish('k2')], words, [task('t1')], { alerts: [], assumedMs }),
  ).toMatchObject({
    booked: 1,
    refused: 1,
    violations: [],
  })
})
