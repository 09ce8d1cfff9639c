/** The user's own JSON that the sandbox can load. References must exist and ids must be unique. */
import { z } from 'zod'
import { LeadPrinted } from '#wire/lead/lead.ts'
import { Guid } from '#wire/printed.ts'
import { Activity } from '../store/activities.ts'
import { Opportunity } from '../store/opportunities.ts'
import { Task } from '../store/tasks.ts'
import { Tenant } from '../store/tenants.ts'
import { demoTaskTypes } from './task-types.ts'
import { demoUsers } from './users.ts'

const { users, taskTypes, workDays, leadLists, leadMetadata } = Tenant.partial().shape
const Shape = z.strictObject({
  users,
  taskTypes,
  workDays,
  leadLists,
  leadMetadata,
  leads: z
    .array(LeadPrinted)
    .default([])
    .describe(
      'Flat, as Leads.GetById prints them. ProspectID is required. Other fields have their usual initial values.',
    ),
  opportunities: z.array(Opportunity).default([]),
  activities: z.array(Activity).default([]),
  tasks: z.array(Task).default([]),
})

/** A user's own seed. Missing members are empty, but missing users or taskTypes come from the demo tenant. */
export const SeedData = Shape.superRefine((seed, context) => {
  for (const { path, message } of faultsOfSeed(seed)) {
    context.addIssue({ code: 'custom', path, message })
  }
})
export type SeedData = z.infer<typeof SeedData>

/** A fault of a seed and its place. */
interface Fault {
  path: (string | number)[]
  message: string
}

/** All faults of the seed, with their places. An empty list means that it can be loaded. */
function faultsOfSeed(seed: z.infer<typeof Shape>): Fault[] {
  const { leads, opportunities, activities, tasks, workDays, leadLists = [] } = seed
  const users = seed.users ?? demoUsers
  const types = seed.taskTypes ?? demoTaskTypes
  const known = {
    user: setOf(users.map(({ id }) => id)),
    'task type': setOf(types.map(({ Id }) => Id)),
    lead: setOf(leads.map((lead) => lead['ProspectID'] ?? '')),
    opportunity: setOf(opportunities.map(({ id }) => id)),
  }
  const faults: Fault[] = []
  const say = (path: Fault['path'], message: string) => faults.push({ path, message })
  const refer = (path: Fault['path'], kind: keyof typeof known, id: string) => {
    if (!known[kind].has(id.toLowerCase())) say(path, `There is no ${kind} ${id || '""'}.`)
  }
  const checkZone = (path: Fault['path'], zone: string) => {
    if (!isZone(zone)) say(path, `${zone} is no IANA time zone.`)
  }
  /** Each row of the list must have its own value of this member. */
  const refuseRepeats = (list: string, member: string, values: readonly (string | null)[]) => {
    const seen = new Set<string>()
    for (const [index, value] of values.entries()) {
      if (!value) continue
      const key = value.toLowerCase()
      if (seen.has(key)) say([list, index, member], `${value} is there already.`)
      seen.add(key)
    }
  }
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  const valuesOf = (field: string) => leads.map((lead) => lead[field] ?? null)

  // A tenant whose users have all left is allowed: every call then gets the 401 of an inactive user's keys.
  if (users.length === 0) say(['users'], 'The keys belong to a user, so there must be one.')
  for (const [index, { timeZone }] of users.entries()) {
    checkZone(['users', index, 'timeZone'], timeZone)
  }
  const emails = users.map(({ email }) => email)
  const typeIds = types.map(({ Id }) => Id)
  refuseRepeats('users', 'id', idsOf(users))
  refuseRepeats('users', 'email', emails)
  refuseRepeats('taskTypes', 'Id', typeIds)
  refuseRepeats('leads', 'ProspectID', valuesOf('ProspectID'))
  // The store keeps a number, so 7 and 007 are the same.
  const numbers = valuesOf('ProspectAutoId').map((text) => text?.replace(/^0+(?=\d)/, '') ?? null)
  refuseRepeats('leads', 'ProspectAutoId', numbers)
  refuseRepeats('leadLists', 'id', idsOf(leadLists))
  refuseRepeats('opportunities', 'id', idsOf(opportunities))
  refuseRepeats('activities', 'id', idsOf(activities))
  refuseRepeats('tasks', 'id', idsOf(tasks))
  for (const [name, { timeZone }] of Object.entries(workDays?.templates ?? {})) {
    checkZone(['workDays', 'templates', name, 'timeZone'], timeZone)
  }
  for (const [id, { template }] of Object.entries(workDays?.calendars ?? {})) {
    refer(['workDays', 'calendars', id], 'user', id)
    if (template !== '' && !Object.hasOwn(workDays?.templates ?? {}, template)) {
      say(['workDays', 'calendars', id, 'template'], `There is no template ${template}.`)
    }
  }
  for (const [index, lead] of leads.entries()) {
    const id = lead['ProspectID'] ?? ''
    // Most calls print this id as a GUID.
    if (!Guid.safeParse(id).success)
      say(['leads', index, 'ProspectID'], `${id || '""'} is no GUID.`)
    if (lead['OwnerId']) refer(['leads', index, 'OwnerId'], 'user', lead['OwnerId'])
    if (!/^\d{1,15}$/.test(lead['ProspectAutoId'] ?? '1')) {
      say(['leads', index, 'ProspectAutoId'], 'The number of a lead has 1 to 15 digits.')
    }
  }
  for (const [index, { leadIds }] of leadLists.entries()) {
    for (const [at, id] of leadIds.entries()) refer(['leadLists', index, 'leadIds', at], 'lead', id)
  }
  for (const [index, { leadId, ownerId }] of opportunities.entries()) {
    refer(['opportunities', index, 'leadId'], 'lead', leadId)
    refer(['opportunities', index, 'ownerId'], 'user', ownerId)
  }
  for (const [index, { leadId }] of activities.entries()) {
    refer(['activities', index, 'leadId'], 'lead', leadId)
  }
  for (const [index, task] of tasks.entries()) {
    refer(['tasks', index, 'ownerId'], 'user', task.ownerId)
    refer(['tasks', index, 'createdBy'], 'user', task.createdBy)
    refer(['tasks', index, 'modifiedBy'], 'user', task.modifiedBy)
    refer(['tasks', index, 'taskTypeId'], 'task type', task.taskTypeId)
    const related = task.relatedEntityId ?? ''
    if (task.relatedEntity === 1) refer(['tasks', index, 'relatedEntityId'], 'lead', related)
    if (task.relatedEntity === 5) refer(['tasks', index, 'relatedEntityId'], 'opportunity', related)
    if (task.endMs < task.dueMs) say(['tasks', index, 'endMs'], 'It is before dueMs.')
  }
  return faults
}

function setOf(ids: readonly string[]): Set<string> {
  return new Set(ids.map((id) => id.toLowerCase()))
}

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}
