/** Reading tasks (leadsquared-api.md 6.2 to 6.4; sandbox rules 32 to 36). */
import {
  AppointmentsPrinted,
  RetrieveAppointmentsAccepted,
  RetrieveTasksAccepted,
  TaskByIdPrinted,
  TasksPrinted,
} from '#wire/retrieve-tasks.ts'
import { parseDate, parseTimestamp } from '#wire/timestamps.ts'
import {
  invalidInput,
  mandatoryMissing,
  type Operation,
  type Reply,
  type SandboxRequest,
} from './operation.ts'
import { counted } from './counted.ts'
import { pageOf } from './paging.ts'
import { printTask, startOfDay } from './print-task.ts'
import type { AppointmentPrinted, TaskPrinted } from '#wire/task.ts'
import type { Task } from './task-store.ts'
import type { World } from './world.ts'

const dayMs = 24 * 60 * 60_000
/** Windows of appointments are at most 100 days ([doc]); the refusal is [invented] (rule 36). */
const longestWindowDays = 100

export const taskReadOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'Task.svc/Retrieve.GetById',
    standing: 'client',
    handle(request, world) {
      const task = world.tasks.byId(request.query('id') ?? '')
      return { schema: TaskByIdPrinted, body: task ? [printTask(task, world)] : [] }
    },
  },
  {
    method: 'POST',
    path: 'Task.svc/Retrieve',
    standing: 'client',
    handle: retrieve,
  },
  {
    method: 'POST',
    path: 'Task.svc/RetrieveAppointments/ByUserId',
    standing: 'documented',
    handle: (request, world) =>
      appointments(request, world, (user) => world.tenant.userById(user)?.id),
  },
  {
    method: 'POST',
    path: 'Task.svc/RetrieveAppointments/ByUserEmailAddress',
    standing: 'documented',
    handle: (request, world) =>
      appointments(request, world, (user) => world.tenant.userByEmail(user)?.id),
  },
]

function retrieve(request: SandboxRequest, world: World): Reply {
  const read = RetrieveTasksAccepted.safeParse(request.body)
  if (!read.success) throw invalidInput(read.error.issues[0]?.path.join('.') ?? 'body')
  const { Parameter: parameter, Columns, Sorting, Paging } = read.data
  if (!parameter?.LookupName) throw mandatoryMissing('LookupName', 'retrieving tasks')
  const owner = ownerBy(parameter.LookupName, parameter.LookupValue ?? '', world)
  const from = moment('FromDate', parameter.FromDate)
  const to = moment('ToDate', parameter.ToDate, dayMs - 1)
  const found = world.tasks
    .find({
      ownerIds: owner === undefined ? [] : [owner],
      ...(from === null ? {} : { dueFromMs: from }),
      ...(to === null ? {} : { dueToMs: to }),
    })
    .filter((task) => parameter.StatusCode === null || task.statusCode === parameter.StatusCode)
    .filter((task) => isOfType(task, parameter.TypeName, world))
  const { offset, limit } = pageOf(Paging, found.length)
  const asked = sorted(found, Sorting).slice(offset, offset + limit)
  const rows = asked.map((task) => {
    const printed = printTask(task, world)
    const excluded = new Set((Columns?.Exclude_CSV ?? '').split(',').map((name) => name.trim()))
    return Object.fromEntries(Object.entries(printed).filter(([name]) => !excluded.has(name)))
  })
  return { schema: TasksPrinted, body: counted('List', found.length, rows, world.switches) }
}

function appointments(
  request: SandboxRequest,
  world: World,
  userIdOf: (user: string) => string | undefined,
): Reply {
  const read = RetrieveAppointmentsAccepted.safeParse(request.body)
  if (!read.success) throw invalidInput(read.error.issues[0]?.path.join('.') ?? 'body')
  const from = moment('FromDate', read.data.FromDate)
  const to = moment('ToDate', read.data.ToDate)
  if (from === null) throw mandatoryMissing('FromDate', 'retrieving appointments')
  if (to === null) throw mandatoryMissing('ToDate', 'retrieving appointments')
  const fromMs = startOfDay(from)
  const toMs = startOfDay(to) + dayMs - 1
  if (toMs < fromMs || toMs - fromMs > longestWindowDays * dayMs) throw invalidInput('ToDate')
  const ownerIds = (read.data.Users ?? []).flatMap((user) => userIdOf(user) ?? [])
  const found = world.tasks
    .find({ ownerIds, overlaps: { fromMs, toMs } })
    .map((task) => printTask(task, world))
    .filter((task) => task.Category === 0)
    .map(withoutCategory)
  const { offset, limit } = pageOf(read.data.Paging, found.length)
  const rows = found.slice(offset, offset + limit)
  return { schema: AppointmentsPrinted, body: counted('List', found.length, rows, world.switches) }
}

/** The samples of these calls lack the member (leadsquared-api.md 4). */
function withoutCategory(task: TaskPrinted): AppointmentPrinted {
  const { Category, ...appointment } = task
  return Category === 0 ? appointment : task
}

/** LookupName in any letter case (rule 33). */
function ownerBy(lookupName: string, value: string, world: World): string | undefined {
  switch (lookupName.toLowerCase()) {
    case 'ownerid':
      return world.tenant.userById(value)?.id
    case 'owneremailaddress':
      return world.tenant.userByEmail(value)?.id
    default:
      throw invalidInput('LookupName')
  }
}

function isOfType(task: Task, typeName: string | null, world: World): boolean {
  if (typeName === null) return true
  const type = world.tenant.taskTypes().find(({ Id }) => Id === task.taskTypeId)
  return type?.Id === typeName.toLowerCase() || type?.Name === typeName
}

function sorted(
  tasks: readonly Task[],
  sorting: { ColumnName: string | null; Direction: number | null } | null | undefined,
): Task[] {
  const column = sorting?.ColumnName?.toLowerCase() ?? 'duedate'
  const key = (task: Task) =>
    column === 'createdon' ? task.createdMs : column === 'enddate' ? task.endMs : task.dueMs
  const ascending = tasks.toSorted((a, b) => key(a) - key(b) || a.id.localeCompare(b.id))
  return sorting?.Direction === 1 ? ascending.toReversed() : ascending
}

/** A date or a timestamp (rule 11); a bare date that ends a window means the end of that day. */
function moment(name: string, text: string | null, dateAddsMs = 0): number | null {
  if (text === null) return null
  const exact = parseTimestamp(text)
  if (exact !== undefined) return exact
  const day = parseDate(text)
  if (day === undefined) throw invalidInput(name)
  return day + dateAddsMs
}
