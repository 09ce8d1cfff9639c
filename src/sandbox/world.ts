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
  /** The switches, off their default, that were read since this was last asked. */
  takeSwitchesRead: () => string[]
  /** A new GUID. */
  newId: () => string
}

/**
 * The form of the rows in the file, as SQLite's `user_version`. It goes up by one when a row of the present form can no
 * longer be read, or an older row no longer; `openWorld` then says so, or converts what is there.
 */
const fileVersion = 1

/** A file whose rows this sandbox cannot read. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/**
 * Opens the file, or `:memory:`. What was answered survives `kill -9`: a commit of the write-ahead log is in the
 * operating system's hands before the answer leaves. Throws `UnreadableFile` for a file that another version of the
 * sandbox wrote in another form. `log` is told of queued jobs that are dropped because they cannot be read.
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

/** 0 is a new file, or one of a release that did not write the number; its rows are then read as they are. */
function checkVersion(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > fileVersion) throw unreadable(path, `has the form ${version}, which is newer`)
}

function unreadable(path: string, what: string): UnreadableFile {
  return new UnreadableFile(
    `The sandbox's file ${path} ${what}. This sandbox reads the form ${fileVersion}. Delete the file to begin with the demo tenant again, or name another folder with DATA_DIR.`,
  )
}
