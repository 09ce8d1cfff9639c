import { expect, test } from 'vitest'
import { createTestTenant } from '../test-tenant.ts'

const { call } = createTestTenant()

test.each([
  'Task.svc/Cancel',
  'Task.svc/ReOpen',
  'Task.svc/Delete',
  'Task.svc/RetrieveByOpportunityId',
  'Task.svc/RetrieveOverdue',
  'Task.svc/RetrieveTaskTypeNames',
  'Task.svc/TaskType/GetAll',
  'Task.svc/GetTypes',
  'Task.svc/MarkAsComplete',
  'Task.svc/RetrieveTasks',
  'Task.svc/RetrieveAppointments/ByUserName',
  'Async.svc/Task/Create',
  'task/create',
  'Nothing.svc/Nothing',
])('section 12: %s has no trustworthy trace and is 404', async (path) => {
  for (const method of ['GET', 'POST']) {
    const { status, body, headers } = await call(path, undefined, method)
    expect([status, body.Status]).toEqual([404, 'Error'])
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
  }
})

test.each([
  'Task.svc/Bulk/Create',
  'Task.svc/RetrieveAvailableSlots/ByUserEmailAddress',
  'Task.svc/RetrieveAvailableSlots/ByUserId',
  'Task.svc/RetrieveAvailableSlots/ByUserSearchCriteria',
  'UserManagement.svc/User/AdvancedSearch',
  'Webhook.svc/Create',
  'Webhook.svc/Retrieve',
  'Connector.svc/CreateCustomTab',
  'LeadManagement.svc/Lead.Convert',
  'LeadManagement.svc/Lists.Get',
  'ProspectActivity.svc/CreateType',
  'ProspectActivity.svc/CustomActivity/GetActivitySetting',
  'OpportunityManagement.svc/Capture',
  'OpportunityManagement.svc/GetOpportunityDetails',
  'UserManagement.svc/User/Create',
  'LeadManagement.svc/Lead/Bulk/Create',
  'LeadManagement.svc/LeadOwner.Get',
  'OpportunityManagement.svc/Bulk/Add/ByLeadField',
  'ProspectActivity.svc/Attachment/Add',
  'ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId',
  'OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
  'UserManagement.svc/ReportingHierarchy/RetrieveAllReportingUsers',
  'UserManagement.svc/User/GetCheckinCheckoutHistory',
  'UserManagement.svc/User/CheckinStatus',
  'leadmanagement.svc/lead.convert',
  'webhook.svc/create',
])(
  'rule 37, section 12: %s is documented and not offered: 501, and no reason to retry',
  async (path) => {
    for (const method of ['GET', 'POST']) {
      const { status, body } = await call(path, undefined, method)
      expect([status, body.ExceptionType]).toEqual([501, 'SandboxNotOffered'])
      expect(body.ExceptionMessage).toMatch(/does not offer this call.*not a passing fault/)
    }
  },
)
