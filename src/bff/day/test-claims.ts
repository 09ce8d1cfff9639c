import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Stores } from '#store/stores.ts'
import { doneOutcome, bookedPatch, newAttempt, refusedPatch } from '../booking/record.ts'
import { appointmentSent } from '../translate/appointment.ts'
import { ask } from '../booking/test-bookings.ts'
import { ownerId, plan, taskId } from '../booking/test-booking.ts'
import { type TestClock, testClock } from '../test-clock.ts'
import { createOwnerClaims, notYetListed } from './claims.ts'
import { at } from './test-days.ts'

const span = { start: at('2026-11-24T05:00:00Z'), end: at('2026-11-24T05:30:00Z') }
const later = { start: at('2026-11-24T05:15:00Z'), end: at('2026-11-24T05:45:00Z') }
const apart = { start: at('2026-11-24T05:30:00Z'), end: at('2026-11-24T06:00:00Z') }
const never = (): boolean => false

/** Claims on either engine. `open` opens an empty store, `reopen` the same one as another instance. */
export function testOwnerClaims(open: () => Promise<Stores>, reopen: () => Promise<Stores>): void {
  let stores: Stores
  let other: Stores
  let clock: TestClock

  beforeEach(async () => {
    stores = await open()
    other = await reopen()
    clock = testClock()
  })
  afterEach(async () => {
    await other.close()
    await stores.close()
  })

  function claimsOn({ calendarClaims, attempts }: Stores) {
    return createOwnerClaims({ store: calendarClaims, attempts, clock })
  }

  /** Claims, and gives back what holds the time; nothing, where the claim was taken. */
  async function take(
    engine: Stores,
    wanted: ReturnType<typeof claim>,
    mayOverlap = never,
    owner = ownerId,
  ) {
    const { isTaken, earlier } = await claimsOn(engine).take(owner, wanted, wanted, mayOverlap)
    expect(isTaken).toBe(earlier.every(mayOverlap))
    return isTaken ? [] : earlier
  }

  /** An attempt in the record, as the desk writes it before it claims. */
  async function attempt(key: string) {
    const begun = await stores.attempts.begin({
      ...newAttempt(ask({ key }), 'one'),
      plan: JSON.stringify(plan()),
      receivedAt: clock.now(),
    })
    return begun.attempt
  }

  const keyOf = (number: number) => `8e03978e-40d5-43dd-bc93-${String(number).padStart(12, '0')}`
  const claim = (number: number, time = span) => ({
    person: '',
    key: keyOf(number),
    title: 'Demo with Acme',
    lead: 'Lena Lead',
    typeId: '44444444-4444-4444-8444-000000000001',
    typeName: 'Meeting',
    ...time,
  })

  test('exactly one of twenty simultaneous claims on two instances gets the time', async () => {
    for (let number = 0; number < 20; number += 1) await attempt(keyOf(number))
    const held = await Promise.all(
      Array.from({ length: 20 }, (_, number) => take(number % 2 ? stores : other, claim(number))),
    )
    expect(held.filter((holding) => holding.length === 0)).toHaveLength(1)
    for (const holding of held.filter(({ length }) => length > 0)) {
      expect(holding).toMatchObject([{ ...span, title: 'Demo with Acme', isTentative: true }])
    }
  })

  test('other times, other owners and those who may overlap get theirs', async () => {
    for (const number of [1, 2, 3, 4, 5]) await attempt(keyOf(number))
    expect(await take(stores, claim(1))).toEqual([])
    expect(await take(stores, claim(2, apart))).toEqual([])
    expect(await take(stores, claim(3), never, 'somebody-else')).toEqual([])
    expect(await take(stores, claim(4, later))).toHaveLength(2)
    expect(await take(stores, claim(5, later), () => true)).toEqual([])
    // A later booking over the same time does not affect the first claim.
    expect(await take(stores, claim(1))).toEqual([])
  })

  test('a booking that ended without a task holds nothing any more', async () => {
    const first = await attempt(keyOf(1))
    await attempt(keyOf(2))
    await take(stores, claim(1))
    expect(await take(stores, claim(2))).toHaveLength(1)
    const patch = refusedPatch('refused', 'withdrawn', {}, { by: 'answer' })
    await stores.attempts.transition(first, ['waiting'], patch)
    expect(await take(stores, claim(2))).toEqual([])
    expect(await claimsOn(stores).within(ownerId, span)).toHaveLength(1)
  })

  test('a claim without a stored attempt holds for a moment, and not forever', async () => {
    await take(stores, claim(1))
    expect(await take(stores, claim(2))).toMatchObject([{ id: keyOf(1) }])
    await clock.advance(31_000)
    expect(await take(stores, claim(2))).toEqual([])
  })

  describe('what was booked', () => {
    /** Books the time, so long ago. */
    async function book(agoMs: number): Promise<void> {
      const waiting = await attempt(keyOf(1))
      await take(stores, claim(1))
      await stores.attempts.transition(waiting, ['waiting'], { state: 'sending' })
      const booking = doneOutcome(taskId, appointmentSent(plan()), plan())
      const patch = { ...bookedPatch(booking, { by: 'answer' }), settledAt: { fromNowMs: -agoMs } }
      await stores.attempts.transition(waiting, ['sending'], patch)
    }

    test('is there at once, on another instance too, and for some minutes', async () => {
      await book(0)
      const held = await claimsOn(other).within(ownerId, later)
      expect(held).toMatchObject([{ ...span, id: taskId, isTentative: false }])
      expect(await claimsOn(other).within(ownerId, apart)).toEqual([])
    })

    test('is left to LeadSquared after that', async () => {
      await book(11 * 60_000)
      expect(await claimsOn(other).within(ownerId, later)).toEqual([])
    })

    test.each([
      [5_000, false],
      [60_000, true],
    ])('%i ms ago holds its time while LeadSquared may not list it yet', async (agoMs, isFree) => {
      await book(agoMs)
      await attempt(keyOf(2))
      const second = claim(2, later)
      const { isTaken } = await claimsOn(stores).take(ownerId, second, later, never)
      expect(isTaken).toBe(isFree)
    })

    test('is listed once if LeadSquared has it, and not at all if it was moved since', async () => {
      await book(0)
      const held = await claimsOn(stores).within(ownerId, span)
      const now = clock.now()
      expect(notYetListed(held, null, now)).toHaveLength(1)
      expect(notYetListed(held, [], now)).toHaveLength(1)
      expect(notYetListed(held, held, now)).toEqual([])
      expect(notYetListed(held, [], now + 31_000)).toEqual([])
    })
  })
}
