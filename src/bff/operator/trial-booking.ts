import type { TaskType } from '#contract/task-type.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { TaskRow } from '#wire/task/task.ts'
import type { AttemptPlan } from '../booking/record.ts'
import { markerOf, referenceOf } from '../booking/reference.ts'
import type { Clock } from '../ports.ts'
import { isCustomField, toCreateTask } from '../translate/create-task.ts'
import { failed } from './account-checks.ts'
import { fault, type Finding, ok, warning } from './findings.ts'

const create = { lane: 'create' } as const
const read = { lane: 'read' } as const
const dayMs = 24 * 60 * 60_000
const lengthMs = 15 * 60_000
/** DeleteTasks is queued: LeadSquared answers at once and deletes later. */
const deleteWithinMs = 60_000
const lookEveryMs = 2000

interface TrialDeps {
  leadSquared: Pick<
    LeadSquared,
    'getUserByEmailAddress' | 'createTask' | 'getTaskById' | 'deleteTasks'
  >
  clock: Clock
  marker: string
  newId: () => string
}

/**
 * Books one marked appointment of 15 minutes a day from now for the owner, without telling them, reads it back, compares
 * it member by member, and deletes it. What is left in LeadSquared after a failure is named by its Id.
 */
export async function tryBooking(
  deps: TrialDeps,
  types: readonly TaskType[],
  email: string,
): Promise<Finding[]> {
  const type = types.find(isFree)
  if (type === undefined) {
    return [
      warning(
        'booking',
        'every task type has mandatory fields, so nothing was booked',
        'Book one on the page instead, and delete it in LeadSquared.',
      ),
    ]
  }
  const owner = await deps.leadSquared.getUserByEmailAddress(email, read)
  if (!owner.ok) return [failed('booking', owner.failure)]
  const [user] = owner.value
  if (user === undefined) {
    return [fault('booking', `${email} is no active user of LeadSquared`, 'Name one with --book.')]
  }
  const plan = planOf(deps, type, email)
  const created = await deps.leadSquared.createTask(toCreateTask(plan, deps.marker), create)
  if (!created.ok) return [failed('booking', created.failure)]
  const id = created.value
  const findings = [ok('booking', `${type.name.trim()} for ${email}, Id ${id}`)]
  findings.push(...(await compare(deps, plan, id)))
  findings.push(await remove(deps, id))
  return findings
}

function isFree({ location, customFields }: TaskType): boolean {
  return !location.mandatory && customFields.every((field) => !field.mandatory)
}

function planOf(deps: TrialDeps, type: TaskType, email: string): AttemptPlan {
  const startMs = Math.ceil((deps.clock.now() + dayMs) / lengthMs) * lengthMs
  return {
    reference: referenceOf('preflight', deps.newId()),
    booker: null,
    taskType: { id: type.id, name: type.name },
    preventsConflicts: false,
    subject: 'Preflight of Appointment Desk',
    description: 'Made and deleted by npm run preflight. Safe to delete.',
    owner: { sentAs: 'email', id: null, email, name: null },
    lead: null,
    startMs,
    endMs: startMs + lengthMs,
    location: null,
    reminderMinutes: null,
    notifyOwner: false,
    customFields: {},
  }
}

async function compare(deps: TrialDeps, plan: AttemptPlan, id: string): Promise<Finding[]> {
  const result = await deps.leadSquared.getTaskById(id, read)
  if (!result.ok) return [failed('reading back', result.failure)]
  const [row] = result.value
  if (row === undefined) {
    return [
      fault(
        'reading back',
        `LeadSquared does not know the task ${id}`,
        'Look for it in LeadSquared.',
      ),
    ]
  }
  const different = differences(deps.marker, plan, row)
  if (different.length === 0) return [ok('reading back', 'every member is as it was sent')]
  return different.map(([member, sent, kept]) =>
    fault(
      `reading back ${member}`,
      `sent ${JSON.stringify(sent)}, kept ${JSON.stringify(kept)}`,
      member === deps.marker
        ? 'The field is not kept for this type: set BOOKING_MARKER=description.'
        : 'Compare the settings of the task type in LeadSquared.',
    ),
  )
}

function differences(
  marker: string,
  plan: AttemptPlan,
  row: TaskRow,
): [string, unknown, unknown][] {
  const sent = toCreateTask(plan, marker)
  const pairs: [string, unknown, unknown][] = [
    ['Name', plan.subject, row.Name],
    ['Description', sent.Description, row.Description.replaceAll('\r\n', '\n')],
    ['DueDate', plan.startMs, row.DueDate],
    ['EndDate', plan.endMs, row.EndDate],
    [
      'OwnerEmailAddress',
      plan.owner.email?.toLowerCase(),
      row.OwnerEmailAddress?.toLowerCase() ?? null,
    ],
    ['TaskType', plan.taskType.name.trim(), row.TaskType?.Name.trim() ?? null],
    ['NotifyBy', sent.NotifyBy, row.NotifyBy],
  ]
  if (isCustomField(marker)) pairs.push([marker, markerOf(plan), row.CustomFields[marker] ?? null])
  return pairs.filter(([, wanted, kept]) => wanted !== kept)
}

async function remove(deps: TrialDeps, id: string): Promise<Finding> {
  const remedy = `Delete the task ${id} in LeadSquared by hand.`
  const deleted = await deps.leadSquared.deleteTasks([id], create)
  if (!deleted.ok) return fault('deleting', failed('deleting', deleted.failure).said, remedy)
  const until = deps.clock.now() + deleteWithinMs
  while (deps.clock.now() < until) {
    const result = await deps.leadSquared.getTaskById(id, read)
    if (result.ok && result.value.length === 0) return ok('deleting', 'the task is gone again')
    await deps.clock.sleep(lookEveryMs)
  }
  return fault('deleting', `the task ${id} is still there after a minute`, remedy)
}
