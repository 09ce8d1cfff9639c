/** The demo tenant: invented people at example.com, deterministic but for the days of its tasks. */
import type { TaskTypePrinted } from '#wire/task/type.ts'
import { printTimestampWithZeros } from '#wire/timestamps.ts'
import { leadFields } from '../services/leads/fields.ts'
import type { Lead } from '../store/leads.ts'
import { randomNumbers } from './random.ts'
import { startOfDay } from '../calls/request-dates.ts'
import { companies, firstNames, lastNames, oddLeads, places } from './names.ts'
import { demoOpportunities } from './opportunities.ts'
import { demoTaskTypes } from './task-types.ts'
import { demoWorkDays } from './work-days.ts'
import type { User } from '../store/tenants.ts'
import type { World } from '../world.ts'

const userCount = 40
const dayMs = 24 * 60 * 60_000
const appointmentTypes = demoTaskTypes.filter(({ Category }) => Category === 0)
const toDoTypes = demoTaskTypes.filter(({ Category }) => Category === 1)
const zones = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Europe/Berlin',
  'Australia/Sydney',
]

/** How much of it there is. */
export interface SeedSizes {
  leads: number
  tasksPerDay: number
}

/** Fills an empty world within a transaction; tasks lie in the fortnight around now (epoch ms). */
export function seedDemo(world: World, nowMs: number, sizes: SeedSizes): void {
  const random = randomNumbers(20_260_305)
  const users = Array.from({ length: userCount }, (_, index) => user(index))
  world.tenant.replace({
    users,
    taskTypes: [...demoTaskTypes],
    workDays: demoWorkDays(users, nowMs),
  })
  for (let index = 0; index < sizes.leads; index += 1) {
    const seeded = lead(index, users, random)
    world.leads.insert(seeded)
    for (const opportunity of demoOpportunities(seeded, index, nowMs)) {
      world.opportunities.put(opportunity)
    }
  }
  for (let day = -7; day < 7; day += 1) {
    for (let index = 0; index < sizes.tasksPerDay; index += 1) {
      // Every tenth is a to-do.
      const types = index % 10 === 9 ? toDoTypes : appointmentTypes
      const dayStartMs = startOfDay(nowMs) + day * dayMs
      insertTask(world, users, types, sizes.leads, dayStartMs, nowMs, random)
    }
  }
}

/** The first user owns the demo keys; every tenth one has left. */
function user(index: number): User {
  const firstName = pick(firstNames, Math.max(0, index - 1))
  const lastName = index % 13 === 12 ? '' : pick(lastNames, Math.max(0, index - 1) * 7)
  const isFirst = index === 0
  return {
    id: guid('1', index + 1),
    firstName: isFirst ? 'Ines' : firstName,
    lastName: isFirst ? 'Integration' : lastName,
    email: isFirst
      ? 'integration@example.com'
      : `${[firstName, lastName].filter(Boolean).join('.').toLowerCase()}@example.com`,
    role: isFirst ? 'Administrator' : index % 9 === 0 ? 'Marketing_User' : 'Sales_User',
    isActive: index % 10 !== 9,
    timeZone: pick(zones, index),
    phone: `+1-20255502${String(index).padStart(2, '0')}`,
    groups: [
      { id: guid('6', (index % 3) + 1), name: ['Field', 'Inside', 'Partners'][index % 3] ?? '' },
    ],
    team: { id: guid('7', (index % 2) + 1), name: ['North', 'South'][index % 2] ?? '' },
  }
}

function lead(index: number, users: readonly User[], random: () => number): Lead {
  const owner = pick(users, 1 + Math.floor(random() * 8))
  const firstName = pick(firstNames, Math.floor(random() * 1000))
  const lastName = pick(lastNames, Math.floor(random() * 1000))
  const place = pick(places, Math.floor(random() * 1000))
  const created = printTimestampWithZeros(Date.UTC(2026, 0, 5) + index * 3_600_000)
  // Every fortieth number is somebody else's too.
  const phone = `+91-98${String(10_000_000 + (index % 40 === 0 ? 0 : index * 37)).padStart(8, '0')}`
  const known: Lead = {
    ProspectID: guid('2', index + 1),
    ProspectAutoId: String(1001 + index),
    FirstName: firstName,
    LastName: lastName,
    EmailAddress: `${firstName}.${lastName}.${index}@example.com`.toLowerCase(),
    Company: pick(companies, Math.floor(random() * 1000)),
    Phone: phone,
    Source: 'Referral',
    OwnerId: owner.id,
    OwnerIdName: `${owner.firstName} ${owner.lastName}`.trim(),
    CreatedBy: users[0]?.id ?? null,
    ModifiedBy: users[0]?.id ?? null,
    CreatedOn: created,
    ModifiedOn: created,
    LeadLastModifiedOn: created,
    mx_City: place,
    ...oddLeads[index],
  }
  return Object.fromEntries(
    leadFields.map(({ schemaName, initialValue }) => [
      schemaName,
      known[schemaName] ?? (schemaName in known ? null : (initialValue ?? null)),
    ]),
  )
}

function insertTask(
  world: World,
  users: readonly User[],
  types: readonly TaskTypePrinted[],
  leadCount: number,
  dayStartMs: number,
  nowMs: number,
  random: () => number,
): void {
  const owner = pick(users, 1 + Math.floor(random() * 8))
  const type = pick(types, Math.floor(random() * 100))
  const mandatory = type.ColumnConfiguration.filter(
    ({ SchemaName, Mandatory }) => Mandatory && SchemaName.startsWith('mx_'),
  )
  const related = world.leads.byId(guid('2', 1 + Math.floor(random() * leadCount)))
  const dueMs = dayStartMs + (12 + Math.floor(random() * 36)) * 15 * 60_000
  const name = [related?.['FirstName'], related?.['LastName']].filter(Boolean).join(' ')
  world.tasks.insert({
    id: world.newId(),
    name: `${type.Name.trim()}: ${name || 'walk-in'}`,
    description: '',
    relatedEntity: related ? 1 : 0,
    relatedEntityId: related?.['ProspectID'] ?? null,
    dueMs,
    endMs: dueMs + Number(type.TaskTypeConfiguration.Duration.Value ?? 30) * 60_000,
    reminderMinutes: 15,
    reminderBeforeDays: 0,
    notifyBy: '1000',
    statusCode: dueMs < nowMs - dayMs ? 1 : 0,
    ownerId: owner.id,
    createdBy: owner.id,
    createdMs: Math.min(nowMs, dueMs) - 3 * dayMs,
    modifiedBy: owner.id,
    modifiedMs: Math.min(nowMs, dueMs) - 3 * dayMs,
    completedMs: dueMs < nowMs - dayMs ? dueMs : null,
    taskTypeId: type.Id,
    location: type.TaskTypeConfiguration.Location.IsMandatory ? '1 Example Street' : '',
    customFields: Object.fromEntries(mandatory.map(({ SchemaName }) => [SchemaName, '1'])),
  })
}

/** Ids of the demo tenant tell what they are: users 1…, leads 2…, groups 6…, teams 7…. */
function guid(digit: string, number: number): string {
  const d = (count: number) => digit.repeat(count)
  return `${d(8)}-${d(4)}-4${d(3)}-8${d(3)}-${String(number).padStart(12, '0')}`
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}
