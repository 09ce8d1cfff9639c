import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type ActivityStore, createActivityStore } from './store/activities.ts'
import { createLeadStore, type LeadStore } from './store/leads.ts'
import { createOpportunityStore, type OpportunityStore } from './store/opportunities.ts'
import { type Switches, watchSwitches } from './switches.ts'
import { createTaskQueue, type TaskQueue } from './store/task-queue.ts'
import { createTaskStore, type TaskStore } from './store/tasks.ts'
import { createTenantStore, type TenantStore } from './store/tenants.ts'

/** The sandbox's one tenant: its data and its switches. */
export interface World {
  database: DatabaseSync
  tenant: TenantStore
  leads: LeadStore
  activities: ActivityStore
  opportunities: OpportunityStore
  tasks: TaskStore
  /** The pending work of queued task calls. It is settled before every read of tasks. */
  queue: TaskQueue
  switches: Switches
  /** Returns the switches, not at their default, that were read since the last call of this function. */
  takeSwitchesRead: () => string[]
  /** A new GUID. */
  newId: () => string
}

/**
 * The format of the rows in the file, stored as SQLite's `user_version`. Raise it by one when a change of the code makes
 * older rows unreadable. Then let `openWorld` convert them, or refuse the file.
 */
const fileVersion = 1

/** A file whose rows this sandbox cannot read. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/**
 * Opens the file, or `:memory:`. An answered write survives `kill -9`, because the operating system has its commit in the
 * write-ahead log before the answer is sent. Throws `UnreadableFile` if another version of the sandbox wrote the file in
 * a format that this one cannot read. A queued job that cannot be read is dropped and logged.
 */
export function openWorld(
  path: string,
  newId: () => string,
  log: (event: object) => void = () => {},
): World {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = NORMAL')
  database.exec('PRAGMA busy_timeout = 2000')
  checkVersion(database, path)
  const { switches, takeRead } = watchSwitches()
  try {
    const tasks = createTaskStore(database)
    const world: World = {
      database,
      tenant: createTenantStore(database),
      leads: createLeadStore(database),
      activities: createActivityStore(database),
      opportunities: createOpportunityStore(database),
      tasks,
      queue: createTaskQueue(database, tasks, (number) =>
        log({ fault: `The queued job ${number} cannot be read. It was dropped.` }),
      ),
      switches,
      takeSwitchesRead: takeRead,
      newId,
    }
    tasks.latest(1)
    database.exec(`PRAGMA user_version = ${fileVersion}`)
    return world
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw unreadable(path, 'holds rows that cannot be read')
  }
}

/** A new file has the version 0, and so has a file of a release that wrote no version. Its rows are read as they are. */
function checkVersion(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > fileVersion) throw unreadable(path, `has the format ${version}, which is newer`)
}

function unreadable(path: string, what: string): UnreadableFile {
  return new UnreadableFile(
    `The sandbox's file ${path} ${what}. This sandbox reads the format ${fileVersion}. Delete the file to start again with the demo tenant, or name another folder with DATA_DIR.`,
  )
}
