import { DatabaseSync } from 'node:sqlite'
import { type ActivityStore, createActivityStore } from './activity-store.ts'
import { createLeadStore, type LeadStore } from './lead-store.ts'
import { createOpportunityStore, type OpportunityStore } from './opportunity-store.ts'
import { type Switches, defaultSwitches } from './switches.ts'
import { createTaskStore, type TaskStore } from './task-store.ts'
import { createTenantStore, type TenantStore } from './tenant-store.ts'

/** The sandbox's one tenant: everything that it keeps, and how it is switched to behave. */
export interface World {
  database: DatabaseSync
  tenant: TenantStore
  leads: LeadStore
  activities: ActivityStore
  opportunities: OpportunityStore
  tasks: TaskStore
  switches: Switches
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
  return {
    database,
    tenant: createTenantStore(database),
    leads: createLeadStore(database),
    activities: createActivityStore(database),
    opportunities: createOpportunityStore(database),
    tasks: createTaskStore(database),
    switches: { ...defaultSwitches },
    newId,
  }
}

/** Runs several writes as one. */
export function inOneTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
