import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Stores } from '#store/stores.ts'
import { type TestUpstream, testUpstream } from '../booking/test-upstream.ts'
import type { BookingAnswer } from '../booking/record.ts'
import type { Clock } from '../ports.ts'
import { startChecking, wish } from './test-check.ts'

/** A database answers by its own clock, so the instances live by the real one, too. */
const realClock: Clock = {
  now: () => Date.now(),
  sleep: (delayMs, signal) =>
    setTimeout(Math.min(delayMs, 2 ** 31 - 1), undefined, { signal }).catch(() => undefined),
}

/**
 * Reps who book the same time of the same owner in the same second, on each engine. `open` opens an empty store, and
 * `reopen` the same one as another instance has it.
 */
export function testRace(
  open: () => Promise<Stores>,
  reopen: (stores: Stores) => Promise<Stores>,
): void {
  let upstream: TestUpstream
  let stores: Stores
  let other: Stores
  let desks: ReturnType<typeof startChecking>[]

  beforeEach(async () => {
    upstream = testUpstream(realClock)
    stores = await open()
    other = await reopen(stores)
    desks = [stores, other].map((engine, index) =>
      startChecking({ stores: engine, clock: realClock, upstream, name: `instance ${index}` }),
    )
  })
  afterEach(async () => {
    await Promise.all(desks.map((desk) => desk.stop()))
    if (other !== stores) await other.close()
    await stores.close()
  })

  /** Books at one of the instances, and asks again until there is an outcome. */
  async function outcome(number: number, changes: Parameters<typeof wish>[1] = {}) {
    const desk = desks[number % 2]
    const asked = wish(number, changes)
    let answer: BookingAnswer | null | undefined = await desk?.bookings.run(asked)
    while (answer && ['waiting', 'unconfirmed', 'turned-away'].includes(answer.kind)) {
      await realClock.sleep(20)
      answer = await desk?.bookings.look(asked.person, asked.key)
    }
    return answer
  }

  const bookAll = (numbers: readonly number[]) =>
    Promise.all(numbers.map((number) => outcome(number)))

  test('exactly one of several reps gets the time; the others hear of a conflict', async () => {
    const answers = await bookAll([0, 1, 2, 3, 4, 5, 6, 7])
    const booked = answers.filter((answer) => answer?.kind === 'booked')
    expect(booked).toHaveLength(1)
    expect(upstream.sent).toHaveLength(1)
    for (const answer of answers) {
      if (answer?.kind === 'booked') continue
      expect(answer).toMatchObject({ kind: 'refused', code: 'conflict' })
      const kinds = answer?.kind === 'refused' && answer.facts.params?.conflicts
      expect(kinds && kinds.every(({ kind }) => kind === 'held' || kind === 'overlap')).toBe(true)
    }
  })

  test('a refused rep may book anyway, and a rep who takes another time is not affected', async () => {
    await bookAll([0, 1])
    const apart = { start: '2026-11-24T12:00:00+05:30', end: '2026-11-24T12:30:00+05:30' }
    const answers = await Promise.all([
      outcome(11, { conflictOverride: { seen: 'any' } }),
      outcome(12, apart),
    ])
    expect(answers.map((answer) => answer?.kind)).toEqual(['booked', 'booked'])
  })
}
