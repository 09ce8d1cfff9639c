/** Reading one task, and the tasks of an owner (leadsquared-api.md 6.2 and 6.3; sandbox rules 32 to 35). */
import { dayMs } from '../../clock.ts'
import { RetrieveTasksAccepted, TaskByIdPrinted, TasksPrinted } from '#wire/task/retrieve.ts'
import {
  accepted,
  invalidInput,
  mandatoryMissing,
  type Operation,
  type Reply,
  type SandboxRequest,
} from '../../calls/operation.ts'
import { counted } from '../../calls/counted.ts'
import { pageOf } from '../../calls/paging.ts'
import { bent, printTask } from './print.ts'
import { dateOrInstantOf } from '../../calls/request-dates.ts'
import type { TaskFilter, TaskPage } from '../../store/tasks.ts'
import type { World } from '../../world.ts'

export const taskReadOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'Task.svc/Retrieve.GetById',
    standing: 'client',
    handle(request, world) {
      const task = world.tasks.byId(request.query('id') ?? '')
      const body = task ? [printTask(task, world)] : []
      return { schema: bent(TaskByIdPrinted, world.switches), body }
    },
  },
  {
    method: 'POST',
    path: 'Task.svc/Retrieve',
    standing: 'client',
    handle: retrieve,
  },
]

/** Without paging the answer has all rows ([invented], rule 34). */
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

/** TypeName takes the type's Id ([doc]); its Name is accepted too, and marked (rule 33). */
function typesNamed(typeName: string, world: World): { ids: string[]; isByName: boolean } {
  const byId = world.tenant.taskTypeById(typeName)
  if (byId) return { ids: [byId.Id], isByName: false }
  const named = world.tenant.taskTypes().filter(({ Name }) => Name === typeName)
  const ids = named.map(({ Id }) => Id)
  return { ids, isByName: ids.length > 0 }
}

const sortColumns = new Set(['duedate', 'createdon', 'modifiedon', 'enddate'])

/** ColumnName in any letter case (rule 33); an unknown one sorts by DueDate ([invented]). */
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
