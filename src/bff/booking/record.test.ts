import { describe, expect, test } from 'vitest'
import { appointmentSent } from '../translate/appointment.ts'
import {
  answerOf,
  areSame,
  bookedPatch,
  doneOutcome,
  newAttempt,
  planOf,
  refusedPatch,
  unconfirmedPatch,
} from './record.ts'
import { attempt, key, plan, sentAt, taskId } from './test-booking.ts'
import { ask } from './test-bookings.ts'

/** The answer that a row gives, and what is written into it. */

const appointment = appointmentSent(plan())
const unleased = { leaseOwner: null, leaseUntil: null }
const now = { fromNowMs: 0 }

describe('the answer', () => {
  test('of a waiting row has its place, or the first one, and why it waits', () => {
    const row = attempt({ state: 'waiting' })
    const first = { kind: 'waiting', position: 1, aboutMs: 1000, reason: 'busy' }
    expect(answerOf(row, null)).toEqual(first)
    const place = { position: 4, aboutMs: 9000 }
    expect(answerOf(row, place)).toEqual({ ...first, ...place })
    const putOff = { ...row, nextCheckAt: sentAt + 250 }
    expect(answerOf(putOff, null)).toEqual({ ...first, reason: 'unreachable' })
  })

  test('of a row that was sent says when it is looked for', () => {
    const told = (checkAfterMs: number) => ({ kind: 'unconfirmed', checkAfterMs })
    expect(answerOf(attempt({ state: 'sending' }), null)).toEqual(told(1000))
    expect(answerOf(attempt({ nextCheckAt: sentAt + 4000 }), null)).toEqual(told(4500))
    expect(answerOf(attempt({ nextCheckAt: sentAt - 4000 }), null)).toEqual(told(500))
    expect(answerOf(attempt(), null)).toEqual(told(500))
  })

  test('of a refusal has what was known of it, and nothing else', () => {
    const refused = (outcome: object) =>
      answerOf(attempt({ state: 'refused', outcome: JSON.stringify(outcome) }), null)
    expect(refused({ code: 'withdrawn' })).toStrictEqual({
      kind: 'refused',
      code: 'withdrawn',
      facts: {},
    })
    const facts = {
      detail: 'A sentence.',
      errors: [{ pointer: '/owner', rule: 'not-an-option', detail: 'There is none.' }],
      params: { label: 'Purpose' },
    }
    expect(refused({ code: 'missing-field', ...facts })).toStrictEqual({
      kind: 'refused',
      code: 'missing-field',
      facts,
    })
  })

  test('of a booking says whether the calendar was checked, where that is known', () => {
    const booked = (changes: object) => {
      const { outcome } = doneOutcome(taskId, appointment, plan(changes))
      return answerOf(attempt({ state: 'booked', outcome }), null)
    }
    const told = { kind: 'booked', of: 'book', taskId, appointment, isReplay: true }
    expect(booked({})).toStrictEqual(told)
    expect(booked({ conflictsChecked: false })).toStrictEqual({ ...told, conflictsChecked: false })
  })

  test.each(['book', 'move'])(
    'of a %s from an older release has this from the plan, because its outcome does not say it',
    (kind) => {
      const older = (changes: object) =>
        answerOf(
          attempt({
            kind,
            state: 'booked',
            outcome: JSON.stringify({ taskId, appointment }),
            plan: JSON.stringify(plan(changes)),
          }),
          null,
        )
      const told = { kind: 'booked', of: kind, taskId, appointment, isReplay: true }
      expect(older({ conflictsChecked: false })).toStrictEqual({ ...told, conflictsChecked: false })
      expect(older({})).toStrictEqual(told)
    },
  )
})

describe('what is written', () => {
  test('for a new row: it belongs to the process that writes it, or to the next one', () => {
    expect(newAttempt(ask(), 'one')).toMatchObject({
      state: 'waiting',
      plan: 'null',
      leaseOwner: 'one',
      leaseUntil: { fromNowMs: 15_000 },
    })
    expect(newAttempt(ask(), null)).toMatchObject(unleased)
  })

  test('for a booking: the id of the task in lower case, and an alert only where there is one', () => {
    const done = { taskId: 'AAAA-1', outcome: '{}' }
    const written = {
      state: 'booked',
      taskId: 'aaaa-1',
      outcome: '{}',
      settledAt: now,
      settledBy: 'answer',
      nextCheckAt: null,
      ...unleased,
    }
    expect(bookedPatch(done, { by: 'answer' })).toStrictEqual(written)
    expect(bookedPatch(done, { by: 'answer', alert: 'Twice.' })).toStrictEqual({
      ...written,
      alert: 'Twice.',
    })
  })

  test('for a refusal: what LeadSquared said, and when to look once more, where there is either', () => {
    const written = {
      state: 'not-created',
      outcome: '{"code":"not-created"}',
      settledAt: now,
      settledBy: 'reconciler',
      nextCheckAt: null,
      ...unleased,
    }
    const patch = (more: object) =>
      refusedPatch('not-created', 'not-created', {}, { by: 'reconciler', ...more })
    expect(patch({})).toStrictEqual(written)
    expect(patch({ said: 'No.', lookAgainMs: 600_000 })).toStrictEqual({
      ...written,
      said: 'No.',
      nextCheckAt: { fromNowMs: 600_000 },
    })
  })

  test('for a row without a readable answer: when to look first', () => {
    expect(unconfirmedPatch('no answer', 1000)).toStrictEqual({
      state: 'unconfirmed',
      said: 'no answer',
      answeredAt: now,
      nextCheckAt: { fromNowMs: 1000 },
      ...unleased,
    })
  })
})

test('only a row that books has a plan of a booking', () => {
  expect(planOf(attempt())).toEqual(plan())
  expect(planOf(attempt({ plan: 'null' }))).toBeNull()
  expect(planOf(attempt({ kind: 'move', plan: '{"another":"plan"}' }))).toBeNull()
})

test('tries are of one booking if the person and the key are the same', () => {
  const one = attempt()
  expect(areSame(one, attempt({ generation: 2 }))).toBe(true)
  expect(areSame(one, attempt({ person: 'ravi@example.com' }))).toBe(false)
  expect(areSame(one, attempt({ key: key.replace('7d', '8e') }))).toBe(false)
})
