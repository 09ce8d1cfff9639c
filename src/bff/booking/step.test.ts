import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { newAttempt } from './record.ts'
import type { StepDeps } from './step.ts'
import { key, ownerId } from './test-booking.ts'
import {
  ask,
  booked,
  fragile,
  mortal,
  openDesk,
  startProcess,
  type TestProcess,
} from './test-bookings.ts'
import { failures, goesWell, type TestUpstream } from './test-upstream.ts'

/** Between the look-ups and the first byte: the check for conflicts, the turn, and what ends a booking there. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

type Checked = Awaited<ReturnType<StepDeps['conflicts']['check']>>

/** A process whose check for conflicts answers this, with what it was asked. */
function checking(answer: Checked) {
  const asked: object[] = []
  const process = startProcess({
    store,
    clock,
    upstream,
    name: 'checking',
    conflicts: {
      check(subject, turn) {
        asked.push({ ...subject, ...turn })
        return Promise.resolve(answer)
      },
    },
  })
  return { process, asked }
}

describe('the check for conflicts', () => {
  test('is asked about what will be sent, for the person, with what the rep accepted', async () => {
    const { process, asked } = checking({ means: 'clear', permit: undefined, isChecked: true })
    const request = { ...ask().request, conflictOverride: { seen: 'any' as const } }
    const answer = process.bookings.run(ask({ person: 'priya@example.com', request }))
    expect(await clock.settle(50, answer)).toMatchObject({ ...booked, conflictsChecked: true })
    expect(asked).toMatchObject([
      {
        owner: { id: ownerId },
        startMs: Date.UTC(2026, 10, 24, 5),
        taskId: null,
        person: 'priya@example.com',
        key,
        override: { seen: 'any' },
        patienceMs: 120_000,
      },
    ])
    await process.stop()
  })

  test('that refuses ends the booking, and nothing is sent', async () => {
    const facts = { detail: 'The time is taken.' }
    const { process } = checking({ means: 'refused', code: 'conflict', facts, said: '' })
    expect(await clock.settle(50, process.bookings.run(ask()))).toEqual({
      kind: 'refused',
      code: 'conflict',
      facts,
    })
    expect(await store.find('', key)).toMatchObject({ state: 'refused', said: null, sentAt: null })
    expect(upstream.sent).toEqual([])
    await process.stop()
  })

  test('that finds no turn in the time limit ends the booking and says when there may be one', async () => {
    const code = 'leadsquared-busy'
    const { process } = checking({ means: 'not-now', code, retryAfterMs: 120_000, said: 'busy' })
    expect(await clock.settle(50, process.bookings.run(ask()))).toMatchObject({
      kind: 'refused',
      code: 'leadsquared-busy',
      facts: { params: { retryAfterSeconds: 120 } },
    })
    await process.stop()
  })

  test.each([
    ['is sent', goesWell],
    ['is refused', { answer: failures.refused }],
    ['never leaves', { answer: failures.unreachable }],
  ])('its turn is given back once, whether the booking %s', async (_, fate) => {
    let released = 0
    const permit = { take: () => null, release: () => void (released += 1) }
    const { process } = checking({ means: 'clear', permit, isChecked: undefined })
    upstream.fates = [fate]
    void process.bookings.run(ask())
    await clock.advance(100)
    expect(released).toBe(1)
    await process.stop()
  })
})

test('where nobody signs in, turns are fair among browsers', async () => {
  const { process, asked } = checking({ means: 'clear', permit: undefined, isChecked: undefined })
  await clock.settle(50, process.bookings.run(ask()))
  expect(asked).toMatchObject([{ person: 'visitor-1' }])
  await process.stop()
})

test('a refusal that comes after another process gave up on it is certain, and told at once', async () => {
  const view: AttemptStore = { ...store, claimDue: () => Promise.resolve([]) }
  const slow = startProcess({ store: view, clock, upstream, name: 'slow' })
  upstream.fates = [{ answerAfterMs: 30_000, answer: failures.refused }]
  void slow.bookings.run(ask())
  await clock.advance(29_000)
  expect(await store.find('', key)).toMatchObject({ state: 'unconfirmed' })
  await clock.advance(2000)
  expect(await desk.bookings.look('', key)).toMatchObject({
    kind: 'refused',
    code: 'leadsquared-refused',
  })
  await slow.stop()
})

