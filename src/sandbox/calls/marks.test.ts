/** What is invented says so, and what was ignored is told beside the answer. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTestTenant } from '../test-tenant.ts'
import { offeredCalls } from './offered.ts'

const { call } = createTestTenant()
const lead = '22222222-2222-4222-8222-000000000001'
const meeting = {
  Name: 'A',
  TaskType: { Name: 'Meeting' },
  OwnerEmailAddress: 'taskowner@example.com',
}
const owner = '11111111-1111-4111-8111-000000000002'
const page = { PageIndex: 1, PageSize: 1 }
const span = { DueDate: '2027-01-04 10:00:00', EndDate: '2027-01-04 10:30:00' }
const demo = { ...meeting, ...span, TaskType: { Name: 'Demo' } }

/** The refusals whose type and words have a source (leadsquared-api.md 3.5 and 3.6). */
const cited = [
  /^MXMandatoryAttributeMissingException: 'leadId' is mandatory for updating lead$/,
  /^MXInvalidActivityFieldsException: Field name : '\w+' of datatype : 'String' is mandatory\.$/,
  /^MXUnknownAttributeException: Attribute\(s\) does not exist - /,
  /^MXInvalidEntityException: Lead does not exist in the system$/,
  /^MXDuplicateEntryException: A Lead with same [\w ]+ already exists\.$/,
  /^MXInvalidActivityException: Event Code is invalid or empty$/,
  /^MXInvalidAccessDetailsException: Invalid Access Details provided\.$/,
  /^MXAPIRateLimitExceededException: API calls exceeded the limit of \d+ in \d+ second\(s\)$/,
]

