import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BookAppointment, Outcome } from '#contract/appointment.ts'
import { Problem, ProblemCode, problemStatus } from '#contract/problem.ts'
import type { Answer } from '../api/call.ts'
import {
  afterAnswer,
  type BookingState,
  isPending,
  nextStep,
  type Pending,
  resuming,
  sending,
} from './booking-state.ts'
import type { OpenAttempt } from './draft.ts'

const key = '0f8fad5b-d9cb-469f-a165-70867728950e'
const request: BookAppointment = { taskType: { id: 't' }, owner: { id: 'o' } }
const attempt: OpenAttempt = { key, request, sinceMs: 0, isKnown: false }
const lost: Answer<Outcome> = { kind: 'unreachable' }
const waiting: Outcome = {
  outcome: 'waiting',
  attempt: key,
  position: 12,
  aboutSeconds: 3,
  reason: 'busy',
}
const booked: Outcome = {
  outcome: 'booked',
  attempt: key,
  taskId: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  appointment: {
    taskType: { id: 't', name: 'Meeting' },
    subject: 'Meeting',
    description: '',
    owner: { id: 'o', email: 'o@example.com', name: 'O' },
    lead: null,
    start: null,
    end: null,
    location: null,
    reminderMinutes: null,
    notifyOwner: false,
  },
}
const unconfirmed: Outcome = { outcome: 'unconfirmed', attempt: key, checkAfterSeconds: 2 }

test('a new attempt is sent at once', () => {
  expect(nextStep(sending(attempt))).toEqual({ call: 'book', request, afterMs: 0 })
})

test('a lost answer is asked for, never taken as a refusal', () => {
  const next = pending(afterAnswer(sending(attempt), 'book', lost, 1000))
  expect(next).toMatchObject({ phase: 'sending', trouble: 'unreachable' })
  expect(nextStep(next)).toEqual({ call: 'ask', afterMs: 1000 })
})

test('what never arrived is sent again under its key while the rep still waits', () => {
  const asking = pending(afterAnswer(sending(attempt), 'book', lost, 0))
  const next = pending(afterAnswer(asking, 'ask', problem('not-found'), 60_000))
  expect(nextStep(next)).toMatchObject({ call: 'book', request })
  expect(next.attempt.key).toBe(key)
})

test('what never arrived is not sent by itself later', () => {
  const next = afterAnswer(resuming(attempt), 'ask', problem('not-found'), 121_000)
  expect(next.phase).toBe('not-sent')
})

test('an attempt that the BFF told of and then does not know is unknown, not refused', () => {
  const told = pending(afterAnswer(sending(attempt), 'book', answered(unconfirmed), 0))
  expect(afterAnswer(told, 'ask', problem('not-found'), 10).phase).toBe('unknown')
})

