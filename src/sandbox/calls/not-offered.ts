/**
 * Calls that the vendor documents and the sandbox does not offer: they answer 501 (leadsquared-api.md 12). The list
 * follows the vendor's index of pages ([doc]) and, where a page gives no address, public clients ([client]).
 */

/** Services without any offered call. Every path of theirs counts as documented. */
const services = [
  'CompanyActivity',
  'CompanyManagement',
  'Connector',
  'EmailMarketing',
  'LandingPage',
  'LeadSegmentation',
  'SalesActivity',
  'UserGroup',
  'Webhook',
]

/** Further paths, in services that have offered calls. */
const paths = [
  'Authentication.svc/UserTokenByAccessKey.Get',
  'LeadManagement.svc/AddLeadToStaticList',
  'LeadManagement.svc/CreateCustom',
  'LeadManagement.svc/CreateLeadField',
  'LeadManagement.svc/CreateNote',
  'LeadManagement.svc/DeleteNote',
  'LeadManagement.svc/DeleteStageChangeHistory',
  'LeadManagement.svc/DeleteUserAssignmentChangeHistory',
  'LeadManagement.svc/Lead.Convert',
  'LeadManagement.svc/Lead.Merge',
  'LeadManagement.svc/Lead/Bulk/Create',
  'LeadManagement.svc/Lead/Bulk/CreateOrUpdate',
  'LeadManagement.svc/Lead/Bulk/Update',
  'LeadManagement.svc/Lead/Bulk/UpdateV2',
  'LeadManagement.svc/Lead/Delete/ById',
  'LeadManagement.svc/LeadField/Dropdown/Options/Push',
  'LeadManagement.svc/LeadField/Dropdown/Options/Remove',
  'LeadManagement.svc/LeadOwner.Get',
  'LeadManagement.svc/List.CheckLead',
  'LeadManagement.svc/List/Retrieve/MemberCount',
  'LeadManagement.svc/Lists.Get',
  'LeadManagement.svc/MarkEmailInvalid',
  'LeadManagement.svc/MarkEmailValid',
  'LeadManagement.svc/RetrieveNote',
  'LeadManagement.svc/UpdateNote',
  'OpportunityManagement.svc/Bulk/Add/ByLeadField',
  'OpportunityManagement.svc/Capture',
  'OpportunityManagement.svc/Delete',
  'OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
  'OpportunityManagement.svc/GetOpportunityDetails',
  'OpportunityManagement.svc/GetOpportunityTypeMetadata',
  'OpportunityManagement.svc/GetOpportunityTypes',
  'OpportunityManagement.svc/Retrieve/ByIds',
  'OpportunityManagement.svc/Retrieve/BySearchParameter',
  'OpportunityManagement.svc/RetrieveRecentlyModified',
  'OpportunityManagement.svc/Update',
  'ProspectActivity.svc/ActivityField/Dropdown/Options/Get',
  'ProspectActivity.svc/Attachment/Add',
  'ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId',
  'ProspectActivity.svc/CreateCustom',
  'ProspectActivity.svc/CreateType',
  'ProspectActivity.svc/CustomActivity/GetActivitySetting',
  'ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent',
  'ProspectActivity.svc/CustomActivity/Update',
  'ProspectActivity.svc/GetActivityDetails',
  'ProspectActivity.svc/GetLeadReferences',
  'ProspectActivity.svc/RetrieveActivityChange',
  'ProspectActivity.svc/RetrieveRecentlyModified',
  'Task.svc/Bulk/Create',
  'Task.svc/RetrieveAvailableSlots/ByUserEmailAddress',
  'Task.svc/RetrieveAvailableSlots/ByUserId',
  'Task.svc/RetrieveAvailableSlots/ByUserSearchCriteria',
  'UserManagement.svc/ReportingHierarchy/RetrieveAllReportingUsers',
  'UserManagement.svc/User/AdvancedSearch',
  'UserManagement.svc/User/CheckIn',
  'UserManagement.svc/User/CheckOut',
  'UserManagement.svc/User/CheckinStatus',
  'UserManagement.svc/User/Create',
  'UserManagement.svc/User/GetCheckinCheckoutHistory',
  'UserManagement.svc/User/Update',
]

const knownPaths = new Set(paths.map((path) => path.toLowerCase()))
const knownServices = services.map((service) => `${service.toLowerCase()}.svc/`)

/** Whether LeadSquared documents this path, in any letter case, and the sandbox does not offer it. */
export function isDocumentedElsewhere(path: string): boolean {
  const wanted = path.toLowerCase()
  return knownPaths.has(wanted) || knownServices.some((service) => wanted.startsWith(service))
}
