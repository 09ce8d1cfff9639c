import { beforeEach, expect, test } from 'vitest'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import {
  ask as askToBook,
  mortal,
  openDesk,
  startProcess,
  type TestProcess,
} from '../booking/test-bookings.ts'
import { otherOwnerId, ownerId, taskId } from '../booking/test-booking.ts'
import { failures, type TestUpstream } from '../booking/test-upstream.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { TestClock } from '../test-clock.ts'
import { changeFingerprint, type ChangeRequest } from './record.ts'

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

const booked = { startMs: Date.UTC(2026, 10, 24, 5), endMs: Date.UTC(2026, 10, 24, 5, 30) }
const later = { startMs: Date.UTC(2026, 10, 24, 8), endMs: Date.UTC(2026, 10, 24, 9) }
const move: ChangeRequest = { kind: 'move', taskId, to: later, expected: booked }
const handOver: ChangeRequest = {
  kind: 'hand-over',
  taskId,
  owner: { id: otherOwnerId },
  expected: booked,
}
const complete: ChangeRequest = { kind: 'complete', taskId }
const remove: ChangeRequest = { kind: 'delete', taskId }

beforeEach(async () => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  await clock.settle(50, desk.bookings.run(askToBook()))
  return world.close
})

test.each([
  ['a move', move, { start: '2026-11-24T08:00:00.000Z', end: '2026-11-24T09:00:00.000Z' }],
  ['a hand-over', handOver, { owner: { id: otherOwnerId } }],
  ['a completion', complete, { subject: 'Demo' }],
  ['a deletion', remove, { start: '2026-11-24T05:00:00.000Z', subject: 'Demo' }],
])('%s is done when the task shows it, and the key tells it again', async (_name, request, now) => {
  const asked = desk.bookings.run(ask(request))
  await clock.advance(1000)
  expect(await store.find('', key)).toMatchObject({ state: 'sending', kind: request.kind })
  const first = await clock.settle(3000, asked)
  expect(first).toMatchObject({ kind: 'booked', of: request.kind, taskId, appointment: now })
  const again = await clock.settle(50, desk.bookings.run(ask(request)))
  expect(again).toEqual({ ...first, isReplay: true })
  expect(upstream.changed).toHaveLength(1)
})

test.each([
  ['a move', move],
  ['a hand-over', handOver],
  ['a completion', complete],
  ['a deletion', remove],
])('%s whose answer is lost is sent once, and found', async (_name, request) => {
  upstream.changeFates = [{ commitAfterMs: 500, answer: failures.broken }]
  expect(await clock.settle(100, desk.bookings.run(ask(request)))).toMatchObject({
    kind: 'unconfirmed',
  })
  await clock.advance(30_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', of: request.kind })
  expect(upstream.changed).toHaveLength(1)
})

test.each([
  ['a move', move],
  ['a completion', complete],
  ['a deletion', remove],
])(
  '%s that never shows is told as not made, and the same key may try again',
  async (_name, request) => {
    upstream.changeFates = [{ answer: failures.timedOut }]
    await clock.settle(100, desk.bookings.run(ask(request)))
    await clock.advance(170_000)
    expect(await desk.bookings.look('', key)).toMatchObject({
      kind: 'refused',
      code: 'not-created',
      facts: { detail: 'LeadSquared did not make this change.' },
    })
    expect(await clock.settle(4000, desk.bookings.run(ask(request)))).toMatchObject({
      kind: 'booked',
    })
    expect(upstream.changed).toHaveLength(2)
  },
)

test('a queued change that takes longer than the asker waits is unconfirmed, and then done', async () => {
  upstream.changeFates = [{ commitAfterMs: 20_000, answer: 'ok' }]
  const asked = desk.bookings.run(ask(move))
  expect(await clock.settle(10_000, asked)).toMatchObject({ kind: 'unconfirmed' })
  await clock.advance(40_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', of: 'move' })
  expect(upstream.changed).toEqual(['move'])
})

test('a process that is killed while it looks leaves the change to another one, which sends nothing', async () => {
  const dying = mortal(store)
  const first = startProcess({ store: dying.store, clock, upstream, name: 'process-2' })
  void first.bookings.run(ask(move))
  await clock.advance(300)
  expect(upstream.changed).toEqual(['move'])
  dying.kill()
  await clock.advance(60_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked', of: 'move' })
  expect(upstream.changed).toEqual(['move'])
})

test('what LeadSquared has elsewhere by now is told and not overwritten', async () => {
  upstream.tasks = upstream.tasks.map((task) => ({
    ...task,
    DueDate: later.startMs,
    EndDate: later.endMs,
  }))
  expect(await clock.settle(100, desk.bookings.run(ask(handOver)))).toMatchObject({
    kind: 'refused',
    code: 'changed',
    facts: { params: { current: { start: '2026-11-24T08:00:00.000Z', status: 'open' } } },
  })
  expect(upstream.changed).toEqual([])
})

test('an appointment that somebody else has by now is told and not overwritten', async () => {
  const asSeen = { ...booked, ownerId }
  upstream.tasks = upstream.tasks.map((task) => ({ ...task, OwnerId: otherOwnerId }))
  for (const [index, request] of [move, handOver].entries()) {
    const asked = desk.bookings.run(ask({ ...request, expected: asSeen }, index))
    expect(await clock.settle(100, asked)).toMatchObject({ kind: 'refused', code: 'changed' })
  }
  expect(upstream.changed).toEqual([])
  const seen = { ...booked, ownerId: otherOwnerId.toUpperCase() }
  const asked = desk.bookings.run(ask({ ...move, expected: seen }, 2))
  expect(await clock.settle(4000, asked)).toMatchObject({ kind: 'booked' })
})

test('an appointment without an end is moved', async () => {
  upstream.tasks = upstream.tasks.map((task) => ({ ...task, EndDate: null }))
  const asked = desk.bookings.run(ask({ ...move, expected: { ...booked, endMs: null } }))
  expect(await clock.settle(4000, asked)).toMatchObject({ kind: 'booked' })
})

test.each([1, 2])('an appointment with status %d can only be deleted', async (StatusCode) => {
  upstream.tasks = upstream.tasks.map((task) => ({ ...task, StatusCode }))
  for (const [index, request] of [move, handOver, complete].entries()) {
    const asked = desk.bookings.run(ask(request, index))
    expect(await clock.settle(100, asked)).toMatchObject({ kind: 'refused', code: 'changed' })
  }
  expect(await clock.settle(4000, desk.bookings.run(ask(remove, 3)))).toMatchObject({
    kind: 'booked',
  })
})

test('a deleted appointment cannot be changed', async () => {
  upstream.tasks = []
  expect(await clock.settle(100, desk.bookings.run(ask(move)))).toMatchObject({
    kind: 'refused',
    code: 'not-found',
  })
})

test('of two tabs that change it at the same time one goes on', async () => {
  const both = [desk.bookings.run(ask(move, 1)), desk.bookings.run(ask(remove, 2))]
  await clock.advance(4000)
  const answers = await Promise.all(both)
  expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['booked', 'refused'])
  expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'changed' })
  expect(upstream.changed).toHaveLength(1)
})

