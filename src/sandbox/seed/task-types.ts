/** The task types of the demo tenant, all invented. They have the configurations of sandbox rule 20. */
import type { TaskTypePrinted } from '#wire/task/type.ts'

type Column = TaskTypePrinted['ColumnConfiguration'][number]

const instant = '/Date(1767571200000+0000)/'
/** Three ways to write a field in a layout ([observed]): `Disabled` is a boolean, a text or absent. */
const dialects = {
  boolean: (name: string, isDisabled: boolean) => ({
    SchemaName: name,
    DisplayName: null,
    Colspan: 1,
    Disabled: isDisabled,
  }),
  text: (name: string, isDisabled: boolean) => ({
    SchemaName: name,
    Disabled: isDisabled ? 'True' : 'False',
    ColSpan: 1,
  }),
  absent: (name: string, isDisabled: boolean) => ({
    SchemaName: name,
    DisplayName: name,
    Colspan: 2,
    ...(isDisabled ? { Disabled: true } : {}),
  }),
}

const noInvite = { IsEnabled: false, TemplateContent: null, Subject: null, IsSent: null }

interface Sketch {
  name: string
  category: 0 | 1
  color: string | null
  minutes: string | null
  location?: 'mandatory' | 'enabled'
  custom?: readonly Column[]
  /** Which custom fields FormLayout shows, and in which dialect it is written. */
  layout: { names: readonly string[]; dialect: keyof typeof dialects } | null
  /** False leaves ColumnConfiguration empty. */
  hasColumns?: boolean
  preventConflict?: boolean
  hasReminder?: boolean
}

/** They have all three dialects of FormLayout, colours in both letter cases, and a Name that ends in a blank. */
const sketches: readonly Sketch[] = [
  {
    name: 'Meeting',
    category: 0,
    color: '#4fc3f7',
    minutes: '30',
    location: 'enabled',
    layout: { names: [], dialect: 'boolean' },
  },
  {
    name: 'Demo',
    category: 0,
    color: '#7E57C2',
    minutes: '45',
    custom: [
      column('mx_Custom_1', 'Product', 8, false, ['Starter', 'Growth', 'Enterprise']),
      column('mx_Custom_2', 'Seats', 1, false),
    ],
    layout: { names: ['mx_Custom_1', 'mx_Custom_2'], dialect: 'text' },
    preventConflict: true,
  },
  {
    name: 'Site Visit',
    category: 0,
    color: '#66bb6a',
    minutes: '60',
    location: 'mandatory',
    custom: [column('mx_Custom_1', 'Visit Purpose', 0, true)],
    layout: { names: ['mx_Custom_1'], dialect: 'absent' },
  },
  {
    name: 'Phone Call ',
    category: 0,
    color: '#FFB300',
    minutes: '15',
    layout: { names: [], dialect: 'boolean' },
  },
  {
    name: 'Contract Signing',
    category: 0,
    color: '#ef5350',
    minutes: null,
    location: 'enabled',
    custom: [
      column('mx_Custom_1', 'Sign By', 7, false),
      column('mx_Custom_2', 'Reference Number', 1, true),
    ],
    layout: { names: ['mx_Custom_1'], dialect: 'boolean' },
  },
  {
    name: 'Training Day',
    category: 0,
    color: '#26A69A',
    minutes: '480',
    location: 'enabled',
    layout: { names: [], dialect: 'text' },
  },
  {
    name: 'Video Call',
    category: 0,
    color: '#42a5f5',
    minutes: '30',
    layout: { names: [], dialect: 'absent' },
    hasColumns: false,
  },
  { name: 'Follow-up', category: 0, color: null, minutes: '20', layout: null, hasReminder: false },
  {
    name: 'Call Back',
    category: 1,
    color: null,
    minutes: null,
    layout: null,
    hasColumns: false,
    hasReminder: false,
  },
  {
    name: 'Send Quote',
    category: 1,
    color: null,
    minutes: null,
    layout: null,
    hasColumns: false,
    hasReminder: false,
  },
  {
    name: 'Revive Old Lead',
    category: 1,
    color: null,
    minutes: null,
    layout: null,
    hasColumns: false,
    hasReminder: false,
  },
]

