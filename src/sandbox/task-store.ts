/** Where the sandbox keeps tasks: in its own words, with instants as milliseconds since 1970, UTC. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const Task = z.object({
  id: z.guid(),
  name: z.string(),
  description: z.string(),
  relatedEntity: z.literal([0, 1, 5]),
  relatedEntityId: z.string().nullable(),
  dueMs: z.int(),
  endMs: z.int(),
  reminderMinutes: z.int(),
  reminderBeforeDays: z.int(),
  notifyBy: z.string(),
  statusCode: z.literal([0, 1, 2]),
  ownerId: z.guid(),
  createdBy: z.guid(),
  createdMs: z.int(),
  modifiedBy: z.guid(),
  modifiedMs: z.int(),
  completedMs: z.int().nullable(),
  taskTypeId: z.guid(),
  location: z.string(),
  customFields: z.record(z.string(), z.string()),
})
export type Task = z.infer<typeof Task>

/** Which tasks are asked for; every member that is there narrows. Instants are included at both ends. */
export interface TaskFilter {
  ownerIds?: readonly string[]
  dueFromMs?: number
  dueToMs?: number
  /** Tasks that lie in or overlap this window. */
  overlaps?: { fromMs: number; toMs: number }
  relatedEntityId?: string
}

export interface TaskStore {
  insert(task: Task): void
  replace(task: Task): void
  byId(id: string): Task | null
  /** Ordered by start, then id. */
  find(filter: TaskFilter): Task[]
  /** The newest first. */
  latest(limit: number): Task[]
  remove(id: string): void
  count(): number
  clear(): void
}

/** Keeps tasks in this database; the table is made where it is missing. */
export function createTaskStore(database: DatabaseSync): TaskStore {
  database.exec(`
    create table if not exists tasks (
      number integer primary key,
      id text not null unique,
      owner_id text not null,
      related_id text not null,
      due_ms integer not null,
      end_ms integer not null,
      data text not null
    ) strict;
    create index if not exists tasks_by_owner on tasks (owner_id, due_ms);
    create index if not exists tasks_by_related on tasks (related_id);
    create index if not exists tasks_by_due on tasks (due_ms);
  `)
  const insert = database.prepare(
    'insert into tasks (id, owner_id, related_id, due_ms, end_ms, data) values (?, ?, ?, ?, ?, ?)',
  )
  const update = database.prepare(
    'update tasks set owner_id = ?, related_id = ?, due_ms = ?, end_ms = ?, data = ? where id = ?',
  )
  const selectId = database.prepare('select data from tasks where id = ?')
  const selectLatest = database.prepare('select data from tasks order by number desc limit ?')

  return {
    insert(task) {
      insert.run(
        task.id,
        task.ownerId,
        task.relatedEntityId ?? '',
        task.dueMs,
        task.endMs,
        JSON.stringify(task),
      )
    },
    replace(task) {
      update.run(
        task.ownerId,
        task.relatedEntityId ?? '',
        task.dueMs,
        task.endMs,
        JSON.stringify(task),
        task.id,
      )
    },
    byId: (id) => selectId.all(id.toLowerCase()).map(read)[0] ?? null,
    find(filter) {
      const { where, values } = conditions(filter)
      return database
        .prepare(`select data from tasks ${where} order by due_ms, id`)
        .all(...values)
        .map(read)
    },
    latest: (limit) => selectLatest.all(limit).map(read),
    remove: (id) => void database.prepare('delete from tasks where id = ?').run(id.toLowerCase()),
    count: () => Number(database.prepare('select count(*) as n from tasks').get()?.['n'] ?? 0),
    clear: () => database.exec('delete from tasks'),
  }
}

function conditions(filter: TaskFilter): { where: string; values: (string | number)[] } {
  const parts: [string, ...(string | number)[]][] = []
  const { ownerIds, dueFromMs, dueToMs, overlaps, relatedEntityId } = filter
  if (ownerIds) parts.push([`owner_id in (${ownerIds.map(() => '?').join(', ')})`, ...ownerIds])
  if (dueFromMs !== undefined) parts.push(['due_ms >= ?', dueFromMs])
  if (dueToMs !== undefined) parts.push(['due_ms <= ?', dueToMs])
  if (overlaps) parts.push(['due_ms <= ? and end_ms >= ?', overlaps.toMs, overlaps.fromMs])
  if (relatedEntityId !== undefined) parts.push(['related_id = ?', relatedEntityId.toLowerCase()])
  return {
    where: parts.length > 0 ? `where ${parts.map(([sql]) => sql).join(' and ')}` : '',
    values: parts.flatMap(([, ...values]) => values),
  }
}

function read(row: Record<string, unknown>): Task {
  return Task.parse(JSON.parse(String(row['data'])))
}
