/** `Task.svc/RetrieveTaskType` (leadsquared-api.md 5; sandbox rule 19). */
import { TaskTypesPrinted } from '#wire/task/type.ts'
import type { Operation } from '../../calls/operation.ts'

export const taskTypeOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'Task.svc/RetrieveTaskType',
    standing: 'observed',
    handle(request, world) {
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
    },
  },
]
