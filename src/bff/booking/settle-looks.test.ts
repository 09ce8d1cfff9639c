import { beforeEach, describe, expect, test } from 'vitest'
import type { Attempt, AttemptPatch, AttemptStore } from '#store/attempts/attempts.ts'
import { StoreUnavailable } from '#store/engine.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { book } from './book.ts'
import type { Job, Sighting } from './kind.ts'
import { newAttempt, refusedPatch } from './record.ts'
import { lookOnceMore, settleDone } from './settle.ts'
import { attempt, key } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import { failures, lostAnswer, neverArrived, type TestUpstream } from './test-upstream.ts'

/** Looks for a booking that is unconfirmed, and what is kept of one that was answered. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

/** The work on a row that nobody withdraws, in a process that does not stop. */
const job: Job = {
  signal: new AbortController().signal,
  why: () => null,
  onPlace() {},
  onSending() {},
}

test('absence counts from the sending, and not from the moment at which it was asked for', async () => {
  upstream.fates = [{ ...neverArrived, turnAfterMs: 60_000, commitAfterMs: 115_000 }]
  void desk.bookings.run(ask())
  await clock.advance(60_000 + 110_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  await clock.advance(30_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('one that is found has no alert, and is not looked for again', async () => {
  upstream.fates = [lostAnswer]
  await clock.settle(50, desk.bookings.run(ask()))
  await clock.advance(60_000)
  expect(await store.find('', key)).toMatchObject({ state: 'booked', alert: null })
  expect(upstream.calendarReads).toBe(1)
})

test('after reads that failed it is found within two seconds of the first good one', async () => {
  upstream.fates = [lostAnswer]
  upstream.readsFail = failures.broken
  await clock.settle(50, desk.bookings.run(ask()))
  await clock.advance(40_000)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'unconfirmed' })
  upstream.readsFail = null
  await clock.advance(2500)
  expect(await desk.bookings.look('', key)).toMatchObject({ kind: 'booked' })
})

test('while good reads find nothing, LeadSquared is asked less and less often', async () => {
  upstream.fates = [neverArrived]
  await clock.settle(50, desk.bookings.run(ask()))
  await clock.advance(100_000)
  expect(upstream.calendarReads).toBeLessThanOrEqual(9)
  expect(upstream.calendarReads).toBeGreaterThanOrEqual(6)
})

test('a task that another booking took in the same moment is left to it, and is looked for again', async () => {
  let isStale = true
  const stale: AttemptStore = {
    ...store,
    ownersOfTasks: (ids) => {
      const answer = isStale
        ? Promise.resolve(new Map<string, Attempt>())
        : store.ownersOfTasks(ids)
      isStale = false
      return answer
    },
  }
  const settings = { marker: 'off' }
  const unmarked = startProcess({ store: stale, clock, upstream, settings, name: 'process-2' })
  await clock.settle(30_000, desk.stop())
  await clock.settle(50, unmarked.bookings.run(ask()))
  const second = ask({ key: '7d444840-9dc0-41d1-b245-5ffdce74fad3' })
  upstream.fates = [neverArrived]
  await clock.settle(50, unmarked.bookings.run(second))
  await clock.advance(1900)
  expect(upstream.calendarReads).toBe(2)
  await clock.advance(130_000)
  expect(await unmarked.bookings.look('', second.key)).toMatchObject({ code: 'not-created' })
  expect(await unmarked.bookings.look('', key)).toMatchObject({ taskId: booked.taskId })
  const logged = unmarked.logged.map(({ message }) => message)
  expect(logged).not.toContain('an attempt could not be worked on')
  await clock.settle(30_000, unmarked.stop())
})

describe('the last look for an earlier try', () => {
  /**
   * The row of the first try, which was told as not created, after its last look. A second try is in this state, and
   * `lookAgainMs` says when its own last look is due. The look finds the task `found`, or must not happen.
   */
  async function lookBeside(
    state: 'waiting' | 'unconfirmed' | 'not-created',
    { found, lookAgainMs }: { found?: string; lookAgainMs?: number } = {},
  ): Promise<Attempt | null> {
    const sentAgo = { sentAt: { fromNowMs: -15 * 60_000 } }
    const { attempt: first } = await store.begin(newAttempt(ask(), 'other'))
    await store.transition(first, ['waiting'], { state: 'sending', ...sentAgo })
    await store.transition(first, ['sending'], { state: 'unconfirmed' })
    const told = { by: 'reconciler', lookAgainMs: 0 } as const
    const end = refusedPatch('not-created', 'not-created', {}, told)
    const due = await store.transition(first, ['unconfirmed'], end)
    const { attempt: second } = await store.begin(newAttempt(ask(), 'other'))
    if (state !== 'waiting') {
      await store.transition(second, ['waiting'], { state: 'sending', ...sentAgo })
      await store.transition(second, ['sending'], { state: 'unconfirmed' })
    }
    if (state === 'not-created') {
      const later = {
        by: 'reconciler',
        ...(lookAgainMs === undefined ? {} : { lookAgainMs }),
      } as const
      const secondEnd = refusedPatch('not-created', 'not-created', {}, later)
      await store.transition(second, ['unconfirmed'], secondEnd)
    }
    const find = (): Promise<Sighting> =>
      found === undefined
        ? Promise.reject(new Error('It must not look.'))
        : Promise.resolve({ isGood: true, found: [{ taskId: found, outcome: '{}' }] })
    const looking = { ...book, find }
    if (due) await lookOnceMore(due, looking, job, desk.deps)
    for await (const row of store.audit(0)) if (row.generation === 1) return row
    return null
  }

  test.each(['waiting', 'unconfirmed'] as const)(
    'waits while the next try is %s, because the task of that try would be taken for a late one',
    async (state) => {
      const row = await lookBeside(state)
      expect(row).toMatchObject({ state: 'not-created', taskId: null, alert: null })
      expect(row?.nextCheckAt).toBeGreaterThan(clock.now() + 30_000)
    },
  )

  test.each([
    ['is left to the next try, whose last look comes later', 60_000, null],
    ['belongs to this try, when the last look for the next one is over', undefined, 'abcdef33'],
  ])('finds a late task, which %s', async (_, lookAgainMs, taskId) => {
    const later = lookAgainMs === undefined ? {} : { lookAgainMs }
    const row = await lookBeside('not-created', { found: 'ABCDEF33', ...later })
    expect(row).toMatchObject({
      taskId,
      nextCheckAt: null,
      alert: 'Told as not created, and created late: tasks ABCDEF33.',
    })
  })
})

describe('where the record took no booking from an answer of LeadSquared', () => {
  /** The alerts, where the record has this row by then. */
  async function alerts(find: () => Promise<Attempt | null>): Promise<string[]> {
    const local = testClock()
    const logged: string[] = []
    const write = (_event: object, message: string) => void logged.push(message)
    const deps = {
      ...desk.deps,
      clock: local,
      log: { info: write, warn: write, error: write },
      attempts: { ...store, transition: () => Promise.resolve(null), find },
    }
    const nothing = () => Promise.resolve(null)
    const settled = settleDone(attempt(), { taskId: answered, outcome: '{}' }, nothing, job, deps)
    await local.settle(20_000, settled)
    return logged.filter((message) => message.startsWith('ALERT'))
  }
  // LeadSquared's spelling; the record keeps ids in lower case.
  const answered = 'ABCDEF33-3333-4333-8333-000000000001'
  const taskId = answered.toLowerCase()
  const alerted = ['ALERT: booked, but the record has another end for it']

  test('nothing is wrong if it has this task for this try already', async () => {
    const same = attempt({ state: 'booked', taskId })
    expect(await alerts(() => Promise.resolve(same))).toEqual([])
  })

  test.each<[string, () => Promise<Attempt | null>]>([
    ['has no row', () => Promise.resolve(null)],
    ['cannot be read', () => Promise.reject(new StoreUnavailable('away'))],
    ['has it for a later try', async () => attempt({ generation: 2, state: 'booked', taskId })],
    ['has another end', async () => attempt({ state: 'not-created', taskId })],
    ['has another task', async () => attempt({ state: 'booked', taskId: key })],
  ])('an operator is alerted if it %s', async (_, find) => {
    expect(await alerts(find)).toEqual(alerted)
  })

  test('because a statement was wrong, no other booking is blamed for it', async () => {
    const patches: AttemptPatch[] = []
    const transition: AttemptStore['transition'] = (_id, _from, patch) => {
      patches.push(patch)
      return patches.length === 1 ? Promise.reject(new Error('wrong')) : Promise.resolve(null)
    }
    const deps = { ...desk.deps, attempts: { ...store, transition } }
    const nothing = () => Promise.resolve(null)
    const done = { taskId: answered, outcome: '{}' }
    await expect(settleDone(attempt(), done, nothing, job, deps)).rejects.toThrow('wrong')
    expect(patches).toMatchObject([{ state: 'booked', taskId }])
  })
})
