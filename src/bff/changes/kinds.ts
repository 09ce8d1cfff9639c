import type { CallOptions } from '#leadsquared/call.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Result } from '#leadsquared/failure.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import { unfinishedStates } from '#store/attempts/states.ts'
import type { TaskRow } from '#wire/task/task.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import {
  checkPlan,
  type Kind,
  type SendingTurn,
  type Sent,
  type Sighting,
  type Turn,
} from '../booking/kind.ts'
import { equalIds } from '../booking/match.ts'
import { type Done, doneOutcome } from '../booking/record.ts'
import type { ConflictCheck } from '../day/check.ts'
import type { DayMemory } from '../day/memory.ts'
import { findOwner, type OwnerDeps } from '../directory/find-owner.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import type { TaskTypeCatalog } from '../directory/task-type-catalog.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { Clock, Log } from '../ports.ts'
import { judgeCreate, valueOrProblem, withoutSentence } from '../translate/failure.ts'
import { appointmentOf, bookingOf, currentOf, statusOf } from './appointment-now.ts'
import {
  type ChangePlan,
  ChangePlan as PlanSchema,
  type ChangeRequest,
  changeOf,
} from './record.ts'

/** What changing needs of the BFF. */
export interface ChangeDeps extends OwnerDeps {
  attempts: AttemptStore
  clock: Clock
  log: Log
  policy: Pick<BookingPolicy, 'check'>
  conflicts: ConflictCheck
  memory: Pick<DayMemory, 'calendarChanged'>
  taskTypes: Pick<TaskTypeCatalog, 'get'>
  leadSquared: OwnerDeps['leadSquared'] &
    Pick<
      LeadSquared,
      'getTaskById' | 'updateTask' | 'moveAppointments' | 'markComplete' | 'deleteTasks'
    >
}

/** How long a change is looked for right after LeadSquared took it, and the pauses between two looks. */
const lookPausesMs = [200, 400, 800, 1200, 1600]
/** Settling is not urgent: it may wait this long for its turn on the budget. */
const settlePatienceMs = 20_000

/**
 * A change of an appointment: a row like that of a booking, on the same path. It is done when LeadSquared's own record
 * shows it, whatever the call answered: two of the calls are queued, and one has no documented answer (leadsquared-api.md
 * 6.6 to 6.9).
 */
const change: Kind<ChangeDeps> = {
  async plan(attempt, turn, deps) {
    const request = requestOf(attempt)
    await refuseBesideAnother(attempt, request.taskId, deps)
    return JSON.stringify(await planChange(attempt, request, turn, deps))
  },

  prepare(attempt, text, deps) {
    const request = requestOf(attempt)
    const plan = PlanSchema.parse(JSON.parse(text))
    return {
      /** A new time or a new owner is checked like a booking. */
      async check(turn) {
        if (request.kind === 'complete' || request.kind === 'delete') {
          return { means: 'clear', plan: text }
        }
        return checkPlan(attempt, plan, turn, deps.conflicts)
      },

      async send(turn) {
        const result = await sendChange(request, plan, turn, deps)
        if (result.ok) return lookUntilDone(request, plan, turn, deps)
        return { ...judgeCreate(result.failure), said: result.failure.said }
      },

      readBack: () => Promise.resolve(null),
    }
  },

  find: (attempt, deps, signal) => {
    const plan = PlanSchema.parse(JSON.parse(attempt.plan))
    const options = { lane: 'reconcile', patienceMs: settlePatienceMs, signal } as const
    return look(requestOf(attempt), plan, options, deps)
  },

  /** A retry with another key would be taken for the late one, and the present state is always read from LeadSquared. */
  absence: { detail: 'LeadSquared did not make this change.', looksOnceMore: false },
}

/** The kinds of rows that change an appointment. */
export const changeKinds: Record<ChangeRequest['kind'], Kind<ChangeDeps>> = {
  move: change,
  'hand-over': change,
  complete: change,
  delete: change,
}

function requestOf(attempt: Attempt): ChangeRequest {
  const request = changeOf(attempt)
  if (!request) throw new Error(`The row is no change but a ${attempt.kind}.`)
  return request
}

/** Of several changes of one appointment at the same time the first one goes on, on all instances alike. */
async function refuseBesideAnother(
  attempt: Attempt,
  taskId: string,
  { attempts }: Pick<ChangeDeps, 'attempts'>,
): Promise<void> {
  const open: readonly string[] = unfinishedStates
  const isBefore = (other: Attempt) =>
    other.receivedAt < attempt.receivedAt ||
    (other.receivedAt === attempt.receivedAt && other.key < attempt.key)
  const others = (await attempts.changesOf(taskId)).filter(
    (other) =>
      !(other.person === attempt.person && other.key === attempt.key) &&
      open.includes(other.state) &&
      (other.state !== 'waiting' || isBefore(other)),
  )
  if (others.length === 0) return
  throw new ProblemThrown('changed', {
    detail: 'Another change of this appointment is under way. Look again when it is over.',
  })
}

