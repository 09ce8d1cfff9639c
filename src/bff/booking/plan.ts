import type { BookAppointment } from '#contract/appointment.ts'
import { guidPattern } from '#contract/patterns.ts'
import type { Lead } from '#contract/lead.ts'
import { limits } from '#contract/limits.ts'
import type { TaskType } from '#contract/task-type.ts'
import { refreshPauseMs } from '../directory/aged-list.ts'
import { checkFields } from './fields.ts'
import type { AttemptPlan } from './record.ts'
import type { BookingPolicy } from '../directory/policy.ts'
import { readTimes } from './request.ts'
import type { Settings } from '../ports.ts'
import { findOwner, type OwnerDeps } from '../directory/find-owner.ts'
import type { Asker, LeadFinder } from '../directory/lead-finder.ts'
import { type ProblemFacts, ProblemThrown } from '../http/problems.ts'
import type { TaskTypeCatalog } from '../directory/task-type-catalog.ts'
import { isCustomField } from '../translate/create-task.ts'
import { retryAfter } from '../translate/failure.ts'

/** The dependencies of planning. */
export interface PlanDeps extends OwnerDeps {
  taskTypes: TaskTypeCatalog
  leads: Pick<LeadFinder, 'find'>
  policy: Pick<BookingPolicy, 'check'>
  settings: Pick<Settings, 'marker'>
}

/** Who books: `person` is the name for fair turns, `booker` the verified e-mail or null. */
export interface Booker extends Asker {
  booker: string | null
  reference: string
}

/**
 * Looks up everything that a booking names and decides what will be sent. Nothing is created here. Throws the problem
 * that refuses the booking. Data that the desk read recently costs no call. Otherwise a lead costs one call, and so does
 * an owner who is not in the directory.
 */
export async function planBooking(
  request: BookAppointment,
  { booker, reference, ...asker }: Booker,
  deps: PlanDeps,
): Promise<AttemptPlan> {
  const times = readTimes(request)
  const taskType = await findTaskType(request.taskType, deps)
  const markerField = isCustomField(deps.settings.marker) ? deps.settings.marker : null
  const fields = checkFields(request, taskType, markerField)
  if (fields.faults.length > 0)
    throw new ProblemThrown('invalid-request', { errors: fields.faults })
  const [firstMissing] = fields.missing
  if (firstMissing) {
    throw new ProblemThrown('missing-field', {
      errors: fields.missing.map(({ error }) => error),
      params: { label: firstMissing.label },
    })
  }
  const [owner, lead] = await Promise.all([
    findOwner(request.owner, deps, asker),
    request.lead ? findLead(request.lead.id, deps, asker) : null,
  ])
  await deps.policy.check(booker ?? '', owner)
  return {
    reference,
    booker,
    taskType: { id: taskType.id, name: taskType.name },
    preventsConflicts: taskType.preventsConflicts,
    subject: request.subject || defaultSubject(taskType, lead),
    description: request.description ?? '',
    owner,
    lead: lead && { id: lead.id, name: lead.name },
    startMs: times.startMs,
    endMs: times.endMs ?? defaultEndMs(times.startMs, taskType),
    location: fields.location,
    reminderMinutes: request.reminderMinutes ?? null,
    notifyOwner: request.notifyOwner ?? false,
    customFields: fields.customFields,
  }
}

/** Says which member names a type that LeadSquared does not have. */
export const noSuchTaskType: ProblemFacts = {
  detail: 'LeadSquared has no active appointment type of this name or id.',
  errors: [{ pointer: '/taskType', rule: 'not-an-option', detail: 'There is no such task type.' }],
}

/** Compares names without the blanks at their ends. If the type is not in the list, the list is read once more. */
async function findTaskType(
  reference: BookAppointment['taskType'],
  { taskTypes }: Pick<PlanDeps, 'taskTypes'>,
): Promise<TaskType> {
  const isMeant = (type: TaskType) =>
    'id' in reference
      ? type.id.toLowerCase() === reference.id.toLowerCase()
      : type.name.trim() === reference.name
  const known = (await taskTypes.get()).value.find(isMeant)
  if (known) return known
  const { value, staleSince } = await taskTypes.refresh()
  const found = value.find(isMeant)
  if (found) return found
  // A type that is missing in an old list may still exist in LeadSquared.
  if (staleSince !== undefined) {
    throw new ProblemThrown('leadsquared-unreachable', retryAfter(refreshPauseMs))
  }
  throw new ProblemThrown('unknown-task-type', noSuchTaskType)
}

async function findLead(
  id: string,
  { leads }: Pick<PlanDeps, 'leads'>,
  asker: Asker,
): Promise<Pick<Lead, 'id' | 'name'>> {
  // LeadSquared's ids are GUIDs, and nothing else can be sent.
  const lead = guidPattern.test(id) ? await leads.find(id, asker) : null
  if (lead) return lead
  throw new ProblemThrown('unknown-lead', {
    errors: [{ pointer: '/lead/id', rule: 'not-an-option', detail: 'There is no such lead.' }],
  })
}

/** "Meeting: Lena Lead". Only the type if there is no lead or it has no name. */
function defaultSubject(taskType: TaskType, lead: Pick<Lead, 'name'> | null): string {
  const parts = [taskType.name.trim(), ...(lead?.name ? [lead.name] : [])]
  return parts.join(': ').slice(0, limits.subjectLength).toWellFormed().trim()
}

/** The end by the type's default length (client rule 17). Null if the type has none; then LeadSquared chooses the end. */
function defaultEndMs(startMs: number | null, { defaultDurationMinutes }: TaskType): number | null {
  if (startMs === null || defaultDurationMinutes === null) return null
  return startMs + defaultDurationMinutes * 60_000
}