describe('rule 8: every refusal without a source is marked', () => {
  const members = [
    'Name',
    'DueDate',
    'TaskType',
    'OwnerId',
    'Parameter',
    'Paging',
    'TaskList',
    'TaskIds',
  ]
  const odd = fc.oneof(
    fc.constantFrom('', 'x', null, -1, 1.5, true, lead, '2027-01-04 10:00:00'),
    fc.record({ Name: fc.string() }),
    fc.array(fc.record({ UserTaskId: fc.constantFrom(null, lead), FromDate: fc.string() })),
  )
  const object = fc.dictionary(fc.constantFrom(...members, 'LookupName', 'ActivityEvent'), odd)
  const attributes = fc.array(
    fc.record({
      Attribute: fc.constantFrom(
        'Score',
        'EmailAddress',
        'Phone',
        'Nothing',
        'OwnerId',
        'SearchBy',
      ),
      Value: fc.constantFrom('abc', '', 'lena.lead@example.com', '+1-2025550123', null),
    }),
  )
  const query = fc.constantFrom(
    '',
    `?leadId=${lead}`,
    '?leadId=x',
    '?id=x',
    '?userId=x&date=x',
    '?key=',
  )

  test.each(offeredCalls)('$method $path', async (operation) => {
    const bodies = operation.takes === 'array' ? attributes : object
    await fc.assert(
      fc.asyncProperty(bodies, query, async (body, asked) => {
        const sent = operation.method === 'POST' ? body : undefined
        const answer = await call(`${operation.path}${asked}`, sent)
        if (answer.status === 200) return
        const said = `${answer.body.ExceptionType}: ${answer.body.ExceptionMessage}`
        const isMarked = answer.headers.get('X-Sandbox-Invented') === 'true'
        expect([said, isMarked]).toEqual([said, !cited.some((text) => text.test(said))])
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['Task.svc/Nothing', undefined],
    ['Task.svc/Bulk/Create', {}],
    ['Task.svc/Create', undefined],
  ])('%s, which is refused before its body is read', async (path, body) => {
    const { headers } = await call(path, body)
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
  })
})

describe('rule 8: an answer that depends on a guess is marked, with a warning', () => {
  test.each<[string, object, RegExp]>([
    ['Task.svc/Create', { StatusCode: 1 }, /StatusCode is ignored/],
    ['Task.svc/Create', { NotifyBy: 'mail' }, /NotifyBy mail/],
    ['Task.svc/Create', { OwnerId: '11111111-1111-4111-8111-000000000002' }, /OwnerId wins/],
    ['Task.svc/Create', { EndDate: '', TaskType: { Name: 'Call Back' } }, /30 minutes/],
    [
      'Task.svc/Retrieve',
      {
        Parameter: { LookupName: 'OwnerId', LookupValue: lead },
        Sorting: { ColumnName: 'Colour' },
        Paging: { PageIndex: 1, PageSize: 1 },
      },
      /Sorting by Colour/,
    ],
    [
      'LeadManagement.svc/Leads.Get',
      { Columns: { Include_CSV: 'FirstName,Colour' } },
      /no lead field: Colour/,
    ],
  ])('%s with %j', async (path, changes, told) => {
    const whole = path.endsWith('Create') ? { ...meeting, ...span, ...changes } : changes
    const { status, headers } = await call(path, whole)
    expect([status, headers.get('X-Sandbox-Invented')]).toEqual([200, 'true'])
    expect(headers.get('X-Sandbox-Warning')).toMatch(told)
  })

  test('a value for a field that only the sandbox writes is ignored and marked, with a warning', async () => {
    const { headers } = await call('LeadManagement.svc/Lead.Create', [
      { Attribute: 'FirstName', Value: 'A' },
      { Attribute: 'CreatedOn', Value: '2020-01-01 00:00:00' },
    ])
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
    expect(headers.get('X-Sandbox-Warning')).toMatch(/CreatedOn is ignored/)
  })
})

describe('rule 8: input that is ignored or handled by a guess is marked, with a warning', () => {
  const book = { ...meeting, ...span }
  const retrieve = { Parameter: { LookupName: 'OwnerId', LookupValue: owner }, Paging: page }
  const opportunities = `OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=${lead}`
  test.each<[string, unknown, RegExp]>([
    ['Task.svc/RetrieveTaskType?ColumnName=Colour&ColumnValue=1', undefined, /ColumnName Colour/],
    ['Task.svc/Create', { ...book, CustomFields: { mx_Custom_9: 'v' } }, /mx_Custom_9/],
    ['Task.svc/Create', { ...demo, CustomFields: { mx_Custom_1: 'Other' } }, /mx_Custom_1/],
    ['Task.svc/Create', { ...demo, CustomFields: { mx_Custom_2: 'many' } }, /mx_Custom_2/],
    ['Task.svc/Create', { ...demo, Location: 'here' }, /Location/],
    [
      'Task.svc/Retrieve',
      { ...retrieve, Sorting: { ColumnName: 'DueDate', Direction: 7 } },
      /Direction 7/,
    ],
    [
      'Task.svc/Retrieve',
      { ...retrieve, Parameter: { ...retrieve.Parameter, TypeName: 'x' } },
      /TypeName/,
    ],
    [
      'Task.svc/Retrieve',
      { ...retrieve, Parameter: { ...retrieve.Parameter, StatusCode: 9 } },
      /StatusCode 9/,
    ],
    [
      'Task.svc/Retrieve',
      { ...retrieve, Columns: { Exclude_CSV: 'Colour' } },
      /Exclude_CSV.*Colour/,
    ],
    ['Task.svc/DeleteTasks', { TaskIds: ['x', lead] }, /2 of the 2 ids/],
    [
      'Task.svc/BulkUpdateAppointmentTime',
      { TaskList: [{ UserTaskId: lead, FromDate: span.DueDate, ToDate: span.EndDate }] },
      /1 of the 1 ids/,
    ],
    [opportunities, { Sorting: { ColumnName: 'Colour' } }, /Sorting by Colour/],
    [opportunities, { Sorting: { ColumnName: 'CreatedOn', Direction: -1 } }, /Direction -1/],
    ['LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=123', undefined, /fewer than 7 digits/],
    [
      'LeadManagement.svc/Lead.Capture?LeadUpdateBehavior=Sometimes',
      [{ Attribute: 'EmailAddress', Value: 'lena.lead@example.com' }],
      /LeadUpdateBehavior Sometimes/,
    ],
    [
      'LeadManagement.svc/Leads.Get',
      { Sorting: { ColumnName: 'FirstName', Direction: 2 }, Paging: page },
      /Direction 2/,
    ],
    [
      'ProspectActivity.svc/Create',
      {
        ActivityEvent: 200,
        RelatedProspectId: lead,
        Fields: [{ SchemaName: 'Shoe', Value: '43' }],
      },
      /Shoe/,
    ],
  ])('%s with %j', async (path, body, told) => {
    const { status, headers } = await call(path, body)
    expect([status, headers.get('X-Sandbox-Invented')]).toEqual([200, 'true'])
    expect(headers.get('X-Sandbox-Warning')).toMatch(told)
  })

  test.each([
    ['LeadManagement.svc/RetrieveTaskByLeadId?leadId=nobody', undefined],
    ['ProspectActivity.svc/Retrieve?leadId=nobody', {}],
    ['OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=nobody', {}],
  ])('an empty answer about a lead who does not exist says so: %s', async (path, body) => {
    const { status, headers } = await call(path, body)
    expect([status, headers.get('X-Sandbox-Warning')]).toEqual([200, 'There is no such lead.'])
  })

  test('RelatedEntityId without a related entity is ignored, with a warning', async () => {
    const { headers } = await call('Task.svc/Create', { ...book, RelatedEntityId: lead })
    expect(headers.get('X-Sandbox-Warning')).toMatch(/RelatedEntityId is ignored/)
  })
})

describe('unknown members are ignored in the answer and named in the warning', () => {
  test.each([
    [
      { OwnerUserId: 'x' },
      'OwnerUserId is not a member of this call and is ignored. Did you mean OwnerId?',
    ],
    [
      { duedate: 'x' },
      'duedate is not a member of this call and is ignored. Did you mean DueDate?',
    ],
    [{ Colour: 'x' }, 'Colour is not a member of this call and is ignored.'],
    [
      { TaskType: { Name: 'Meeting', Nmae: 'x' } },
      'TaskType.Nmae is not a member of this call and is ignored. Did you mean Name?',
    ],
  ])('%j', async (changes, told) => {
    const { status, headers } = await call('Task.svc/Create', { ...meeting, ...span, ...changes })
    expect([status, headers.get('X-Sandbox-Warning')]).toEqual([200, told])
    expect(headers.get('X-Sandbox-Invented')).toBeNull()
  })
})

describe('lead values fit the type of their field', () => {
  test.each([
    ['Score', 'abc'],
    ['Score', 'NaN'],
    ['Score', '1e3'],
    ['EmailAddress', 'nobody'],
    ['EmailAddress', 'a b@example.com'],
    ['mx_Renewal_Date', 'tomorrow'],
    ['DoNotCall', 'perhaps'],
    ['Phone', 'N/A'],
    ['Phone', '+'],
    ['Mobile', '98765 43210 (home)'],
    ['Mobile', '٠١٢٣٤٥٦٧٨٩'],
    ['Website', 'none'],
    ['Website', 'javascript:alert(1)'],
    ['Website', 'http://'],
    ['Website', 'http://.'],
    ['Website', 'two words.example'],
  ])('%s %s is refused', async (Attribute, Value) => {
    const sent = [
      { Attribute: 'FirstName', Value: 'A' },
      { Attribute, Value },
    ]
    const { status, body, headers } = await call('LeadManagement.svc/Lead.Create', sent)
    expect([status, body.ExceptionMessage]).toEqual([
      500,
      `Invalid Input! Parameter Name: ${Attribute}`,
    ])
    expect(headers.get('X-Sandbox-Warning')).toContain(Attribute)
  })

  test.each([
    ['Phone', '8888888888'],
    ['Phone', '+91-75076767676'],
    ['Mobile', '+1 (202) 555-0188'],
    ['Mobile', '(+91) 98450-98450'],
    ['Phone', ' +49 30 1234567'],
    ['Mobile', '030/1234.567'],
    ['Website', 'www.example.com'],
    ['Website', 'https://example.com:8080/a?b=c'],
    ['Website', 'bücher.example/लेख'],
  ])('%s %s is kept as it was sent', async (Attribute, Value) => {
    const { status, body, headers } = await call('LeadManagement.svc/Lead.Create', [
      { Attribute: 'FirstName', Value: 'A' },
      { Attribute, Value },
    ])
    expect([status, headers.get('X-Sandbox-Invented')]).toEqual([200, null])
    const { body: leads } = await call(`LeadManagement.svc/Leads.GetById?id=${body.Message.Id}`)
    expect(leads).toMatchObject([{ [Attribute]: Value }])
  })

  test.each(['12', '123456', '12345678901234567890'])(
    'the phone number %s is too short or too long: it is kept and marked, with a warning',
    async (Value) => {
      const { status, headers } = await call('LeadManagement.svc/Lead.Create', [
        { Attribute: 'FirstName', Value: 'A' },
        { Attribute: 'Mobile', Value },
      ])
      expect([status, headers.get('X-Sandbox-Invented')]).toEqual([200, 'true'])
      expect(headers.get('X-Sandbox-Warning')).toMatch(/Mobile/)
    },
  )
})