describe('a booking that waits', () => {
  test('is free for another process as soon as the one that looks things up stops', async () => {
    const check = () => new Promise<never>(() => undefined)
    const slow = startProcess({ store, clock, upstream, name: 'slow', policy: { check } })
    void slow.bookings.run(ask())
    await clock.advance(100)
    expect(await store.find('', key)).toMatchObject({ leaseOwner: 'slow' })
    await clock.settle(10, slow.stop())
    expect(await store.find('', key)).toMatchObject({ state: 'waiting', leaseOwner: null })
  })

  test('is refused without any call where it was withdrawn before', async () => {
    const { attempt } = await store.begin(newAttempt(ask(), null))
    const soon = { fromNowMs: 0 }
    await store.transition(attempt, ['waiting'], { withdrawnAt: soon, nextCheckAt: soon })
    await clock.advance(1000)
    expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'refused', code: 'withdrawn' })
    expect(upstream.sent).toEqual([])
  })

  test.each([
    ['leadsquared-busy', { ...goesWell, turnAfterMs: 60_000 }],
    ['leadsquared-unreachable', { answer: failures.unreachable }],
  ])('is not sent after its time limit, when no process ran for long: %s', async (code, fate) => {
    await desk.stop()
    const { store: view, kill } = mortal(store)
    const dying = startProcess({ store: view, clock, upstream, name: 'dead' })
    upstream.fates = [fate]
    void dying.bookings.run(ask())
    await clock.advance(100)
    expect(await store.find('', key)).toMatchObject({ state: 'waiting' })
    kill()
    await clock.advance(121_000)
    upstream.sent.length = 0
    const next = startProcess({ store, clock, upstream, name: 'process-2' })
    await clock.advance(1000)
    expect(await next.bookings.look('', key)).toMatchObject({ kind: 'refused', code })
    expect(upstream.sent).toEqual([])
    await next.stop()
  })

  test('is withdrawn also after a connection that failed', async () => {
    const other = startProcess({ store, clock, upstream, name: 'process-2' })
    upstream.fates = [{ connectsAfterMs: 2000, answer: failures.unreachable }]
    void desk.bookings.run(ask())
    await clock.advance(1000)
    void other.bookings.withdraw('', key)
    await clock.advance(1500)
    expect(await store.find('', key)).toMatchObject({ state: 'refused', said: expect.any(String) })
    await clock.advance(60_000)
    expect(upstream.sent.slice(1)).toEqual([])
    await other.stop()
  })

  test('is tried again ever less often while LeadSquared cannot be reached', async () => {
    const tries: number[] = []
    const startedAt = clock.now()
    upstream.onCreate = () => tries.push(clock.now() - startedAt)
    upstream.fates = Array.from({ length: 100 }, () => ({ answer: failures.unreachable }))
    void desk.bookings.run(ask())
    await clock.advance(130_000)
    const pauses = tries.map((at, index) => at - (tries[index - 1] ?? 0))
    expect(tries[1]).toBeLessThanOrEqual(1000)
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(5000)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5500)
    expect(tries.length).toBeGreaterThan(20)
    expect(tries.length).toBeLessThan(40)
    expect(Math.max(...tries)).toBeLessThanOrEqual(125_000)
  })

  test('says why it waits, and keeps what LeadSquared said', async () => {
    upstream.fates = Array.from({ length: 100 }, () => ({ answer: failures.unreachable }))
    expect(await clock.settle(400, desk.bookings.run(ask()))).toMatchObject({
      kind: 'waiting',
      reason: 'unreachable',
    })
    expect(await store.find('', key)).toMatchObject({
      state: 'waiting',
      said: 'what LeadSquared said',
      leaseOwner: null,
    })
  })

  test('is refused as broken where its look-ups break, and an operator can read why', async () => {
    const broken = startProcess({
      store,
      clock,
      upstream,
      name: 'broken',
      policy: { check: () => Promise.reject(new Error('a fault of ours')) },
    })
    expect(await clock.settle(50, broken.bookings.run(ask()))).toMatchObject({
      kind: 'refused',
      code: 'internal',
    })
    expect(broken.logged).toMatchObject([
      { message: 'refused: its look-ups broke', event: { attempt: key, code: 'internal' } },
    ])
    expect(JSON.stringify(broken.logged)).toContain('a fault of ours')
    await broken.stop()
  })
})

test('a store that is away while a booking is put off is waited for, and then it is booked', async () => {
  const { store: view, away } = fragile(store)
  const other = startProcess({ store: view, clock, upstream, name: 'process-2' })
  upstream.fates = [{ connectsAfterMs: 1000, answer: failures.unreachable }]
  void other.bookings.run(ask()).catch(() => null)
  await clock.advance(900)
  away(true)
  await clock.advance(5000)
  away(false)
  await clock.advance(30_000)
  expect(await other.bookings.look('', key)).toMatchObject({ kind: 'booked' })
  expect(upstream.tasks).toHaveLength(1)
  await other.stop()
})

test('a row that a dead process noted as sending is told as unconfirmed until it is found', async () => {
  const { attempt } = await store.begin(newAttempt(ask(), null))
  const plan = JSON.stringify(null)
  await store.transition(attempt, ['waiting'], {
    state: 'sending',
    plan,
    sentAt: { fromNowMs: 0 },
    leaseOwner: 'dead',
    leaseUntil: { fromNowMs: 3000 },
  })
  await clock.advance(2000)
  expect(await store.find('', key)).toMatchObject({ state: 'sending' })
  await clock.advance(1500)
  expect(await store.find('', key)).toMatchObject({
    state: 'unconfirmed',
    said: 'no answer was noted',
  })
  expect(desk.logged[0]?.message).toBe('unconfirmed: the process that sent it noted no end')
})
