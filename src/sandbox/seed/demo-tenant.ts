/** The demo tenant: invented people at example.com, the same ones at every start but for the days of its tasks. */
import { dayMs } from '../clock.ts'
import { printTimestampWithZeros } from '#wire/timestamps.ts'
import { leadFields } from '../services/leads/fields.ts'
import type { Lead } from '../store/leads.ts'
import { fillCrowdedDay, fillDemoDays } from './days.ts'
import { guid, pick, randomNumbers } from './invention.ts'
import { companies, firstNames, lastNames, oddLeads, places } from './names.ts'
import { demoOpportunities } from './opportunities.ts'
import { demoTaskTypes } from './task-types.ts'
import { demoWorkDays } from './work-days.ts'
import type { User } from '../store/tenants.ts'
import type { World } from '../world.ts'

const userCount = 40
const zones = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
]

/** How much of it there is. */
export interface SeedSizes {
  leads: number
  /** Whether owners have believable days. */
  hasDays: boolean
  /** Tasks on each day of the fortnight around now, spread over eight owners. */
  crowd: number
}

/** Fills an empty world within a transaction. `nowMs`: milliseconds since 1970, UTC. */
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
  if (sizes.hasDays) fillDemoDays(world, nowMs)
  const today = Math.floor(nowMs / dayMs)
  for (let day = today - 7; sizes.crowd > 0 && day < today + 7; day += 1) {
    for (const owner of users.slice(1, 9)) {
      fillCrowdedDay(world, owner, day, Math.ceil(sizes.crowd / 8), nowMs)
    }
  }
}

/** The address in the body that the vendor's page shows for Create, so that the body works as it was copied. */
const taskOwnerIndex = 38

function emailOf(index: number, name: string): string {
  if (index === 0) return 'integration@example.com'
  if (index === taskOwnerIndex) return 'taskowner@example.com'
  return `${name.toLowerCase()}@example.com`
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
    email: emailOf(index, [firstName, lastName].filter(Boolean).join('.')),
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
