import type { Context, Hono } from 'hono'
import { type AttemptSummary } from '#contract/appointment.ts'
import { type AnyOutcome, getAnyAttempt, withdrawAnyAttempt, ChangeKind } from '#contract/change.ts'
import { bookAppointment, getAttempts } from '#contract/endpoints.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import type { DayMemory } from '../day/memory.ts'
import type { BffEnv } from '../http/env.ts'
import { ProblemThrown } from '../http/problems.ts'
import { serve } from '../http/route.ts'
import { note } from '../http/wide-event.ts'
import type { Settings } from '../ports.ts'
import { whoAsks } from '../sign-in/who-asks.ts'
import { bookedBody, doneBody, openBody, refusalBody, replyTo } from '../translate/answers.ts'
import { appointmentSent, toInstant } from '../translate/appointment.ts'
import type { Bookings } from './bookings.ts'
import { answerOf, planOf, type RecordedAnswer, requestOf } from './record.ts'
import { fingerprintOf, readAttemptKey, readTimes } from './request.ts'

const defaultRows = 10

/** Routes for booking, for reading the outcome, and for withdrawing a booking that was not sent yet. */
export function bookingRoutes(
  app: Hono<BffEnv>,
  deps: {
    settings: Pick<Settings, 'publicUrl'>
    attempts: Pick<AttemptStore, 'listRecent' | 'changesOf'>
    bookings: Bookings
    memory: Pick<DayMemory, 'knownOwner'>
  },
): void {
  serve(app, bookAppointment, async ({ body }, c) => {
    const key = readAttemptKey(c.req.header('Idempotency-Key'))
    const times = readTimes(body)
    if (times.faults.length > 0)
      throw new ProblemThrown('invalid-request', { errors: times.faults })
    const fingerprint = fingerprintOf(body, times)
    const ask = { kind: 'book', taskId: null, key, fingerprint, request: body }
    const answer = await deps.bookings.run({ ...whoAsks(c), ...ask })
    note({ attempt: key, outcome: answer.kind })
    const made = { status: 201, body: bookedBody } as const
    return replyTo(answer, key, deps.settings.publicUrl, c, made)
  })

  serve(app, getAttempts, async ({ query }, c) => {
    const { person, visitor } = whoAsks(c)
    const limit = Number(query.limit ?? defaultRows)
    const recent = await deps.attempts.listRecent(person ? { person } : { visitor }, limit)
    const summaries = recent.map((attempt) => summaryOf(attempt, deps))
    return { status: 200, body: { attempts: await Promise.all(summaries) } }
  })

  serve(app, getAnyAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.look(whoAsks(c).person, params.key)
    return { status: 200, body: knownOutcome(answer, params.key, c) }
  })

  serve(app, withdrawAnyAttempt, async ({ params }, c) => {
    const answer = await deps.bookings.withdraw(whoAsks(c).person, params.key)
    return { status: 200, body: knownOutcome(answer, params.key, c) }
  })
}

function knownOutcome(answer: RecordedAnswer | null, key: string, c: Context<BffEnv>): AnyOutcome {
  switch (answer?.kind) {
    case undefined:
      throw new ProblemThrown('not-found', { detail: 'Nobody has booked with this key.' })
    case 'booked':
      return answer.of === 'book' ? bookedBody(answer, key) : doneBody(answer, key)
    case 'waiting':
    case 'unconfirmed':
      return openBody(answer, key)
    case 'refused':
      return { outcome: 'refused', attempt: key, problem: refusalBody(answer, key, c) }
  }
}

/**
 * An attempt in a person's own list: its outcome and the newest data of the desk. A booking that was changed with the desk
 * is described as it is after the last change. LeadSquared is not asked.
 */
async function summaryOf(
  attempt: Attempt,
  deps: { attempts: Pick<AttemptStore, 'changesOf'>; memory: Pick<DayMemory, 'knownOwner'> },
): Promise<AttemptSummary> {
  const answer = answerOf(attempt, null)
  const plan = planOf(attempt)
  const request = requestOf(attempt)
  const changes = answer.kind === 'booked' ? await deps.attempts.changesOf(answer.taskId) : []
  const change = changes.find(({ state }) => state === 'booked')
  const latest = change ? answerOf(change, null) : answer
  const known = latest.kind === 'booked' ? latest.appointment : plan && appointmentSent(plan)
  const asked = readTimes(request)
  const namedOwner = 'id' in request.owner ? request.owner.id : request.owner.email
  const ownerId = known?.owner.id ?? null
  const ownerTimeZone =
    ownerId === null ? null : (deps.memory.knownOwner(ownerId)?.timeZone ?? null)
  return {
    attempt: attempt.key,
    outcome: answer.kind,
    at: toInstant(attempt.receivedAt),
    taskId: answer.kind === 'booked' ? answer.taskId : null,
    code: answer.kind === 'refused' ? answer.code : null,
    subject: known?.subject ?? request.subject ?? '',
    taskTypeName: known?.taskType.name ?? ('name' in request.taskType ? request.taskType.name : ''),
    ownerName: known?.owner.name ?? known?.owner.email ?? namedOwner,
    ...(ownerTimeZone === null ? {} : { ownerTimeZone }),
    leadName: known?.lead?.name ?? null,
    start: known?.start ?? toInstant(asked.startMs),
    end: known?.end ?? toInstant(asked.endMs),
    ...(change ? { lastChange: ChangeKind.parse(change.kind) } : {}),
  }
}