/** Reads the task as it is now, and decides what is sent. Throws the problem that refuses the change. */
async function planChange(
  attempt: Attempt,
  request: ChangeRequest,
  turn: Turn,
  deps: ChangeDeps,
): Promise<ChangePlan> {
  const booking = await bookingOf(request.taskId, deps)
  const read = await deps.leadSquared.getTaskById(request.taskId, { lane: 'read', ...turn })
  const [row] = valueOrProblem(read)
  if (!booking || !row) throw gone()
  const before = appointmentOf(row, booking)
  if (!isAsExpected(row, request)) {
    throw new ProblemThrown('changed', {
      detail: 'LeadSquared has this appointment elsewhere, with another owner, or no longer open.',
      params: { current: currentOf(row, before) },
    })
  }
  const { id, email, name } = before.owner
  const unchanged = {
    subject: before.subject,
    taskType: { id: before.taskType.id ?? booking.taskType.id, name: before.taskType.name },
    lead: before.lead,
    owner: { sentAs: 'id', id, email, name } as const,
    startMs: row.DueDate,
    endMs: row.EndDate,
    preventsConflicts: await preventsConflicts(before.taskType, deps),
    taskId: row.UserTaskId,
    before,
  }
  switch (request.kind) {
    case 'move':
      return { ...unchanged, ...request.to }
    case 'hand-over': {
      const owner = await findOwner(request.owner, deps, turn)
      await deps.policy.check(attempt.person, owner)
      return { ...unchanged, owner }
    }
    case 'complete':
    case 'delete':
      return unchanged
  }
}

async function preventsConflicts(
  { id, name }: ChangePlan['before']['taskType'],
  { taskTypes }: Pick<ChangeDeps, 'taskTypes'>,
): Promise<boolean> {
  const types = (await taskTypes.get()).value
  const type = types.find((one) => one.id === id) ?? types.find((one) => one.name === name)
  return type?.preventsConflicts ?? false
}

/** An appointment that is completed or cancelled can only be deleted. */
function isAsExpected(row: TaskRow, request: ChangeRequest): boolean {
  if (request.kind === 'delete') return true
  if (statusOf(row) !== 'open') return false
  if (request.kind === 'complete') return true
  const { startMs, endMs, ownerId } = request.expected
  const isOwner = ownerId === undefined || row.OwnerId === null || equalIds(row.OwnerId, ownerId)
  return isOwner && row.DueDate === startMs && (row.EndDate === null || row.EndDate === endMs)
}

function sendChange(
  request: ChangeRequest,
  { taskId, owner }: ChangePlan,
  turn: SendingTurn,
  { leadSquared }: ChangeDeps,
): Promise<Result<unknown>> {
  const options: CallOptions = { lane: 'create', ...turn }
  switch (request.kind) {
    case 'move': {
      const { startMs, endMs } = request.to
      const [FromDate, ToDate] = [printTimestamp(startMs), printTimestamp(endMs)]
      return leadSquared.moveAppointments([{ UserTaskId: taskId, FromDate, ToDate }], options)
    }
    case 'hand-over': {
      const named =
        owner.sentAs === 'id'
          ? { OwnerId: owner.id ?? '' }
          : { OwnerEmailAddress: owner.email ?? '' }
      return leadSquared.updateTask({ UserTaskId: taskId, ...named }, options)
    }
    case 'complete':
      return leadSquared.markComplete(taskId, options)
    case 'delete':
      return leadSquared.deleteTasks([taskId], options)
  }
}

/** Reads the task until it shows the change; after that time the row is unconfirmed, and settled like a booking. */
async function lookUntilDone(
  request: ChangeRequest,
  plan: ChangePlan,
  { person, signal }: SendingTurn,
  deps: ChangeDeps,
): Promise<Sent> {
  const patienceMs = 2000
  for (const pauseMs of lookPausesMs) {
    await deps.clock.sleep(pauseMs, signal)
    if (signal?.aborted) break
    const options = { lane: 'read', person, patienceMs, signal } as const
    const sighting = await look(request, plan, options, deps)
    const [done] = sighting.isGood ? sighting.found : []
    if (done) return { means: 'done', ...done }
  }
  return { means: 'unconfirmed', said: 'taken, and not to be seen yet' }
}

/** Whether LeadSquared's own record shows the change. */
async function look(
  request: ChangeRequest,
  plan: ChangePlan,
  options: CallOptions,
  deps: ChangeDeps,
): Promise<Sighting> {
  const read = await deps.leadSquared.getTaskById(plan.taskId, options)
  if (!read.ok) {
    const { kind, said } = read.failure
    return { isGood: false, why: `${kind}: ${withoutSentence(said)}` }
  }
  const [row] = read.value
  if (!isMade(request, plan, row)) return { isGood: true, found: [] }
  // Until now the days of both owners showed the appointment as it was before.
  for (const { id } of [plan.before.owner, plan.owner]) if (id) deps.memory.calendarChanged(id)
  return { isGood: true, found: [await toldOf(plan, row, deps)] }
}

function isMade(request: ChangeRequest, { owner }: ChangePlan, row: TaskRow | undefined): boolean {
  if (request.kind === 'delete' || !row) return request.kind === 'delete' && !row
  switch (request.kind) {
    case 'move':
      return row.DueDate === request.to.startMs && row.EndDate === request.to.endMs
    case 'hand-over':
      return owner.id === null
        ? equalIds(row.OwnerEmailAddress, owner.email)
        : equalIds(row.OwnerId, owner.id)
    case 'complete':
      return statusOf(row) === 'completed'
  }
}

async function toldOf(plan: ChangePlan, row: TaskRow | undefined, deps: ChangeDeps): Promise<Done> {
  const booking = await bookingOf(plan.taskId, deps)
  const appointment = row && booking ? appointmentOf(row, booking) : plan.before
  return doneOutcome(plan.taskId, appointment, plan)
}

/** The one answer for an appointment that is not there and for one that is somebody else's. */
export function gone(): ProblemThrown {
  return new ProblemThrown('not-found', {
    detail: 'There is no such appointment, or it is not yours to see and to change.',
  })
}
