/** Reading one task, the tasks of an owner or a lead, and task types (leadsquared-api.md 6.2 and 6.3; sandbox rules 32 to 35). */
import { dayMs } from '../../clock.ts'
import { TasksOfLeadPrinted } from '#wire/task/of-lead.ts'
import { RetrieveTasksAccepted, TaskByIdPrinted, TasksPrinted } from '#wire/task/retrieve.ts'
import { TaskPrinted } from '#wire/task/task.ts'
import { type TaskTypePrinted, TaskTypesPrinted } from '#wire/task/type.ts'
import { printTimestamp } from '#wire/timestamps.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  offer,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { counted } from '../../calls/counted.ts'
import { isDescending, pageOf } from '../../calls/paging.ts'
import { printTask, withSwitches } from './print.ts'
import { dateOrInstantOf } from '../../calls/request-dates.ts'
import type { Task, TaskFilter, TaskPage } from '../../store/tasks.ts'
import type { World } from '../../world.ts'
import { tellUnknownLead } from '../leads/find.ts'

/** Whether a task type has this value. By the column of RetrieveTaskType, in lower case. */
const typeColumns = new Map<string, (type: TaskTypePrinted, value: string) => boolean>([
  ['tasktypeid', ({ Id }, value) => Id.toLowerCase() === value.toLowerCase()],
  ['tasktypename', hasName],
  ['taskname', hasName],
  ['category', ({ Category }, value) => String(Category) === value],
])

export const taskReadOperations: readonly Operation[] = [
  offer('GET', 'Task.svc/Retrieve.GetById', 'client', (request, world) => {
    const task = world.tasks.byId(request.query('id') ?? '')
    const body = task ? [printTask(task, world)] : []
    return { schema: withSwitches(TaskByIdPrinted, world.switches), body }
  }),
  offer('POST', 'Task.svc/Retrieve', 'client', retrieve),
  // leadsquared-api.md 6.11; sandbox rule 38.
  offer('GET', 'LeadManagement.svc/RetrieveTaskByLeadId', 'documented', (request, world) => {
    const leadId = request.query('leadId')
    if (!leadId) throw mandatoryMissing('leadId', 'retrieving tasks')
    tellUnknownLead(leadId, request, world)
    const tasks = world.tasks
      .find({ relatedEntityId: leadId })
      .filter((task) => task.relatedEntity === 1)
      .map((task) => printLeadTask(task, world))
    return {
      schema: TasksOfLeadPrinted,
      body: counted('TaskList', tasks.length, tasks, world.switches),
    }
  }),
  // leadsquared-api.md 5; sandbox rule 19.
  offer('GET', 'Task.svc/RetrieveTaskType', 'observed', (request, world) => {
    const all = world.tenant.taskTypes()
    const column = request.query('ColumnName') ?? ''
    const value = request.query('ColumnValue') ?? ''
    const isAsked = typeColumns.get(column.toLowerCase())
    const types = isAsked ? all.filter((type) => isAsked(type, value)) : all
    if (column && !isAsked) {
      request.invent(`ColumnName ${column} is not known: every type is returned.`)
    }
    const isAll = types.length === all.length
    return { schema: TaskTypesPrinted, body: types, ...(isAll ? { shared: all } : {}) }
  }),
]

/** Letter case and blanks at the ends are ignored. */
function hasName({ Name }: TaskTypePrinted, value: string): boolean {
  return Name.trim().toLowerCase() === value.trim().toLowerCase()
}

