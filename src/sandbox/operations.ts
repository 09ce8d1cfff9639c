import { activityOperations } from './activity-service.ts'
import { authenticationOperations } from './authentication-service.ts'
import { leadMetadataOperations } from './lead-metadata-service.ts'
import { leadOperationsThatRead } from './lead-service.ts'
import { leadTaskOperations } from './lead-task-service.ts'
import { leadOperationsThatWrite } from './lead-write-service.ts'
import { opportunityOperations } from './opportunity-service.ts'
import { userOperations } from './user-service.ts'
import type { Operation } from './operation.ts'
import { slotOperations } from './slot-service.ts'
import { taskChangeOperations } from './task-change-service.ts'
import { taskQueueOperations } from './task-queue-service.ts'
import { taskCreateOperations } from './task-service.ts'
import { taskReadOperations } from './task-reads.ts'
import { taskTypeOperations } from './task-type-service.ts'

/** Every call that the sandbox answers. A service adds its calls here. */
export const operations: readonly Operation[] = [
  ...taskCreateOperations,
  ...taskChangeOperations,
  ...taskQueueOperations,
  ...slotOperations,
  ...taskReadOperations,
  ...taskTypeOperations,
  ...authenticationOperations,
  ...userOperations,
  ...leadOperationsThatRead,
  ...leadOperationsThatWrite,
  ...leadMetadataOperations,
  ...leadTaskOperations,
  ...opportunityOperations,
  ...activityOperations,
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
  /^LeadManagement\.svc\/(Lead\.Convert|Leads\.RecentlyModified|Leads\/Retrieve\/ByIds|CreateLeadField|Lists\.Get)$/,
  /^LeadManagement\.svc\/(CreateNote|RetrieveNote|Lead\/Bulk\/CreateOrUpdate|AddLeadToStaticList)$/,
  /^ProspectActivity\.svc\/(CreateType|CreateCustom|GetActivityDetails|GetLeadReferences|RetrieveActivityChange)$/,
  /^ProspectActivity\.svc\/(RetrieveRecentlyModified|CustomActivity\/GetActivitySetting|ActivityField\/Dropdown\/Options\/Get)$/,
  /^OpportunityManagement\.svc\/(Capture|GetOpportunityTypes|GetOpportunityTypeMetadata|Retrieve\/BySearchParameter)$/,
  /^(SalesActivity|EmailMarketing|CompanyActivity|LeadSegmentation)\.svc\//,
]
