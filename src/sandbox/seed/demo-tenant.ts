/** The demo tenant: invented people at example.com. They are the same at every start; only the days of the tasks differ. */
import { dayMs } from '../clock.ts'
import { printTimestampWithZeros } from '#wire/timestamps.ts'
import { initialFields } from '../services/leads/fields.ts'
import type { Lead } from '../store/leads.ts'
import { fillCrowdedDay, fillDemoDays } from './days.ts'
import { guid, pick, randomNumbers } from './invention.ts'
import { companies, firstNames, lastNames, oddLeads, places } from './names.ts'
import type { Opportunity } from '../store/opportunities.ts'
import { demoTaskTypes } from './task-types.ts'
import { demoUsers } from './users.ts'
import { demoWorkDays } from './work-days.ts'
import { type LeadList, type User, fullName } from '../store/tenants.ts'
import type { World } from '../world.ts'

/** The size of the tenant. */
export interface SeedSizes {
  leads: number
  /** Whether owners have demonstration days. */
  hasDays: boolean
  /** Tasks on each day of the fortnight around now, spread over eight owners. */
  crowd: number
}

/** Fills an empty world. Call it in a transaction. `nowMs`: milliseconds since 1970, UTC. */
export function seedDemo(world: World, nowMs: number, sizes: SeedSizes): void {
  const random = randomNumbers(20_260_305)
  const users = [...demoUsers]
  world.tenant.replace({
    users,
    taskTypes: [...demoTaskTypes],
    workDays: demoWorkDays(users, nowMs),
    leadLists: leadListsFor(sizes.leads),
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

/** One list, of the first leads. */
function leadListsFor(leadCount: number): LeadList[] {
  const leadIds = Array.from({ length: Math.min(25, leadCount) }, (_, index) =>
    guid('2', index + 1),
  )
  return [{ id: guid('3', 1), name: 'First leads', leadIds }]
}

function lead(index: number, users: readonly User[], random: () => number): Lead {
  const owner = pick(users, 1 + Math.floor(random() * 8))
  const firstName = pick(firstNames, Math.floor(random() * 1000))
  const lastName = pick(lastNames, Math.floor(random() * 1000))
  const place = pick(places, Math.floor(random() * 1000))
  const created = printTimestampWithZeros(Date.UTC(2026, 0, 5) + index * 3_600_000)
  // Every fortieth lead shares its phone number with another lead.
  const phone = `+91-98${String(10_000_000 + (index % 40 === 0 ? 0 : index * 37)).padStart(8, '0')}`
  return {
    ...initialFields,
    ProspectID: guid('2', index + 1),
    ProspectAutoId: String(1001 + index),
    FirstName: firstName,
    LastName: lastName,
    EmailAddress: `${firstName}.${lastName}.${index}@example.com`.toLowerCase(),
    Company: pick(companies, Math.floor(random() * 1000)),
    Phone: phone,
    Source: 'Referral',
    OwnerId: owner.id,
    OwnerIdName: fullName(owner),
    OwnerIdEmailAddress: owner.email,
    CreatedByName: 'Ines Integration',
    ModifiedByName: 'Ines Integration',
    CreatedBy: users[0]?.id ?? null,
    ModifiedBy: users[0]?.id ?? null,
    CreatedOn: created,
    ModifiedOn: created,
    LeadLastModifiedOn: created,
    mx_City: place,
    ...oddLeads[index],
  }
}

/** The tenant's own codes of opportunity types. */
const opportunityCodes = ['12000', '12001']
const stages = ['Prospecting', 'Quoted', 'Negotiating', 'Won']

/** One or two opportunities for every twentieth lead. `index` is the lead's place in the seed. */
function demoOpportunities(lead: Lead, index: number, nowMs: number): Opportunity[] {
  if (index % 20 !== 0) return []
  const count = index % 40 === 0 ? 2 : 1
  return opportunityCodes.slice(0, count).map((eventCode, position) => {
    const stage = stages[(index / 20 + position) % stages.length] ?? ''
    const number = String(index * 2 + position + 1).padStart(12, '0')
    return {
      id: `55555555-5555-4555-8555-${number}`,
      leadId: lead['ProspectID'] ?? '',
      eventCode,
      ownerId: lead['OwnerId'] ?? '',
      status: stage === 'Won' ? 'Won' : 'Open',
      fields: { mx_Custom_1: `${lead['Company'] ?? 'Private'} deal`, mx_Custom_2: stage },
      createdAtMs: nowMs - 30 * dayMs + index * 1000,
      modifiedAtMs: nowMs - 5 * dayMs + index * 1000,
    }
  })
}
