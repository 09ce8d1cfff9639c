/**
 * Stores the pending work of BulkUpdateAppointmentTime and DeleteTasks, which answer at once and take effect later
 * (sandbox rule 30). The work is in the database, so that it survives a restart.
 */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { TaskStore } from './tasks.ts'
import { inOneTransaction } from './transaction.ts'

const Job = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    /** The user of the keys, who becomes ModifiedBy. */
    by: z.string(),
    /** New start and end of each task, milliseconds since 1970 UTC. */
    moves: z.array(z.object({ id: z.string(), dueMs: z.int(), endMs: z.int() })),
  }),
  z.object({ kind: z.literal('delete'), ids: z.array(z.string()) }),
])
type Job = z.infer<typeof Job>

export interface TaskQueue {
  /** Stores a job that runs at `dueMs`, milliseconds since 1970, UTC. Returns its number. */
  add(job: Job, dueMs: number): number
  /** Runs every job that is due at `nowMs`. Skips tasks that no longer exist. */
  settle(nowMs: number): void
  /** Deletes all jobs. */
  clear(): void
  /** Reads the next job again after a rollback. */
  reload(): void
}

/**
 * Stores jobs in this database, and creates the table if it does not exist. A job that cannot be read is deleted, because
 * it would make every later call fail; `onUnreadable` gets its number.
 */
export function createTaskQueue(
  database: DatabaseSync,
  tasks: TaskStore,
  onUnreadable: (number: number) => void,
): TaskQueue {
  database.exec(`
    create table if not exists task_jobs (
      number integer primary key autoincrement,
      due_ms integer not null,
      data text not null
    ) strict;
  `)
  const insert = database.prepare('insert into task_jobs (due_ms, data) values (?, ?)')
  const selectDue = database.prepare(
    'select number, due_ms, data from task_jobs where due_ms <= ? order by due_ms, number',
  )
  const remove = database.prepare('delete from task_jobs where number = ?')
  const selectNext = database.prepare('select min(due_ms) as next from task_jobs')
  // Kept in memory, so that a call without due jobs needs no query.
  let nextDueMs = readNext()

  function readNext(): number {
    return Number(selectNext.get()?.['next'] ?? Number.POSITIVE_INFINITY)
  }

  function perform(job: Job, atMs: number): void {
    switch (job.kind) {
      case 'delete':
        for (const id of job.ids) tasks.remove(id)
        return
      case 'move':
        for (const { id, dueMs, endMs } of job.moves) {
          const task = tasks.byId(id)
          if (task) tasks.replace({ ...task, dueMs, endMs, modifiedBy: job.by, modifiedMs: atMs })
        }
    }
  }

  return {
    add(job, dueMs) {
      const { lastInsertRowid } = insert.run(dueMs, JSON.stringify(job))
      nextDueMs = Math.min(nextDueMs, dueMs)
      return Number(lastInsertRowid)
    },
    settle(nowMs) {
      if (nowMs < nextDueMs) return
      inOneTransaction(database, () => {
        for (const row of selectDue.all(nowMs)) {
          const job = readJob(row['data'])
          if (job === null) onUnreadable(Number(row['number']))
          else perform(job, Number(row['due_ms']))
          remove.run(Number(row['number']))
        }
      })
      nextDueMs = readNext()
    },
    clear() {
      database.exec('delete from task_jobs')
      nextDueMs = Number.POSITIVE_INFINITY
    },
    reload() {
      nextDueMs = readNext()
    },
  }
}

function readJob(data: unknown): Job | null {
  try {
    return Job.parse(JSON.parse(String(data)))
  } catch {
    return null
  }
}