/** The types in the tenant's order. */
export const demoTaskTypes: readonly TaskTypePrinted[] = sketches.map((sketch, index) => ({
  Id: `44444444-4444-4444-8444-${String(index + 1).padStart(12, '0')}`,
  Name: sketch.name,
  TaskTypeConfiguration: {
    CalenderInvite: {
      Organiser: noInvite,
      Owner: {
        ...noInvite,
        IsEnabled: true,
        TemplateContent: '<p>Invitation attached.</p>',
        Subject: '@{Task:Name ,} : ',
      },
      Lead: noInvite,
      ParticipantUsers: noInvite,
    },
    Location: {
      IsEnabled: sketch.location !== undefined,
      IsMandatory: sketch.location === 'mandatory',
      LocationValue: null,
      GeofenceLocation: false,
      GeofenceRange: 100,
    },
    BusinessWorkFlow: {
      IsEnabled: sketch.category === 0,
      Status: {
        Label: sketch.category === 0 ? 'Status' : '',
        Values: sketch.category === 0 ? [{ Text: 'Done', IsDefault: true }] : [],
      },
    },
    Duration: { IsEnabled: false, Value: sketch.minutes, Values: null },
    Priority: { IsEnabled: false, Value: null, Values: null },
    TaskCompleted: { IsEnabled: false },
    EffortEstimate: { IsEnabled: false, Value: null, ValueUnit: null, Values: null },
  },
  PreventConflict: sketch.preventConflict ?? false,
  Sequence: index < 4 ? index + 1 : index + 3,
  IsDefault: index === 0,
  IsEditable: true,
  IsDeleteable: true,
  IsTimerEnabled: false,
  Status: 1,
  CreatedBy: 'System',
  CreatedOn: instant,
  ModifiedBy: 'System',
  ModifiedByEmail: 'tenant@example.com',
  ModifiedOn: instant,
  ShowOrganiserCalendarInvite: null,
  ShowOwnerCalendarInvite: null,
  ShowLeadCalendarInvite: null,
  ShowParticipantCalendarInvite: null,
  ReminderConfiguration: { IsEnable: sketch.hasReminder ?? true },
  ColumnConfiguration:
    sketch.hasColumns === false ? [] : [...standardColumns(), ...(sketch.custom ?? [])],
  FormLayout: sketch.layout && layoutOf(sketch.layout, sketch.location !== undefined),
  Color: sketch.color,
  Category: sketch.category,
  OpenCompletedTasks: true,
}))

/** The 15 standard rows in the order seen on a tenant (leadsquared-api.md 5). */
function standardColumns(): Column[] {
  const reminder = [
    { IsDefault: true as const, Text: '15 min', Value: '15' },
    { Text: '30 min', Value: '30' },
    { Text: '45 min', Value: '45' },
    { Text: '1 hr', Value: '60' },
  ]
  const priority = ['', '1', '2', '3', '4', '5'].map((text, index) => ({
    ...(index === 0 ? { IsDefault: true as const } : {}),
    Text: text,
    Value: text,
  }))
  return [
    standard('OwnerId', 'Owner', 8, true, false),
    standard('RelatedEntityId', 'Associated Lead', 8, false, true),
    standard('RelatedOpportunityId', 'Associated Opportunity', 8, false, false),
    standard('Name', 'Subject', 0, true, false),
    standard('Location', 'Location', 0, false, false),
    { ...standard('DueDate', 'Schedule', 7, true, false), RenderType: 12 },
    standard('EndDate', 'End Date', 7, false, true),
    { ...standard('Reminder', 'Reminder', 8, false, false), Options: reminder },
    standard('Description', 'Description', 0, false, true),
    standard('CreatedBy', 'Organizer', 0, true, false),
    standard('CompletedBy', 'Completed By', 0, false, false),
    { ...standard('Priority', 'Priority', 8, false, true), Options: priority },
    standard('EffortEstimate', 'Effort Estimate', 1, false, true),
    standard('EffortEstimateUnit', 'Effort Estimate Unit', 8, false, true),
    standard('PercentCompleted', '% Task Complete', 0, false, true),
  ]
}

function standard(
  name: string,
  label: string,
  dataType: number,
  isMandatory: boolean,
  isConfigurable: boolean,
): Column {
  return {
    ...column(name, label, dataType, isMandatory),
    IsDefault: true,
    IsMandatoryConfigurable: isConfigurable,
  }
}

function column(
  name: string,
  label: string,
  dataType: number,
  isMandatory: boolean,
  options: readonly string[] | null = null,
): Column {
  return {
    SchemaName: name,
    InternalSchemaName: name,
    DisplayName: label,
    DataType: dataType,
    RenderType: 0,
    Options: options && options.map((text) => ({ Text: text, Value: text })),
    Mandatory: isMandatory,
    IsDefault: false,
    IsMandatoryConfigurable: true,
  }
}

/**
 * A layout in one of the three dialects ([observed]). Every type has some fields that are not on its form. A location that
 * is not enabled is one of them, and disabled ([observed]).
 */
function layoutOf(layout: NonNullable<Sketch['layout']>, hasLocation: boolean): string {
  const field = dialects[layout.dialect]
  const names = ['OwnerId', 'RelatedEntityId', 'Name', 'DueDate', 'Reminder', 'Description']
  const shown = [...names, ...(hasLocation ? ['Location'] : []), ...layout.names]
  const hidden = [field('Priority', false), ...(hasLocation ? [] : [field('Location', true)])]
  return JSON.stringify({
    Sections: [{ DisplayName: 'Task Details', Fields: shown.map((name) => field(name, false)) }],
    AvailableFields: hidden,
  })
}
