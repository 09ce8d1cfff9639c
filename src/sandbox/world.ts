import { DatabaseSync } from 'node:sqlite'
import { type ActivityStore, createActivityStore } from './store/activities.ts'
import { createLeadStore, type LeadStore } from './store/leads.ts'
import { createOpportunityStore, type OpportunityStore } from './store/opportunities.ts'
import { watchSwitches } from './switch-reads.ts'
import type { Switches } from './switches.ts'
import { createTaskQueue, type TaskQueue } from './store/task-queue.ts'
import { createTaskStore, type TaskStore } from './store/tasks.ts'
import { createTenantStore, type TenantStore } from './store/tenants.ts'

/** The sandbox's one tenant: everything that it keeps, and how it is switched to behave. */
export interface World {
  database: DatabaseSync
  tenant: TenantStore
  leads: LeadStore
  activities: ActivityStore
  opportunities: OpportunityStore
  tasks: TaskStore
  /** What queued task calls have still to do; it is settled before anybody looks at tasks. */
  queue: TaskQueue
  switches: Switches
  /** The switches, off their default, that were read since this was last asked. */
  takeSwitchesRead: () => string[]
  /** A new GUID. */
  newId: () => string
}

/**
 * Opens the file, or `:memory:`. What was answered survives `kill -9`: a commit of the write-ahead log is in the
 * operating system's hands before the answer leaves.
 */
export function openWorld(path: string, newId: () => string): World {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = NORMAL')
  database.exec('PRAGMA busy_timeout = 2000')
  const tasks = createTaskStore(database)
  const { switches, takeRead } = watchSwitches()
  return {
    database,
    tenant: createTenantStore(database),
    leads: createLeadStore(database),
    activities: createActivityStore(database),
    opportunities: createOpportunityStore(database),
    tasks,
    queue: createTaskQueue(database, tasks),
    switches,
    takeSwitchesRead: takeRead,
    newId,
  }
}
