/** Reading one task, the tasks of an owner or a lead, and task types (leadsquared-api.md 6.2 and 6.3; sandbox rules 32 to 35). */
import { dayMs } from '../../clock.ts'
import { TasksOfLeadPrinted } from '#wire/task/of-lead.ts'
import { RetrieveTasksAccepted, TaskByIdPrinted, TasksPrinted } from '#wire/task/retrieve.ts'
import { TaskTypesPrinted } from '#wire/task/type.ts'
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
import { pageOf } from '../../calls/paging.ts'
import { bent, printTask } from './print.ts'
import { dateOrInstantOf } from '../../calls/request-dates.ts'
import type { Task, TaskFilter, TaskPage } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

export const taskReadOperations: readonly Operation[] = [
  offer('GET', 'Task.svc/Retrieve.GetById', 'client', (request, world) => {
    const task = world.tasks.byId(request.query('id') ?? '')
    const body = task ? [printTask(task, world)] : []
    return { schema: bent(TaskByIdPrinted, world.switches), body }
  }),
  offer('POST', 'Task.svc/Retrieve', 'client', retrieve),
  // leadsquared-api.md 6.11; sandbox rule 38.
  offer('GET', 'LeadManagement.svc/RetrieveTaskByLeadId', 'documented', (request, world) => {
    const leadId = request.query('leadId')
    if (!leadId) throw mandatoryMissing('leadId', 'retrieving tasks')
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
    const column = request.query('ColumnName')?.toLowerCase()
    const value = request.query('ColumnValue') ?? ''
    const types = all.filter((type) => {
      switch (column) {
        case 'tasktypeid':
          return type.Id.toLowerCase() === value.toLowerCase()
        case 'tasktypename':
        case 'taskname':
          return type.Name.trim().toLowerCase() === value.trim().toLowerCase()
        case 'category':
          return String(type.Category) === value
        default:
          return true
      }
    })
    const isAll = types.length === all.length
    return { schema: TaskTypesPrinted, body: types, ...(isAll ? { shared: all } : {}) }
  }),
]

/** Without paging all rows are returned ([invented], rule 34). */
function retrieve(request: SandboxRequest, world: World): Reply {
  const { Parameter: asked, Columns, Sorting, Paging } = accepted(RetrieveTasksAccepted, request)
  if (!asked?.LookupName) throw mandatoryMissing('LookupName', 'retrieving tasks')
  const owner = ownerBy(asked.LookupName, asked.LookupValue ?? '', world)
  const from = dateOrInstantOf('FromDate', asked.FromDate)
  const to = dateOrInstantOf('ToDate', asked.ToDate, dayMs - 1)
  const type = asked.TypeName === null ? null : typesNamed(asked.TypeName, world)
  const filter: TaskFilter = {
    ownerIds: owner === undefined ? [] : [owner],
    ...(from === null ? {} : { dueFromMs: from }),
    ...(to === null ? {} : { dueToMs: to }),
    ...(asked.StatusCode === null ? {} : { statusCode: asked.StatusCode }),
    ...(type === null ? {} : { taskTypeIds: type.ids }),
  }
  const count = world.tasks.countOf(filter)
  const page = { ...orderOf(Sorting), ...pageOf(Paging, count) }
  const excluded = namesIn(Columns?.Exclude_CSV)
  const rows = world.tasks
    .find(filter, page)
    .map((task) =>
      Object.fromEntries(
        Object.entries(printTask(task, world)).filter(([name]) => !excluded.has(name)),
      ),
    )
  if (owner === undefined) request.warn('Parameter.LookupValue is no user that this call finds.')
  if (type?.isByName) request.invent('TypeName is documented to take the id of the type.')
  if (!Paging) request.invent('Paging was not sent: every row is answered.')
  if (Sorting?.ColumnName && !sortColumns.has(Sorting.ColumnName.toLowerCase())) {
    request.invent(`Sorting by ${Sorting.ColumnName} is not known: rows are sorted by DueDate.`)
  }
  return {
    schema: bent(TasksPrinted, world.switches),
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

/** TypeName is the Id of a type ([doc]). Its Name is accepted too, and the answer is marked (rule 33). */
function typesNamed(typeName: string, world: World): { ids: string[]; isByName: boolean } {
  const byId = world.tenant.taskTypeById(typeName)
  if (byId) return { ids: [byId.Id], isByName: false }
  const named = world.tenant.taskTypes().filter(({ Name }) => Name === typeName)
  const ids = named.map(({ Id }) => Id)
  return { ids, isByName: ids.length > 0 }
}

const sortColumns = new Set(['duedate', 'createdon', 'modifiedon', 'enddate'])

/** ColumnName may have any letter case (rule 33). Rows are sorted by DueDate if it is unknown ([invented]). */
function orderOf(
  sorting: { ColumnName: string | null; Direction: number | null } | null | undefined,
): Pick<TaskPage, 'order' | 'isDescending'> {
  const isDescending = sorting?.Direction === 1
  switch (sorting?.ColumnName?.toLowerCase()) {
    case 'createdon':
      return { order: 'createdMs', isDescending }
    case 'modifiedon':
      return { order: 'modifiedMs', isDescending }
    case 'enddate':
      return { order: 'endMs', isDescending }
    default:
      return { order: 'dueMs', isDescending }
  }
}

function namesIn(csv: string | null | undefined): Set<string> {
  return new Set((csv ?? '').split(',').map((name) => name.trim()))
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
