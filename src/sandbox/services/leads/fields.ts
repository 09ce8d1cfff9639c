/**
 * The lead fields of the sandbox's tenant, in the order in which they are printed (leadsquared-api.md 8.1): the standard
 * fields that are on the vendor's page or that public clients use, the address, and four custom fields.
 */
export interface LeadField {
  schemaName: string
  displayName: string
  dataType: 'Text' | 'Number' | 'Email' | 'Phone' | 'Website' | 'Date' | 'Select' | 'Boolean'
  /** The values of a Select. */
  options?: readonly string[]
  /** Only the sandbox writes it. The value that a caller sends is ignored ([invented]). */
  isReadOnly?: true
  /** The value in a new lead. Without it the field is null at first. */
  initialValue?: string
}

type More = Omit<LeadField, 'schemaName' | 'displayName' | 'dataType'>
const readOnly: More = { isReadOnly: true }
const zero: More = { initialValue: '0' }

/** A field. Its type is Text by default. */
function field(
  schemaName: string,
  displayName: string,
  dataType: LeadField['dataType'] = 'Text',
  more: More = {},
): LeadField {
  return { schemaName, displayName, dataType, ...more }
}

export const leadFields: readonly LeadField[] = [
  field('ProspectID', 'Lead Id', 'Text', readOnly),
  field('ProspectAutoId', 'Lead Number', 'Number', readOnly),
  field('FirstName', 'First Name'),
  field('LastName', 'Last Name'),
  field('EmailAddress', 'Email', 'Email'),
  field('Company', 'Company'),
  field('Origin', 'Origin', 'Text', { initialValue: 'API' }),
  field('Phone', 'Phone Number', 'Phone'),
  field('Mobile', 'Mobile Number', 'Phone'),
  field('Website', 'Website', 'Website'),
  field('TimeZone', 'Time Zone'),
  field('Source', 'Lead Source', 'Select', {
    options: ['Referral', 'Website', 'Exhibition', 'Phone', 'API'],
  }),
  field('SourceMedium', 'Source Medium'),
  field('Notes', 'Notes'),
  field('SourceCampaign', 'Source Campaign'),
  field('SourceContent', 'Source Content'),
  field('DoNotEmail', 'Do Not Email', 'Boolean', zero),
  field('DoNotCall', 'Do Not Call', 'Boolean', zero),
  field('DoNotSMS', 'Do Not SMS', 'Boolean', zero),
  field('DoNotTrack', 'Do Not Track', 'Boolean', zero),
  field('ProspectStage', 'Lead Stage', 'Select', {
    options: ['Prospect', 'Engaged', 'Opportunity', 'Customer', 'Disqualified'],
    initialValue: 'Prospect',
  }),
  field('Score', 'Lead Score', 'Number', zero),
  field('Revenue', 'Order Value', 'Number'),
  field('QualityScore01', 'Lead Quality', 'Number', readOnly),
  field('EngagementScore', 'Engagement Score', 'Number', { ...zero, isReadOnly: true }),
  field('TotalVisits', 'Total Visits', 'Number', readOnly),
  field('PageViewsPerVisit', 'Page Views Per Visit', 'Number', readOnly),
  field('AvgTimePerVisit', 'Average Time Per Visit', 'Number', readOnly),
  field('RelatedProspectId', 'Related Lead'),
  field('ProspectActivityId_Min', 'First Activity Id', 'Text', readOnly),
  field('ProspectActivityDate_Min', 'First Activity Date', 'Date', readOnly),
  field('Web_Referrer', 'Web Referrer'),
  field('Web_RefKeyword', 'Web Referrer Keyword'),
  field('ProspectActivityId_Max', 'Last Activity Id', 'Text', readOnly),
  field('ProspectActivityName_Max', 'Last Activity', 'Text', readOnly),
  field('ProspectActivityDate_Max', 'Last Activity Date', 'Date', readOnly),
  field('RelatedLandingPageId', 'Related Landing Page Id', 'Text', readOnly),
  field('FirstLandingPageSubmissionId', 'First Landing Page Submission Id', 'Text', readOnly),
  field('FirstLandingPageSubmissionDate', 'First Landing Page Submission Date', 'Date', readOnly),
  field('NotableEvent', 'Last Notable Activity', 'Text', readOnly),
  field('NotableEventdate', 'Last Notable Activity Date', 'Date', readOnly),
  field('LastVisitDate', 'Last Visit Date', 'Date', readOnly),
  field('StatusCode', 'Status Code', 'Number', { ...zero, isReadOnly: true }),
  field('StatusReason', 'Status Reason', 'Number', { ...zero, isReadOnly: true }),
  field('DeletionStatusCode', 'Deletion Status Code', 'Number', { ...zero, isReadOnly: true }),
  field('IsLead', 'Is Lead', 'Boolean', { initialValue: '1', isReadOnly: true }),
  field('OwnerId', 'Owner'),
  field('OwnerIdName', 'Owner Name', 'Text', readOnly),
  field('OwnerIdEmailAddress', 'Owner Email', 'Text', readOnly),
  field('CreatedBy', 'Created By', 'Text', readOnly),
  field('CreatedByName', 'Created By Name', 'Text', readOnly),
  field('CreatedOn', 'Created On', 'Date', readOnly),
  field('LeadConversionDate', 'Lead Conversion Date', 'Date', readOnly),
  field('ModifiedBy', 'Modified By', 'Text', readOnly),
  field('ModifiedByName', 'Modified By Name', 'Text', readOnly),
  field('ModifiedOn', 'Modified On', 'Date', readOnly),
  field('LeadLastModifiedOn', 'Lead Last Modified On', 'Date', readOnly),
  field('LeadAge', 'Lead Age', 'Number', readOnly),
  field('JobTitle', 'Job Title'),
  field('SourceReferrer', 'Source Referrer'),
  field('SourceReferrerURL', 'Source Referrer URL'),
  field('ConversionReferrerURL', 'Conversion Referrer URL'),
  field('SourceIPAddress', 'Source IP Address'),
  field('Latitude', 'Latitude'),
  field('Longitude', 'Longitude'),
  field('MailingPreferences', 'Mailing Preferences'),
  field('TwitterId', 'Twitter'),
  field('FacebookId', 'Facebook'),
  field('LinkedInId', 'LinkedIn'),
  field('SkypeId', 'Skype Name'),
  field('GTalkId', 'Gtalk User'),
  field('GooglePlusId', 'Google Plus'),
  field('PhotoUrl', 'Photo Url'),
  field('CurrentOptInStatus', 'Current Opt In Status'),
  field('OptInDate', 'Opt In Date', 'Date'),
  field('OptInDetails', 'Opt In Details'),
  field('LastOptInEmailSentDate', 'Last Opt In Email Sent Date', 'Date'),
  field('mx_Street1', 'Address 1'),
  field('mx_Street2', 'Address 2'),
  field('mx_City', 'City'),
  field('mx_State', 'State'),
  field('mx_Country', 'Country'),
  field('mx_Zip', 'Zip'),
  field('mx_Budget', 'Budget', 'Number'),
  field('mx_Renewal_Date', 'Renewal Date', 'Date'),
  field('mx_Segment', 'Segment', 'Select', { options: ['Small', 'Medium', 'Large'] }),
  field('mx_Course', 'Course'),
]

/** The fields by schema name. The letter case of the name counts (sandbox rule 42). */
export const leadFieldByName: ReadonlyMap<string, LeadField> = new Map(
  leadFields.map((field) => [field.schemaName, field]),
)

/** The fields of a new lead that have a value from the beginning. */
export const initialFields: Readonly<Record<string, string>> = Object.fromEntries(
  leadFields.flatMap(({ schemaName, initialValue }) =>
    initialValue === undefined ? [] : [[schemaName, initialValue]],
  ),
)
