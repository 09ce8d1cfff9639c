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

/**
 * Known paths whose behaviour nobody knows (leadsquared-api.md 12): 501. The list of documented lead, activity, user and
 * opportunity calls is that of the vendor's pages and of public clients.
 */
export const knownButNotOffered: readonly RegExp[] = [
  /^Task\.svc\/Bulk\/Create$/,
  /^Task\.svc\/RetrieveAvailableSlots\/\w+$/,
  /^Task\.svc\/RetrieveAppointments\/ByUserSearchCriteria$/,
  /^Task\.svc\/RetrieveToDos\/\w+$/,
  /^UserManagement\.svc\/User\/(AdvancedSearch|Create|Update)$/,
  /^(Webhook|Connector|UserGroup|LandingPage)\.svc\//,
  /^(SalesActivity|EmailMarketing|CompanyActivity|CompanyManagement|LeadSegmentation)\.svc\//,
  /^LeadManagement\.svc\/(Lead\.Convert|Leads\.RecentlyModified|Leads\/Retrieve\/ByIds|CreateLeadField)$/,
  /^LeadManagement\.svc\/(Lists\.Get|List\.CheckLead|List\/Retrieve\/MemberCount|AddLeadToStaticList)$/,
  /^LeadManagement\.svc\/(CreateNote|RetrieveNote|Lead\/Bulk\/(CreateOrUpdate|UpdateV2))$/,
  /^ProspectActivity\.svc\/(CreateType|CreateCustom|GetActivityDetails|GetLeadReferences|RetrieveActivityChange)$/,
  /^ProspectActivity\.svc\/(RetrieveRecentlyModified|ActivityField\/Dropdown\/Options\/Get)$/,
  /^ProspectActivity\.svc\/CustomActivity\/(GetActivitySetting|RetrieveByActivityEvent|Update)$/,
  /^OpportunityManagement\.svc\/(Capture|Update|Delete|GetOpportunityTypes|GetOpportunityTypeMetadata)$/,
  /^OpportunityManagement\.svc\/(GetOpportunityDetails|RetrieveRecentlyModified|Retrieve\/BySearchParameter)$/,
]
