import { beforeEach, describe, expect, test } from 'vitest'
import type { AttemptStore } from '#store/attempts/attempts.ts'
import type { TestClock } from '../test-clock.ts'
import { key, ownerId } from './test-booking.ts'
import { ask, booked, openDesk, startProcess, type TestProcess } from './test-bookings.ts'
import {
  failures,
  type Fate,
  goesWell,
  lostAnswer,
  neverArrived,
  type TestUpstream,
} from './test-upstream.ts'

/** What a booking calls in LeadSquared, for whom, and when the owner's day has to be read again because of it. */

let clock: TestClock
let store: AttemptStore
let upstream: TestUpstream
let desk: TestProcess

beforeEach(() => {
  const world = openDesk()
  ;({ clock, store, upstream, desk } = world)
  return world.close
})

describe("the owner's day is read again", () => {
  /** Books once, and waits. Returns whose days have to be read again. */
  async function changedBy(fate: Fate, isChecked?: boolean): Promise<string[]> {
    const changed: string[] = []
    const process = startProcess({
      store,
      clock,
      upstream,
      name: 'process-2',
      memory: { calendarChanged: (id) => void changed.push(id) },
      conflicts: {
        check: () => Promise.resolve({ means: 'clear', permit: undefined, isChecked }),
      },
    })
    await desk.stop()
    upstream.fates = [fate]
    await clock.settle(50, process.bookings.run(ask()))
    await clock.advance(5000)
    await process.stop()
    return changed
  }

  test('after a booking without a check for conflicts', async () => {
    expect(await changedBy(goesWell)).toEqual([ownerId])
  })

  test.each([true, false])(
    'but not after a booking that has claimed its time: calendar read %s',
    async (isChecked) => {
      expect(await changedBy(goesWell, isChecked)).toEqual([])
      expect(await store.find('', key)).toMatchObject({ state: 'booked' })
    },
  )

  test('when the task of an unconfirmed booking is found', async () => {
    expect(await changedBy(lostAnswer)).toEqual([ownerId])
    expect(await store.find('', key)).toMatchObject({ state: 'booked' })
  })

  test.each([
    ['was refused', { answer: failures.refused }],
    ['is not found', neverArrived],
  ])('but not because of a booking that %s', async (_, fate) => {
    expect(await changedBy(fate)).toEqual([])
  })
})

test('an owner of whom only the e-mail is known is booked, and no day is read again', async () => {
  const changed: string[] = []
  const memory = { calendarChanged: (id: string) => void changed.push(id) }
  const process = startProcess({ store, clock, upstream, name: 'process-2', memory })
  process.deps.users.find = () => Promise.reject(new Error('the directory is away'))
  upstream.readsFail = failures.timedOut
  const request = { ...ask().request, owner: { email: 'ravi@example.com' } }
  const answer = await clock.settle(50, process.bookings.run(ask({ request })))
  expect(answer).toMatchObject({ kind: 'booked', appointment: { owner: { id: null } } })
  expect(upstream.sent).toMatchObject([{ OwnerEmailAddress: 'ravi@example.com' }])
  expect(changed).toEqual([])
  await process.stop()
})

describe('turns are fair', () => {
  /** Notes the lane and the person of the create and of the read after it. */
  function notedCalls() {
    const calls: object[] = []
    const { createTask, getTaskById } = upstream.leadSquared
    upstream.leadSquared.createTask = (body, options) => {
      calls.push({ lane: options.lane, person: options.person })
      return createTask(body, options)
    }
    upstream.leadSquared.getTaskById = (id, options) => {
      calls.push({ lane: options.lane, person: options.person })
      return getTaskById(id, options)
    }
    return calls
  }

  test.each([
    ['among persons', 'priya@example.com', 'priya@example.com'],
    ['among browsers where nobody signs in', '', 'visitor-1'],
  ])('%s, for the create and for the read of the times', async (_, person, whose) => {
    const calls = notedCalls()
    const { start: _start, end: _end, ...request } = ask().request
    const answer = desk.bookings.run(ask({ person, request }))
    expect(await clock.settle(50, answer)).toMatchObject({ kind: 'booked' })
    expect(calls).toEqual([
      { lane: 'create', person: whose },
      { lane: 'read', person: whose },
    ])
  })

  test('and times that the rep chose are not read', async () => {
    const calls = notedCalls()
    expect(await clock.settle(50, desk.bookings.run(ask()))).toMatchObject(booked)
    expect(calls).toHaveLength(1)
  })
})

test('a task that cannot be read back is named to the operator', async () => {
  upstream.readsFail = failures.timedOut
  const { start: _start, end: _end, ...request } = ask().request
  await clock.settle(50, desk.bookings.run(ask({ request })))
  expect(desk.logged).toMatchObject([
    { message: 'booked' },
    {
      message: 'a booked task could not be read back',
      event: { attempt: key, taskId: booked.taskId },
    },
  ])
})

test.each([
  [599_000, { kind: 'refused', code: 'already-booked' }],
  [601_000, { kind: 'booked' }],
])('an equal booking %i ms later, where the rep wants to be asked', async (laterMs, told) => {
  await clock.settle(50, desk.bookings.run(ask()))
  await clock.advance(laterMs)
  const request = { ...ask().request, onRepeat: 'ask' as const }
  const again = ask({ key: '7d444840-9dc0-41d1-b245-5ffdce74fad3', request })
  expect(await clock.settle(50, desk.bookings.run(again))).toMatchObject(told)
})
