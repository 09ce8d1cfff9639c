/** Fills the sandbox with a named seed or with the user's own JSON (sandbox rule 44). */
import { z } from 'zod'
import { initialFields } from '../services/leads/fields.ts'
import { namesFor } from '../services/leads/upsert.ts'
import { seedDemo, type SeedSizes } from './demo-tenant.ts'
import type { SeedData } from './seed-data.ts'
import { demoDaysAreDue, fillDemoDays } from './days.ts'
import { inOneTransaction } from '../store/transaction.ts'
import type { World } from '../world.ts'

export const SeedName = z
  .literal(['demo', 'empty', 'large'])
  .describe(
    'demo: 40 users, 2,000 leads, and the calendars of twelve owners from a week ago to two weeks ahead. empty: only the users and task types. large: 100,000 leads and 100,000 tasks.',
  )
export type SeedName = z.infer<typeof SeedName>

/** The seed that a reset loads. */
export type Seed = SeedName | SeedData

const sizes: Record<SeedName, SeedSizes> = {
  demo: { leads: 2000, hasDays: true, crowd: 0 },
  empty: { leads: 0, hasDays: false, crowd: 0 },
  large: { leads: 100_000, hasDays: false, crowd: 7143 },
}

/** Deletes all data and loads the seed. Tasks of named seeds are in the two weeks around now (epoch ms). */
export function seedWorld(world: World, seed: Seed, nowMs: number): void {
  try {
    inOneTransaction(world.database, () => {
      clearWorld(world)
      if (typeof seed === 'string') seedDemo(world, nowMs, sizes[seed])
      else {
        seedDemo(world, nowMs, sizes.empty)
        insertData(world, seed)
      }
    })
  } catch (error) {
    // The database has rolled back, so read the data in memory again.
    world.tenant.reload()
    world.queue.reload()
    throw error
  }
}

/** Moves the demonstration days to the present, if the tenant has some and they are out of date. */
export function moveDemoDays(world: World, nowMs: number): void {
  if (!demoDaysAreDue(world.tenant.whole(), nowMs)) return
  inOneTransaction(world.database, () => fillDemoDays(world, nowMs))
}

function clearWorld(world: World): void {
  world.queue.clear()
  world.tasks.clear()
  world.leads.clear()
  world.activities.clear()
  world.opportunities.clear()
}

function insertData(world: World, data: SeedData): void {
  const { tenant, leads, opportunities, activities, tasks } = world
  tenant.replace({
    ...(data.leadMetadata ? { leadMetadata: data.leadMetadata } : {}),
    users: data.users ?? [...tenant.users()],
    taskTypes: data.taskTypes ?? [...tenant.taskTypes()],
    workDays: data.workDays ?? tenant.workDays(),
    leadLists: data.leadLists ?? [],
  })
  const numbers = data.leads.map((lead) => Number(lead['ProspectAutoId'] ?? 0))
  let number = numbers.reduce((one, other) => Math.max(one, other), leads.nextNumber() - 1)
  for (const lead of data.leads) {
    const ProspectAutoId = lead['ProspectAutoId'] || String((number += 1))
    const names = namesFor(lead, tenant)
    leads.insert({ ...initialFields, ...names, ...lead, ProspectAutoId })
  }
  for (const opportunity of data.opportunities) opportunities.put(opportunity)
  for (const activity of data.activities) activities.insert(activity)
  for (const task of data.tasks) {
    // The tenant's own spelling, because the filter by type compares letter case.
    const taskTypeId = tenant.taskTypeById(task.taskTypeId)?.Id ?? task.taskTypeId
    tasks.insert({ ...task, taskTypeId })
  }
}
