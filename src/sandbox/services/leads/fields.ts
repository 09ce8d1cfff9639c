/**
 * The lead fields of the sandbox's tenant, in the order in which a lead prints them: those of leadsquared-api.md 8.1
 * ([observed] names), the three other address fields, and four custom ones.
 */
export interface LeadField {
  schemaName: string
  displayName: string
  dataType: 'Text' | 'Number' | 'Email' | 'Phone' | 'Website' | 'Date' | 'Select' | 'Boolean'
  /** The values of a Select. */
  options?: readonly string[]
  /** Written by the sandbox alone; what a caller sends for it is ignored in silence ([invented]). */
  isReadOnly?: true
  /** What a new lead gets; null where it says nothing. */
  initialValue?: string
}

export const leadFields: readonly LeadField[] = [
  { schemaName: 'ProspectID', displayName: 'Lead Id', dataType: 'Text', isReadOnly: true },
  {
    schemaName: 'ProspectAutoId',
    displayName: 'Lead Number',
    dataType: 'Number',
    isReadOnly: true,
  },
  { schemaName: 'FirstName', displayName: 'First Name', dataType: 'Text' },
  { schemaName: 'LastName', displayName: 'Last Name', dataType: 'Text' },
  { schemaName: 'EmailAddress', displayName: 'Email', dataType: 'Email' },
  { schemaName: 'Company', displayName: 'Company', dataType: 'Text' },
  { schemaName: 'Origin', displayName: 'Origin', dataType: 'Text', initialValue: 'API' },
  { schemaName: 'Phone', displayName: 'Phone Number', dataType: 'Phone' },
  { schemaName: 'Mobile', displayName: 'Mobile Number', dataType: 'Phone' },
  { schemaName: 'Website', displayName: 'Website', dataType: 'Website' },
  { schemaName: 'TimeZone', displayName: 'Time Zone', dataType: 'Text' },
  {
    schemaName: 'Source',
    displayName: 'Lead Source',
    dataType: 'Select',
    options: ['Referral', 'Website', 'Exhibition', 'Phone', 'API'],
  },
  { schemaName: 'SourceMedium', displayName: 'Source Medium', dataType: 'Text' },
  { schemaName: 'Notes', displayName: 'Notes', dataType: 'Text' },
  { schemaName: 'DoNotEmail', displayName: 'Do Not Email', dataType: 'Boolean', initialValue: '0' },
  { schemaName: 'DoNotCall', displayName: 'Do Not Call', dataType: 'Boolean', initialValue: '0' },
  {
    schemaName: 'ProspectStage',
    displayName: 'Lead Stage',
    dataType: 'Select',
    options: ['Prospect', 'Engaged', 'Opportunity', 'Customer', 'Disqualified'],
    initialValue: 'Prospect',
  },
  { schemaName: 'Score', displayName: 'Lead Score', dataType: 'Number', initialValue: '0' },
  {
    schemaName: 'EngagementScore',
    displayName: 'Engagement Score',
    dataType: 'Number',
    isReadOnly: true,
    initialValue: '0',
  },
  { schemaName: 'TotalVisits', displayName: 'Total Visits', dataType: 'Number', isReadOnly: true },
  { schemaName: 'RelatedProspectId', displayName: 'Related Lead', dataType: 'Text' },
  {
    schemaName: 'ProspectActivityName_Max',
    displayName: 'Last Activity',
    dataType: 'Text',
    isReadOnly: true,
  },
  {
    schemaName: 'ProspectActivityDate_Max',
    displayName: 'Last Activity Date',
    dataType: 'Date',
    isReadOnly: true,
  },
  {
    schemaName: 'StatusCode',
    displayName: 'Status Code',
    dataType: 'Number',
    isReadOnly: true,
    initialValue: '0',
  },
  {
    schemaName: 'StatusReason',
    displayName: 'Status Reason',
    dataType: 'Number',
    isReadOnly: true,
    initialValue: '0',
  },
  {
    schemaName: 'DeletionStatusCode',
    displayName: 'Deletion Status Code',
    dataType: 'Number',
    isReadOnly: true,
    initialValue: '0',
  },
  {
    schemaName: 'IsLead',
    displayName: 'Is Lead',
    dataType: 'Boolean',
    isReadOnly: true,
    initialValue: '1',
  },
  { schemaName: 'OwnerId', displayName: 'Owner', dataType: 'Text' },
  { schemaName: 'OwnerIdName', displayName: 'Owner Name', dataType: 'Text', isReadOnly: true },
  { schemaName: 'CreatedBy', displayName: 'Created By', dataType: 'Text', isReadOnly: true },
  { schemaName: 'CreatedOn', displayName: 'Created On', dataType: 'Date', isReadOnly: true },
  { schemaName: 'ModifiedBy', displayName: 'Modified By', dataType: 'Text', isReadOnly: true },
  { schemaName: 'ModifiedOn', displayName: 'Modified On', dataType: 'Date', isReadOnly: true },
  {
    schemaName: 'LeadLastModifiedOn',
    displayName: 'Lead Last Modified On',
    dataType: 'Date',
    isReadOnly: true,
  },
  { schemaName: 'mx_Street1', displayName: 'Address 1', dataType: 'Text' },
  { schemaName: 'mx_Street2', displayName: 'Address 2', dataType: 'Text' },
  { schemaName: 'mx_City', displayName: 'City', dataType: 'Text' },
  { schemaName: 'mx_State', displayName: 'State', dataType: 'Text' },
  { schemaName: 'mx_Country', displayName: 'Country', dataType: 'Text' },
  { schemaName: 'mx_Zip', displayName: 'Zip', dataType: 'Text' },
  { schemaName: 'mx_Budget', displayName: 'Budget', dataType: 'Number' },
  { schemaName: 'mx_Renewal_Date', displayName: 'Renewal Date', dataType: 'Date' },
  {
    schemaName: 'mx_Segment',
    displayName: 'Segment',
    dataType: 'Select',
    options: ['Small', 'Medium', 'Large'],
  },
  { schemaName: 'mx_Course', displayName: 'Course', dataType: 'Text' },
]

/** The fields by schema name, whose letter case counts (sandbox rule 42). */
export const leadFieldByName: ReadonlyMap<string, LeadField> = new Map(
  leadFields.map((field) => [field.schemaName, field]),
)
