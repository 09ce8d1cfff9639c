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
  'Task.svc/RetrieveAppointments/ByUserSearchCriteria',
  'Task.svc/RetrieveToDos/ByUserId',
  'Task.svc/RetrieveToDos/ByUserEmailAddress',
  'Task.svc/RetrieveToDos/ByUserSearchCriteria',
  'UserManagement.svc/User/AdvancedSearch',
  'Webhook.svc/Create',
  'Webhook.svc/Retrieve',
  'Connector.svc/CreateCustomTab',
  'LeadManagement.svc/Lead.Convert',
  'LeadManagement.svc/Leads.RecentlyModified',
  'LeadManagement.svc/Lists.Get',
  'ProspectActivity.svc/CreateType',
  'ProspectActivity.svc/CustomActivity/GetActivitySetting',
  'OpportunityManagement.svc/Capture',
  'OpportunityManagement.svc/GetOpportunityDetails',
  'UserManagement.svc/User/Create',
])('section 12: %s is known, its behaviour is not, and it is 501', async (path) => {
  for (const method of ['GET', 'POST']) {
    const { status, body } = await call(path, undefined, method)
    expect([status, body.ExceptionMessage]).toEqual([501, 'This operation is not emulated.'])
  }
})
