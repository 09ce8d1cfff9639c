import type { Operation } from './operation.ts'
import { taskChangeOperations } from './task-service.ts'
import { taskReadOperations } from './task-reads.ts'
import { taskTypeOperations } from './task-type-service.ts'

/** Every call that the sandbox answers. A service adds its calls here. */
export const operations: readonly Operation[] = [
  ...taskChangeOperations,
  ...taskReadOperations,
  ...taskTypeOperations,
]

/** Known paths whose behaviour nobody knows (leadsquared-api.md 12): 501. */
export const knownButNotOffered: readonly RegExp[] = [
  /^Task\.svc\/Bulk\/Create$/,
  /^Task\.svc\/RetrieveAvailableSlots\/\w+$/,
  /^Task\.svc\/RetrieveAppointments\/ByUserSearchCriteria$/,
  /^Task\.svc\/RetrieveToDos\/\w+$/,
  /^UserManagement\.svc\/User\/AdvancedSearch$/,
  /^Webhook\.svc\//,
  /^Connector\.svc\//,
]
