import { activityOperations } from '../services/leads/activities.ts'
import { authenticationOperations } from '../services/users/authentication.ts'
import { leadMetadataOperations } from '../services/leads/metadata.ts'
import { leadOperationsThatRead } from '../services/leads/find.ts'
import { leadTaskOperations } from '../services/tasks/of-lead.ts'
import { leadOperationsThatWrite } from '../services/leads/write.ts'
import { opportunityOperations } from '../services/leads/opportunities.ts'
import { userOperations } from '../services/users/users.ts'
import type { Operation } from './operation.ts'
import { taskChangeOperations } from '../services/tasks/change.ts'
import { taskQueueOperations } from '../services/tasks/queued.ts'
import { taskCreateOperations } from '../services/tasks/create.ts'
import { taskReadOperations } from '../services/tasks/read.ts'
import { taskTypeOperations } from '../services/tasks/types.ts'

/** Every call that the sandbox answers. A service adds its calls here. */
export const operations: readonly Operation[] = [
  ...taskCreateOperations,
  ...taskChangeOperations,
  ...taskQueueOperations,
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