test('it is handed over only to somebody for whom the person may book', async () => {
  const policy = {
    check: () => Promise.reject(new ProblemThrown('not-allowed')),
  }
  const strict = startProcess({ store, clock, upstream, name: 'process-2', policy })
  expect(await clock.settle(100, strict.bookings.run(ask(handOver)))).toMatchObject({
    kind: 'refused',
    code: 'not-allowed',
  })
  expect(await clock.settle(4000, strict.bookings.run(ask(move, 1)))).toMatchObject({
    kind: 'booked',
  })
  await strict.stop()
})

test('what LeadSquared refuses was not done', async () => {
  upstream.changeFates = [{ answer: failures.refused }]
  expect(await clock.settle(100, desk.bookings.run(ask(complete)))).toMatchObject({
    kind: 'refused',
    code: 'leadsquared-refused',
  })
})

test('a change is in the audit trail and not among the bookings', async () => {
  await clock.settle(4000, desk.bookings.run(ask(move)))
  const recent = await store.listRecent({ visitor: 'visitor-1' }, 10)
  expect(recent.map(({ kind }) => kind)).toEqual(['book'])
  const trail: Attempt[] = []
  for await (const row of store.audit(0)) trail.push(row)
  expect(trail.map(({ kind }) => kind)).toEqual(['book', 'move'])
  expect(trail.map((row) => row.taskId)).toEqual([taskId, taskId])
})

test('the same key for another change is a mistake', async () => {
  await clock.settle(4000, desk.bookings.run(ask(move)))
  expect(await clock.settle(50, desk.bookings.run(ask(remove)))).toMatchObject({
    kind: 'turned-away',
    code: 'key-reused',
  })
})

test('the owner keeps the appointment when only its time changes', async () => {
  const answer = await clock.settle(4000, desk.bookings.run(ask(move)))
  expect(answer).toMatchObject({ appointment: { owner: { id: ownerId, name: 'Ravi Rep' } } })
})

const key = '0f8fad5b-d9cb-469f-a165-70867728950e'

function ask(request: ChangeRequest, number = 0) {
  return {
    person: '',
    visitor: 'visitor-1',
    key: number === 0 ? key : `0f8fad5b-d9cb-469f-a165-00000000000${number}`,
    kind: request.kind,
    taskId,
    fingerprint: changeFingerprint(request),
    request,
  }
}
