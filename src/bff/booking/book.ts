import type { TaskType } from '#contract/task-type.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { ConflictCheck } from '../day/check.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import { appointmentSent, appointmentStored, toInstant } from '../translate/appointment.ts'
import { toCreateTask } from '../translate/create-task.ts'
import { judgeCreate } from '../translate/failure.ts'
import type { Kind, Sent } from './kind.ts'
import { lookFor } from './look.ts'
import { noSuchTaskType, planBooking, type PlanDeps } from './plan.ts'
import { answerOf, type AttemptPlan, doneOutcome, overrideOf, planOf, requestOf } from './record.ts'

/** The dependencies of booking. */
export interface BookDeps extends PlanDeps {
  attempts: AttemptStore
  conflicts: ConflictCheck
  clock: Clock
  log: Log
  leadSquared: PlanDeps['leadSquared'] &
    Pick<LeadSquared, 'createTask' | 'getTaskById' | 'retrieveAppointments'>
  settings: Pick<
    Settings,
    'marker' | 'bookingPatienceMs' | 'leadSquaredTimeoutMs' | 'reconcileWindowMs'
  >
}

/** If an equal booking was made within this time, ask the rep first. */
const repeatWindowMs = 10 * 60_000

/** A new appointment. */
export const book: Kind<BookDeps> = {
  async plan(attempt, turn, deps) {
    const { person, reference } = attempt
    const request = requestOf(attempt)
    if (request.onRepeat === 'ask') await refuseEqual(attempt, deps)
    const booker = { ...turn, booker: person || null, reference }
    return JSON.stringify(await planBooking(request, booker, deps))
  },

  async check(attempt, text, turn, { conflicts }) {
    const plan = sentPlan({ ...attempt, plan: text })
    const { person, key } = attempt
    const override = overrideOf(attempt)
    const checked = await conflicts.check({ ...plan, taskId: null, person, key, override }, turn)
    if (checked.means !== 'clear') return checked
    const { permit, isChecked } = checked
    return {
      means: 'clear',
      plan:
        isChecked === undefined ? text : JSON.stringify({ ...plan, conflictsChecked: isChecked }),
      permit,
    }
  },

  async send(attempt, text, turn, deps) {
    const plan = sentPlan({ ...attempt, plan: text })
    const body = toCreateTask(plan, deps.settings.marker)
    const result = await deps.leadSquared.createTask(body, { lane: 'create', ...turn })
    if (result.ok) {
      const { taskId, outcome } = doneOutcome(result.value, appointmentSent(plan))
      return { means: 'done', taskId, outcome }
    }
    const { said } = result.failure
    const verdict = judgeCreate(result.failure)
    return verdict.means === 'refused'
      ? namedRefusal({ ...verdict, said }, plan, deps)
      : { ...verdict, said }
  },

  /** Reads the times that LeadSquared chose for a booking from its task. A failed read leaves them unknown. */
  async readBack(attempt, taskId, { leadSquared, log }) {
    const plan = sentPlan(attempt)
    if (plan.startMs !== null && plan.endMs !== null) return null
    const person = attempt.person || attempt.visitor || undefined
    const read = await leadSquared.getTaskById(taskId, { lane: 'read', person })
    const row = read.ok ? read.value[0] : undefined
    if (row) return doneOutcome(taskId, appointmentStored(row, plan)).outcome
    log.warn({ attempt: attempt.key, taskId }, 'a booked task could not be read back')
    return null
  },

  find: (attempt, deps, signal) => lookFor(attempt, sentPlan(attempt), deps, signal),

  absence: { looksOnceMore: true },
}

function sentPlan(attempt: Attempt): AttemptPlan {
  const plan = planOf(attempt)
  if (!plan) throw new Error('An attempt was sent without a plan.')
  return plan
}

/** Asks the rep first if the same person or browser made an equal booking a short time ago. */
async function refuseEqual(
  attempt: Attempt,
  { attempts }: Pick<BookDeps, 'attempts'>,
): Promise<void> {
  const { person, visitor, receivedAt } = attempt
  const whose = person ? { person } : { visitor: visitor ?? '' }
  const earlier = await attempts.findEqual(whose, attempt, receivedAt - repeatWindowMs)
  if (!earlier) return
  const answer = answerOf(earlier, null)
  const earlierAt = toInstant(earlier.receivedAt)
  throw new ProblemThrown(
    'already-booked',
    answer.kind === 'booked'
      ? { params: { earlierAt, earlierTaskId: answer.taskId } }
      : {
          params: { earlierAt },
          detail: 'An equal booking is under way; whether it was created is not known yet.',
        },
  )
}

/** LeadSquared's message for a removed type is not documented. Read the list again to see whether the type is gone. */
async function namedRefusal(
  refusal: Extract<Sent, { means: 'refused' }>,
  { taskType }: AttemptPlan,
  { taskTypes }: Pick<BookDeps, 'taskTypes'>,
): Promise<Sent> {
  if (refusal.code !== 'leadsquared-refused') return refusal
  // The refusal is certain, even if the list cannot be read.
  const list = await taskTypes.refresh().catch(() => null)
  const isOffered = ({ id, name }: TaskType) => id === taskType.id && name === taskType.name
  if (list === null || list.value.some(isOffered)) return refusal
  return { ...refusal, code: 'unknown-task-type', facts: noSuchTaskType }
}
