/** The user's own JSON that the sandbox can load. References must exist and ids must be unique. */
import { z } from 'zod'
import { LeadPrinted } from '#wire/lead/lead.ts'
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
      'Flat, as they print; ProspectID is required, other fields start as the tenant has them.',
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

/** All faults of the seed, in the order of its members. An empty list means that it can be loaded. */
function faultsOfSeed(seed: z.infer<typeof Shape>): Fault[] {
  const users = seed.users ?? demoUsers
  const types = seed.taskTypes ?? demoTaskTypes
  const known = {
    user: setOf(users.map(({ id }) => id)),
    'task type': setOf(types.map(({ Id }) => Id)),
    lead: setOf(seed.leads.map((lead) => lead['ProspectID'] ?? '')),
    opportunity: setOf(seed.opportunities.map(({ id }) => id)),
  }
  const faults: Fault[] = []
  const say = (path: Fault['path'], message: string) => faults.push({ path, message })
  const refer = (path: Fault['path'], kind: keyof typeof known, id: string) => {
    if (!known[kind].has(id.toLowerCase())) say(path, `There is no ${kind} ${id || '""'}.`)
  }
  const refuseRepeats = (list: string, member: string, values: readonly string[]) => {
    const seen = new Set<string>()
    for (const [index, value] of values.entries()) {
      const key = value.toLowerCase()
      if (seen.has(key)) say([list, index, member], `${value} is there already.`)
      seen.add(key)
    }
  }

  if (users.length === 0)
    say(['users'], 'The first active user owns the keys, so there must be a user.')
  for (const [index, { timeZone }] of users.entries()) {
    if (!isZone(timeZone)) say(['users', index, 'timeZone'], `${timeZone} is no IANA time zone.`)
  }
  refuseRepeats(
    'users',
    'id',
    users.map(({ id }) => id),
  )
  refuseRepeats(
    'users',
    'email',
    users.map(({ email }) => email),
  )
  refuseRepeats(
    'taskTypes',
    'Id',
    types.map(({ Id }) => Id),
  )
  for (const [name, { timeZone }] of Object.entries(seed.workDays?.templates ?? {})) {
    const path = ['workDays', 'templates', name, 'timeZone']
    if (!isZone(timeZone)) say(path, `${timeZone} is no IANA time zone.`)
  }
  for (const [id, { template }] of Object.entries(seed.workDays?.calendars ?? {})) {
    refer(['workDays', 'calendars', id], 'user', id)
    if (template !== '' && !Object.hasOwn(seed.workDays?.templates ?? {}, template)) {
      say(['workDays', 'calendars', id, 'template'], `There is no template ${template}.`)
    }
  }
  for (const [index, lead] of seed.leads.entries()) {
    if (!lead['ProspectID']) say(['leads', index, 'ProspectID'], 'A lead needs its id.')
    if (lead['OwnerId']) refer(['leads', index, 'OwnerId'], 'user', lead['OwnerId'])
  }
  refuseRepeats(
    'leads',
    'ProspectID',
    seed.leads.map((lead) => lead['ProspectID'] ?? ''),
  )
  const numbers = seed.leads.flatMap((lead) => lead['ProspectAutoId'] ?? [])
  refuseRepeats('leads', 'ProspectAutoId', numbers)
  for (const [index, { leadIds }] of (seed.leadLists ?? []).entries()) {
    for (const [at, id] of leadIds.entries()) refer(['leadLists', index, 'leadIds', at], 'lead', id)
  }
  for (const [index, { leadId, ownerId }] of seed.opportunities.entries()) {
    refer(['opportunities', index, 'leadId'], 'lead', leadId)
    refer(['opportunities', index, 'ownerId'], 'user', ownerId)
  }
  refuseRepeats(
    'opportunities',
    'id',
    seed.opportunities.map(({ id }) => id),
  )
  for (const [index, { leadId }] of seed.activities.entries()) {
    refer(['activities', index, 'leadId'], 'lead', leadId)
  }
  refuseRepeats(
    'activities',
    'id',
    seed.activities.map(({ id }) => id),
  )
  for (const [index, task] of seed.tasks.entries()) {
    refer(['tasks', index, 'ownerId'], 'user', task.ownerId)
    refer(['tasks', index, 'createdBy'], 'user', task.createdBy)
    refer(['tasks', index, 'modifiedBy'], 'user', task.modifiedBy)
    refer(['tasks', index, 'taskTypeId'], 'task type', task.taskTypeId)
    const related = task.relatedEntityId ?? ''
    if (task.relatedEntity === 1) refer(['tasks', index, 'relatedEntityId'], 'lead', related)
    if (task.relatedEntity === 5) refer(['tasks', index, 'relatedEntityId'], 'opportunity', related)
    if (task.endMs < task.dueMs) say(['tasks', index, 'endMs'], 'It lies before dueMs.')
  }
  refuseRepeats(
    'tasks',
    'id',
    seed.tasks.map(({ id }) => id),
  )
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
