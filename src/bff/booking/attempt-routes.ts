import type { Context, Hono } from 'hono'
import type { Outcome } from '#contract/appointment.ts'
import { getAttempt, getAttempts, withdrawAttempt } from '#contract/endpoints.ts'
import { outcomeBody } from './attempt-outcome.ts'
import { summaryOf } from './attempt-summary.ts'
import type { BookingAnswer } from './booking-answer.ts'
import type { BffDeps } from '../app.ts'
import { instanceOf, ProblemThrown } from '../http/problems.ts'
import type { BffEnv } from '../http/env.ts'
import { serve } from '../http/route.ts'
import { whoAsks } from '../sign-in/who-asks.ts'

const defaultRows = 10

/** What became of attempts, and withdrawing one that still waits. */
export function attemptRoutes(app: Hono<BffEnv>, deps: BffDeps): void {
  serve(app, getAttempts, async ({ query }, c) => {
    const { person, visitor } = whoAsks(c)
    const limit = Number(query.limit ?? defaultRows)
    const recent = await deps.attempts.listRecent(person ? { person } : { visitor }, limit)
    const now = deps.clock.now()
    return { status: 200, body: { attempts: recent.map((attempt) => summaryOf(attempt, now)) } }
  })

  serve(app, getAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.look(whoAsks(c).person, params.key)
    return { status: 200, body: outcomeOf(answer, params.key, c) }
  })

  serve(app, withdrawAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.withdraw(whoAsks(c).person, params.key)
    return { status: 200, body: outcomeOf(answer, params.key, c) }
  })
}

function outcomeOf(answer: BookingAnswer | null, key: string, c: Context<BffEnv>): Outcome {
  if (answer === null) {
    throw new ProblemThrown('not-found', { detail: 'Nobody has booked with this key.' })
  }
  if (answer.kind === 'turned-away') throw new ProblemThrown(answer.code, answer.facts)
  return outcomeBody(answer, key, instanceOf(c))
}
