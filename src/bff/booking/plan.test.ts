import { beforeEach, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import { planBooking } from './plan.ts'
import { ProblemThrown } from '../http/problems.ts'
import { key, leadId, ownerId, taskType } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import type { TestClock } from '../test-clock.ts'
import { failures, neverArrived, type TestUpstream } from './test-upstream.ts'

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

const otherKey = '7d444840-9dc0-41d1-b245-5ffdce74fad3'

test('with `onRepeat: ask` an equal booking of the same browser is refused once, naming the first', async () => {
  await clock.settle(50, desk.bookings.run(ask()))
  const request = { ...ask().request, onRepeat: 'ask' as const }
  const again = ask({ key: otherKey, request })
  expect(await clock.settle(50, desk.bookings.run(again))).toMatchObject({
    kind: 'refused',
    code: 'already-booked',
    facts: { params: { earlierTaskId: booked.taskId, earlierAt: '2026-11-23T09:00:00.000Z' } },
  })
  const stranger = desk.bookings.run({ ...again, visitor: 'visitor-2' })
  expect(await clock.settle(50, stranger)).toMatchObject({ kind: 'booked' })
})

test('with `onRepeat: ask` an equal booking of the same person is refused, from whichever browser it comes', async () => {
  const person = 'priya@example.com'
  await clock.settle(50, desk.bookings.run(ask({ person })))
  const request = { ...ask().request, onRepeat: 'ask' as const }
  const again = ask({ person, visitor: 'visitor-2', key: otherKey, request })
  expect(await clock.settle(50, desk.bookings.run(again))).toMatchObject({
    kind: 'refused',
    code: 'already-booked',
  })
  const other = desk.bookings.run({ ...again, person: 'sam@example.com', visitor: 'visitor-1' })
  expect(await clock.settle(50, other)).toMatchObject({ kind: 'booked' })
})

test('with `onRepeat: ask` it is said that an equal booking is under way and has no task yet', async () => {
  upstream.fates = [neverArrived]
  await clock.settle(50, desk.bookings.run(ask()))
  const request = { ...ask().request, onRepeat: 'ask' as const }
  const answer = await clock.settle(50, desk.bookings.run(ask({ key: otherKey, request })))
  expect(answer).toMatchObject({
    kind: 'refused',
    code: 'already-booked',
    facts: {
      params: { earlierAt: '2026-11-23T09:00:00.000Z' },
      detail: 'An equal booking is under way; whether it was created is not known yet.',
    },
  })
  expect(JSON.stringify(answer)).not.toContain('earlierTaskId')
})

test('without `onRepeat: ask`, or ten minutes later, an equal booking is booked', async () => {
  await clock.settle(50, desk.bookings.run(ask()))
  expect(await clock.settle(50, desk.bookings.run(ask({ key: otherKey })))).toMatchObject({
    kind: 'booked',
  })
  await clock.advance(10 * 60_000)
  const third = ask({
    key: '7d444840-9dc0-41d1-b245-5ffdce74fad4',
    request: { ...ask().request, onRepeat: 'ask' },
  })
  expect(await clock.settle(50, desk.bookings.run(third))).toMatchObject({ kind: 'booked' })
})

test('a refusal before sending names the field, is kept for the audit and costs no create', async () => {
  const request = { ...ask().request, owner: { email: 'nobody@example.com' } }
  expect(await clock.settle(50, desk.bookings.run(ask({ request })))).toMatchObject({
    kind: 'refused',
    code: 'unknown-owner',
    facts: { errors: [{ pointer: '/owner/email' }] },
  })
  expect(await store.find('', key)).toMatchObject({ state: 'refused', sentAt: null })
  expect(upstream.sent).toEqual([])
})

test('without a fixed time no date is sent, and the answer has the times that LeadSquared chose', async () => {
  const { start: _start, end: _end, ...request } = ask().request
  const answer = await clock.settle(50, desk.bookings.run(ask({ request })))
  expect(upstream.sent[0]).not.toHaveProperty('DueDate')
  expect(upstream.sent[0]).not.toHaveProperty('EndDate')
  expect(answer).toMatchObject({
    kind: 'booked',
    appointment: { start: '2026-11-23T09:00:00.000Z', end: '2026-11-23T09:30:00.000Z' },
  })
  expect(await desk.bookings.look('', key)).toEqual({ ...answer, isReplay: true })
})

test('if the stored task cannot be read back, the booking is valid and its times are unknown', async () => {
  const { start: _start, end: _end, ...request } = ask().request
  upstream.readsFail = failures.timedOut
  expect(await clock.settle(50, desk.bookings.run(ask({ request })))).toMatchObject({
    kind: 'booked',
    appointment: { start: null, end: null },
  })
})

test('a start without an end takes the length of the type, with the given owner and lead', async () => {
  const { end: _end, ...request } = ask().request
  const answer = await clock.settle(
    50,
    desk.bookings.run(ask({ request: { ...request, lead: { id: leadId } } })),
  )
  expect(upstream.sent[0]).toMatchObject({
    EndDate: '2026-11-24 05:30:00',
    RelatedEntity: 1,
    RelatedEntityId: leadId,
    OwnerId: ownerId,
  })
  expect(answer).toMatchObject({
    appointment: { end: '2026-11-24T05:30:00.000Z', lead: { name: 'Lena Lead' } },
  })
  expect(upstream.lookUps).toEqual([`lead ${leadId}`])
})

test('a type that an old list does not have is unknown only to us, while LeadSquared is down', async () => {
  const old = { value: [taskType()], staleSince: clock.now() - 60_000 }
  const taskTypes = {
    get: () => Promise.resolve(old),
    refresh: () => Promise.resolve(old),
    known: () => null,
  }
  const asker = { person: 'priya', booker: null, reference: 'AD-1' }
  const planned = (name: string) =>
    planBooking({ ...ask().request, taskType: { name } }, asker, { ...desk.deps, taskTypes })
  await expect(planned('Demo')).rejects.toMatchObject({
    code: 'leadsquared-unreachable',
    facts: { params: { retryAfterSeconds: 10 } },
  })
  expect(await planned('Meeting')).toMatchObject({ taskType: { name: 'Meeting' } })
})

test('if the type has no length, the end that LeadSquared chose is read back', async () => {
  const other = startProcess({
    store,
    clock,
    upstream,
    name: 'process-2',
    taskTypes: [taskType({ defaultDurationMinutes: null })],
  })
  const { end: _end, ...request } = ask().request
  const answer = await clock.settle(50, other.bookings.run(ask({ request })))
  expect(upstream.sent[0]).not.toHaveProperty('EndDate')
  expect(answer).toMatchObject({ appointment: { end: '2026-11-24T05:30:00.000Z' } })
  await other.stop()
})

test('a person who may not book for the owner is refused before anything is sent', async () => {
  const policed = startProcess({
    store,
    clock,
    upstream,
    name: 'process-2',
    policy: {
      check: (person, owner) =>
        Promise.reject(
          new ProblemThrown('not-allowed', { detail: `${person} not for ${owner.email}` }),
        ),
    },
  })
  const asked = ask({ person: 'priya@example.com' })
  expect(await clock.settle(50, policed.bookings.run(asked))).toMatchObject({
    kind: 'refused',
    code: 'not-allowed',
    facts: { detail: 'priya@example.com not for ravi@example.com' },
  })
  expect(upstream.sent).toEqual([])
  await clock.settle(30_000, policed.stop())
})