/** Without paging all rows are returned ([invented], rule 34). */
function retrieve(request: SandboxRequest, world: World): Reply {
  const { Parameter: asked, Columns, Sorting, Paging } = accepted(RetrieveTasksAccepted, request)
  if (!asked?.LookupName) throw mandatoryMissing('LookupName', 'retrieving tasks')
  const owner = ownerBy(asked.LookupName, asked.LookupValue ?? '', world)
  const from = dateOrInstantOf('FromDate', asked.FromDate)
  const to = dateOrInstantOf('ToDate', asked.ToDate, dayMs - 1)
  const typeIds = asked.TypeName === null ? null : typesNamed(asked.TypeName, request, world)
  const filter: TaskFilter = {
    ownerIds: owner === undefined ? [] : [owner],
    ...(from === null ? {} : { dueFromMs: from }),
    ...(to === null ? {} : { dueToMs: to }),
    ...(asked.StatusCode === null ? {} : { statusCode: asked.StatusCode }),
    ...(typeIds === null ? {} : { taskTypeIds: typeIds }),
  }
  const count = world.tasks.countOf(filter)
  const page = { ...orderOf(Sorting, request), ...pageOf(Paging, count) }
  const excluded = excludedColumns(Columns?.Exclude_CSV ?? null, request)
  const rows = world.tasks
    .find(filter, page)
    .map((task) =>
      Object.fromEntries(
        Object.entries(printTask(task, world)).filter(([name]) => !excluded.has(name)),
      ),
    )
  if (owner === undefined) request.warn('Parameter.LookupValue is no user that this call finds.')
  if (![null, 0, 1, 2].includes(asked.StatusCode)) {
    request.invent(`No task has the StatusCode ${asked.StatusCode}.`)
  }
  if (!Paging) request.invent('Paging was not sent: every row is returned.')
  return {
    schema: withSwitches(TasksPrinted, world.switches),
    body: counted('List', count, rows, world.switches),
  }
}

/** The id of the owner; undefined if there is no such user. LookupName may have any letter case (rule 33). */
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

/**
 * The ids of the types with this TypeName. It is the Id of a type ([doc]). A Name is accepted too, and the answer is
 * marked (rule 33).
 */
function typesNamed(typeName: string, request: SandboxRequest, { tenant }: World): string[] {
  const byId = tenant.taskTypeById(typeName)
  if (byId) return [byId.Id]
  const named = tenant.taskTypes().filter(({ Name }) => Name === typeName)
  request.invent(
    named.length > 0
      ? 'TypeName is documented to take the id of the type.'
      : 'TypeName names no task type, so no task is found.',
  )
  return named.map(({ Id }) => Id)
}

const sortColumns = new Map<string, TaskPage['order']>([
  ['duedate', 'dueMs'],
  ['createdon', 'createdMs'],
  ['modifiedon', 'modifiedMs'],
  ['enddate', 'endMs'],
])

/** ColumnName may have any letter case (rule 33). Rows are sorted by DueDate if it is unknown ([invented]). */
function orderOf(
  sorting: { ColumnName: string | null; Direction: number | null } | null | undefined,
  request: SandboxRequest,
): Pick<TaskPage, 'order' | 'isDescending'> {
  const column = sorting?.ColumnName || 'DueDate'
  const order = sortColumns.get(column.toLowerCase())
  if (!order) {
    request.invent(`Sorting by ${column} is not known: rows are sorted by DueDate.`)
  }
  return { order: order ?? 'dueMs', isDescending: isDescending(sorting, request) }
}

/** The columns in Exclude_CSV. Names that are no column have no effect ([invented]). */
function excludedColumns(csv: string | null, { invent }: SandboxRequest): Set<string> {
  const names = csv ? csv.split(',').map((name) => name.trim()) : []
  const unknown = names.filter((name) => !Object.hasOwn(TaskPrinted.shape, name))
  if (unknown.length > 0) invent(`Exclude_CSV names no column: ${unknown.join(', ')}. Ignored.`)
  return new Set(names)
}

/** Status is a word. The word for a cancelled task is unknown, but the sandbox cancels no task. */
function printLeadTask(task: Task, world: World) {
  return {
    TaskID: task.id,
    Name: task.name,
    Description: task.description,
    DueDate: printTimestamp(task.dueMs),
    CreatedOn: printTimestamp(task.createdMs),
    OwnerID: task.ownerId,
    OwnerName: world.tenant.nameOf(task.ownerId),
    CreatedBy: task.createdBy,
    CreatedByName: world.tenant.nameOf(task.createdBy),
    Status: task.statusCode === 1 ? 'Completed' : 'Pending',
    Reminder: String(task.reminderMinutes),
  }
}
