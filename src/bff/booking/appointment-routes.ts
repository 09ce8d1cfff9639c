import type { Context, Hono } from 'hono'
import { bookAppointment } from '#contract/endpoints.ts'
import { fingerprintOf } from './attempt-fingerprint.ts'
import { readAttemptKey } from './attempt-key.ts'
import {
  bookedBody,
  refusalBody,
  retryAfterSeconds,
  unconfirmedBody,
  waitingBody,
} from './attempt-outcome.ts'
import type { BookingAnswer } from './booking-answer.ts'
import { readTimes } from './booking-times.ts'
import type { BffDeps } from '../app.ts'
import { instanceOf, problem, ProblemThrown } from '../http/problems.ts'
import type { BffEnv } from '../http/env.ts'
import { type Reply, serve } from '../http/route.ts'
import { note } from '../http/wide-event.ts'
import { whoAsks } from '../sign-in/who-asks.ts'

/** `POST /api/appointments`: the request becomes an attempt, and its outcome a status (interface.md, "Answers"). */
export function appointmentRoutes(app: Hono<BffEnv>, deps: BffDeps): void {
  serve(app, bookAppointment, async ({ body }, c) => {
    const key = readAttemptKey(c.req.header('Idempotency-Key'))
    const times = readTimes(body)
    if (body.conflictOverride) {
      times.faults.push({
        pointer: '/conflictOverride',
        rule: 'not-offered',
        detail: 'Bookings are not checked for conflicts, so there is none to override.',
      })
    }
    if (times.faults.length > 0)
      throw new ProblemThrown('invalid-request', { errors: times.faults })
    const answer = await deps.bookings.book({
      ...whoAsks(c),
      key,
      fingerprint: fingerprintOf(body, times),
      request: body,
      receivedAt: deps.clock.now(),
    })
    if (answer.kind !== 'turned-away') deps.metrics.sawOutcome(answer.kind)
    note({ attempt: key, outcome: answer.kind })
    return replyOf(answer, key, c, deps)
  })
}

function replyOf(
  answer: BookingAnswer,
  key: string,
  c: Context<BffEnv>,
  { settings }: Pick<BffDeps, 'settings'>,
): Reply<typeof bookAppointment.responses> {
  const headers = { Location: `${settings.publicUrl}/api/attempts/${key}` }
  switch (answer.kind) {
    case 'booked': {
      note({ taskId: answer.taskId })
      const body = bookedBody(answer, key)
      return answer.isReplay
        ? { status: 200, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } }
        : { status: 201, body, headers }
    }
    case 'waiting': {
      const body = waitingBody(answer, key)
      return { status: 202, body, headers: { ...headers, 'Retry-After': retryAfterSeconds(body) } }
    }
    case 'unconfirmed': {
      const body = unconfirmedBody(answer, key)
      return { status: 202, body, headers: { ...headers, 'Retry-After': retryAfterSeconds(body) } }
    }
    case 'refused':
      return { problem: refusalBody(answer, key, instanceOf(c)) }
    case 'turned-away':
      // It says nothing about what the key stands for: with another body it may have booked.
      return { problem: problem(answer.code, instanceOf(c), { ...answer.facts, attempt: key }) }
  }
}