test('pauses grow to 15 seconds while nothing is learnt, and are calm again after an answer', () => {
  let state = sending(attempt)
  const pauses: number[] = []
  for (let round = 0; round < 7; round += 1) {
    state = pending(afterAnswer(state, 'ask', lost, 0))
    pauses.push(nextStep(state).afterMs)
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
  const told = pending(afterAnswer(state, 'ask', answered(waiting), 0))
  expect(nextStep(told).afterMs).toBe(1500)
  const checking = pending(afterAnswer(state, 'ask', answered(unconfirmed), 0))
  expect(nextStep(checking).afterMs).toBe(2000)
})

test('a breakage of the BFF without its word that nothing was created leaves it open', () => {
  const broken = { ...problemOf('internal'), outcome: undefined }
  const answer: Answer<Outcome> = { kind: 'problem', problem: Problem.parse(broken) }
  expect(afterAnswer(sending(attempt), 'book', answer, 0).phase).toBe('sending')
  expect(afterAnswer(sending(attempt), 'book', problem('internal'), 0).phase).toBe('refused')
})

test.each<ProblemCode>([
  'not-allowed',
  'too-many-requests',
  'invalid-request',
  'too-large',
  'unsupported-media-type',
  'key-missing',
])('%s without a word on the booking is no refusal: the key is looked up', (code) => {
  const asking = pending(afterAnswer(sending(attempt), 'book', turnedAway(code), 0))
  expect(asking.trouble).toBe('unchecked')
  expect(nextStep(asking).call).toBe('ask')
  expect(afterAnswer(asking, 'ask', answered(booked), 0).phase).toBe('booked')
  expect(pending(afterAnswer(asking, 'ask', turnedAway('too-many-requests'), 0)).trouble).toBe(
    'unchecked',
  )
  expect(afterAnswer(asking, 'ask', turnedAway('not-found'), 0)).toMatchObject({
    phase: 'refused',
    problem: { code },
  })
})

test('a sign-in that had ended when the booking was sent is no refusal either', () => {
  const asking = pending(afterAnswer(sending(attempt), 'book', turnedAway('not-signed-in'), 0))
  expect(asking.trouble).toBe('signed-out')
  expect(nextStep(asking).call).toBe('ask')
  expect(afterAnswer(asking, 'ask', answered(booked), 0).phase).toBe('booked')
  const again = pending(afterAnswer(asking, 'ask', turnedAway('not-found'), 0))
  expect(nextStep(again)).toMatchObject({ call: 'book', request })
})

test('another body under a known key is not sent again', () => {
  expect(afterAnswer(sending(attempt), 'book', turnedAway('key-reused'), 0).phase).toBe('refused')
})

test('a sign-in that ended while asking is told, and the attempt goes on', () => {
  expect(afterAnswer(sending(attempt), 'ask', problem('not-signed-in'), 0)).toMatchObject({
    phase: 'sending',
    trouble: 'signed-out',
  })
  const proxied: Answer<Outcome> = { kind: 'unreadable', status: 401 }
  expect(afterAnswer(sending(attempt), 'book', proxied, 0)).toMatchObject({ trouble: 'signed-out' })
})

test('whatever answers come, only the BFF can end an attempt, and its key and request never change', () => {
  const codes = fc.constantFrom(...ProblemCode.options)
  const answers = fc.oneof(
    fc.constant(lost),
    fc.constant<Answer<Outcome>>({ kind: 'unreadable', status: 502 }),
    fc.constantFrom(answered(waiting), answered(unconfirmed)),
    codes.map(problem),
    codes.map(turnedAway),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(answers, fc.integer({ min: 0, max: 5000 }))), (history) => {
      let state: BookingState = sending(attempt)
      let nowMs = 0
      for (const [answer, afterMs] of history) {
        if (!isPending(state)) break
        const step = nextStep(state)
        expect(step.call === 'ask' || step.request === request).toBe(true)
        nowMs += step.afterMs + afterMs
        const before: Pending = state
        state = afterAnswer(state, step.call, answer, nowMs)
        if (state.phase === 'idle' || state.phase === 'booked') throw new Error(state.phase)
        expect(state.attempt.key).toBe(key)
        const isTold = answer.kind === 'problem' || answer.kind === 'answered'
        expect(isTold || isPending(state)).toBe(true)
        // Nothing is sent again once the BFF has the attempt.
        const isSentAgain = isPending(state) && nextStep(state).call === 'book'
        expect(before.attempt.isKnown && isSentAgain).toBe(false)
      }
    }),
  )
})

function pending(state: BookingState): Pending {
  if (isPending(state)) return state
  throw new Error(`${state.phase} is not pending`)
}

function answered(body: Outcome): Answer<Outcome> {
  return { kind: 'answered', body }
}

function problem(code: ProblemCode): Answer<Outcome> {
  return { kind: 'problem', problem: problemOf(code) }
}

test('a store that cannot be used is told once it is known that no earlier try was booked', () => {
  const answer = turnedAway('store-unavailable')
  const asking = pending(afterAnswer(sending(attempt), 'book', answer, 0))
  expect(nextStep(asking).call).toBe('ask')
  expect(afterAnswer(asking, 'ask', turnedAway('not-found'), 0)).toMatchObject({
    phase: 'refused',
    problem: { code: 'store-unavailable' },
  })
  expect(afterAnswer(asking, 'ask', { kind: 'answered', body: booked }, 0).phase).toBe('booked')
})

/** A problem that was made before the key was looked up. */
function turnedAway(code: ProblemCode): Answer<Outcome> {
  const { outcome: _, ...plain } = problemOf(code)
  return { kind: 'problem', problem: plain }
}

function problemOf(code: ProblemCode): Problem {
  const words = { type: 'urn:x', title: 'x', detail: 'x', instance: 'urn:y' }
  return { ...words, code, status: problemStatus[code], outcome: 'refused' }
}
