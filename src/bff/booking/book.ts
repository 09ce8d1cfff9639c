import type { TaskType } from '#contract/task-type.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Attempt, AttemptStore } from '#store/attempts/attempts.ts'
import { ProblemThrown } from '../http/problems.ts'
import type { ConflictCheck } from '../day/check.ts'
import type { DayMemory } from '../day/memory.ts'
import type { Clock, Log, Settings } from '../ports.ts'
import { appointmentSent, appointmentStored, toInstant } from '../translate/appointment.ts'
import { toCreateTask } from '../translate/create-task.ts'
import { judgeCreate } from '../translate/failure.ts'
import { checkPlan, type Kind, type Sent } from './kind.ts'
import { lookFor } from './look.ts'
import { noSuchTaskType, planBooking, type PlanDeps } from './plan.ts'
import { answerOf, AttemptPlan, doneOutcome, planOf, requestOf } from './record.ts'

/** The dependencies of booking. */
export interface BookDeps extends PlanDeps {
  attempts: AttemptStore
  conflicts: ConflictCheck
  memory: Pick<DayMemory, 'calendarChanged'>
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

  prepare(attempt, text, deps) {
    const { person, key, visitor } = attempt
    const plan = AttemptPlan.parse(JSON.parse(text))
    return {
      check: (turn) => checkPlan(attempt, plan, turn, deps.conflicts),

      async send(turn) {
        const body = toCreateTask(plan, deps.settings.marker)
        const result = await deps.leadSquared.createTask(body, { lane: 'create', ...turn })
        if (result.ok) {
          tellDay(plan, deps)
          return { means: 'done', ...doneOutcome(result.value, appointmentSent(plan), plan) }
        }
        const { said } = result.failure
        const verdict = judgeCreate(result.failure)
        return verdict.means === 'refused'
          ? namedRefusal({ ...verdict, said }, plan, deps)
          : { ...verdict, said }
      },

      /** Reads the times that LeadSquared chose from the task. A failed read leaves them unknown. */
      async readBack(taskId) {
        if (plan.startMs !== null && plan.endMs !== null) return null
        const asker = person || visitor || undefined
        const read = await deps.leadSquared.getTaskById(taskId, { lane: 'read', person: asker })
        const row = read.ok ? read.value[0] : undefined
        if (row) return doneOutcome(taskId, appointmentStored(row, plan), plan).outcome
        deps.log.warn({ attempt: key, taskId }, 'a booked task could not be read back')
        return null
      },
    }
  },

  async find(attempt, deps, signal) {
    const plan = planOf(attempt)
    if (!plan) throw new Error('An attempt was sent without a plan.')
    const sighting = await lookFor(attempt, plan, deps, signal)
    if (sighting.isGood && sighting.found.length > 0) tellDay(plan, deps)
    return sighting
  },

  absence: { looksOnceMore: true },
}

/** The day shows a checked booking from its claim. After any other booking the owner's calendar must be read again. */
function tellDay({ owner, conflictsChecked }: AttemptPlan, { memory }: BookDeps): void {
  if (conflictsChecked === undefined && owner.id !== null) memory.calendarChanged(owner.id)
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
