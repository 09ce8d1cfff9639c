/** Stores tasks. Instants are milliseconds since 1970, UTC. */
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Instant } from '../clock.ts'

export const Task = z.object({
  id: z.guid(),
  name: z.string(),
  description: z.string(),
  relatedEntity: z.literal([0, 1, 5]),
  relatedEntityId: z.guid().nullable(),
  dueMs: Instant,
  endMs: Instant,
  reminderMinutes: z.int(),
  reminderBeforeDays: z.int(),
  notifyBy: z.string(),
  statusCode: z.literal([0, 1, 2]),
  ownerId: z.guid(),
  createdBy: z.guid(),
  createdMs: Instant,
  modifiedBy: z.guid(),
  modifiedMs: Instant,
  completedMs: Instant.nullable(),
  taskTypeId: z.guid(),
  location: z.string(),
  customFields: z.record(z.string(), z.string()),
})
export type Task = z.infer<typeof Task>

/** A filter for tasks. Each member narrows it. Windows include both ends. */
export interface TaskFilter {
  ownerIds?: readonly string[]
  dueFromMs?: number
  dueToMs?: number
  /** Tasks that lie in or overlap this window. */
  overlaps?: { fromMs: number; toMs: number }
  relatedEntityId?: string
  statusCode?: number
  taskTypeIds?: readonly string[]
}

/** The order and range of rows. */
export interface TaskPage {
  order: keyof typeof orders
  isDescending: boolean
  offset: number
  limit: number
}

export interface TaskStore {
  insert(task: Task): void
  replace(task: Task): void
  byId(id: string): Task | null
  /** The number of a task, counted in the order of creation; null if the task does not exist. */
  numberOf(id: string): number | null
  /** Ordered by start, then id, unless the page says otherwise. */
  find(filter: TaskFilter, page?: TaskPage): Task[]
  countOf(filter: TaskFilter): number
  /** The newest first. */
  latest(limit: number, offset?: number): Task[]
  remove(id: string): void
  count(): number
  clear(): void
}

/** The columns that tasks can be ordered by. */
const orders = {
  dueMs: 'due_ms',
  endMs: 'end_ms',
  createdMs: "data ->> 'createdMs'",
  modifiedMs: "data ->> 'modifiedMs'",
} as const

/** Stores tasks in this database, and creates the table if it does not exist. */
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
    drop index if exists tasks_by_owner;
    drop index if exists tasks_by_owner_and_span;
    create index if not exists tasks_by_owner_and_facts
      on tasks (owner_id, due_ms, end_ms, data ->> 'statusCode', data ->> 'taskTypeId', id);
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
  const selectNumber = database.prepare('select number from tasks where id = ?')
  const removeId = database.prepare('delete from tasks where id = ?')
  const selectCount = database.prepare('select count(*) as n from tasks')
  const selectLatest = database.prepare(
    'select data from tasks order by number desc limit ? offset ?',
  )

  return {
    insert(task) {
      insert.run(task.id.toLowerCase(), ...keysOf(task))
    },
    replace(task) {
      update.run(...keysOf(task), task.id.toLowerCase())
    },
    byId: (id) => selectId.all(id.toLowerCase()).map(read)[0] ?? null,
    numberOf(id) {
      const number = selectNumber.get(id.toLowerCase())?.['number']
      return number === undefined ? null : Number(number)
    },
    find(filter, page) {
      const { where, values } = conditions(filter)
      const direction = page?.isDescending ? 'desc' : 'asc'
      const order = `${orders[page?.order ?? 'dueMs']} ${direction}, id ${direction}`
      const limit = page ? [page.limit, page.offset] : [-1, 0]
      return database
        .prepare(`select data from tasks ${where} order by ${order} limit ? offset ?`)
        .all(...values, ...limit)
        .map(read)
    },
    countOf(filter) {
      const { where, values } = conditions(filter)
      const row = database.prepare(`select count(*) as n from tasks ${where}`).get(...values)
      return Number(row?.['n'] ?? 0)
    },
    latest: (limit, offset = 0) => selectLatest.all(limit, offset).map(read),
    remove: (id) => void removeId.run(id.toLowerCase()),
    count: () => Number(selectCount.get()?.['n'] ?? 0),
    clear: () => database.exec('delete from tasks'),
  }
}

function conditions(filter: TaskFilter): { where: string; values: (string | number)[] } {
  const parts: [string, ...(string | number)[]][] = []
  const { ownerIds, dueFromMs, dueToMs, overlaps, relatedEntityId } = filter
  const { statusCode, taskTypeIds } = filter
  if (ownerIds) {
    parts.push([`owner_id in (${marks(ownerIds)})`, ...ownerIds.map((id) => id.toLowerCase())])
  }
  if (dueFromMs !== undefined) parts.push(['due_ms >= ?', dueFromMs])
  if (dueToMs !== undefined) parts.push(['due_ms <= ?', dueToMs])
  if (overlaps) parts.push(['due_ms <= ? and end_ms >= ?', overlaps.toMs, overlaps.fromMs])
  if (relatedEntityId !== undefined) parts.push(['related_id = ?', relatedEntityId.toLowerCase()])
  if (statusCode !== undefined) parts.push(["data ->> 'statusCode' = ?", statusCode])
  if (taskTypeIds) {
    parts.push([`data ->> 'taskTypeId' in (${marks(taskTypeIds)})`, ...taskTypeIds])
  }
  return {
    where: parts.length > 0 ? `where ${parts.map(([sql]) => sql).join(' and ')}` : '',
    values: parts.flatMap(([, ...values]) => values),
  }
}

function read(row: Record<string, unknown>): Task {
  return Task.parse(JSON.parse(String(row['data'])))
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(', ')
}

/** The indexed columns of a task. Ids are in lower case. */
function keysOf(task: Task): [string, string, number, number, string] {
  const related = task.relatedEntityId ?? ''
  return [
    task.ownerId.toLowerCase(),
    related.toLowerCase(),
    task.dueMs,
    task.endMs,
    JSON.stringify(task),
  ]
}
