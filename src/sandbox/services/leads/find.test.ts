import { afterEach, describe, expect, test } from 'vitest'
import { LeadsReply } from '#wire/lead/lead.ts'
import { TasksOfLeadReply } from '#wire/task/of-lead.ts'
import { leadFields } from './fields.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call } = createTestTenant()
afterEach(() => {
  Object.assign(world.switches, defaultSwitches)
})
const firstLead = '22222222-2222-4222-8222-000000000001'

describe('reading leads', () => {
  test('rule 41: a lead is flat, whole, in order, and every value is a string or null', async () => {
    const { body } = await call(`LeadManagement.svc/Leads.GetById?id=${firstLead.toUpperCase()}`)
    expect(body).toHaveLength(1)
    expect(Object.keys(body[0])).toEqual(leadFields.map((field) => field.schemaName))
    for (const value of Object.values(body[0])) {
      expect(value === null || typeof value === 'string').toBe(true)
    }
    expect(LeadsReply.parse(body)[0]?.ProspectID).toBe(firstLead)
  })

  test.each([
    'Leads.GetById?id=nobody',
    'Leads.GetByQuickSearch?key=nobody%20has%20this',
    'Leads.GetByEmailaddress?emailaddress=nobody@example.com',
    'RetrieveLeadByPhoneNumber?phone=19999999999',
  ])('rule 41: %s is an empty array', async (path) => {
    const { status, body } = await call(`LeadManagement.svc/${path}`)
    expect([status, body]).toEqual([200, []])
  })

  test('rule 41: Leads.GetByEmailaddress without its parameter finds nobody', async () => {
    for (const path of ['Leads.GetByEmailaddress', 'Leads.GetByEmailAddress?emailaddress=']) {
      expect(await call(`LeadManagement.svc/${path}`)).toMatchObject({ status: 200, body: [] })
    }
  })

  test.each(['Leads.GetById', 'Leads.GetByQuickSearch?key=', 'RetrieveLeadByPhoneNumber'])(
    'rule 41: %s without its parameter is refused',
    async (path) => {
      const { status, body } = await call(`LeadManagement.svc/${path}`)
      expect([status, body.ExceptionType]).toEqual([500, 'MXMandatoryAttributeMissingException'])
    },
  )

  test('rule 41: quick search, e-mail and phone find what was created, however the query is written', async () => {
    const id = await create({
      FirstName: 'Łukasz',
      EmailAddress: 'Lukasz+Test@example.com',
      Phone: '+48-601234567',
    })
    for (const path of [
      'Leads.GetByQuickSearch?KEY=%C5%81UKA',
      'Leads.GetByQuickSearch?key=lukasz%2Btest',
      'Leads.GetByEmailaddress?EmailAddress=lukasz%2Btest@EXAMPLE.com',
      'RetrieveLeadByPhoneNumber?phone=48601234567',
      'RetrieveLeadByPhoneNumber?phone=601234567&',
    ]) {
      const { body } = await call(`LeadManagement.svc/${path}`)
      expect(body.map((lead: { ProspectID: string }) => lead.ProspectID)).toEqual([id])
    }
  })

  test('rule 41: of several leads with one phone number one comes back', async () => {
    const shared = world.leads.byId(firstLead)?.['Phone'] ?? ''
    expect(world.leads.byPhone(shared).length).toBeGreaterThan(1)
    const { body } = await call(
      `LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=${shared.replaceAll(/\D/g, '')}`,
    )
    expect(body).toHaveLength(1)
  })
})

test.each(['/LeadManagement.svc/Leads.GetById', 'LeadManagement.svc/Leads.GetById/'])(
  'rule 2: %s, with a slash too many, is the same call',
  async (path) => {
    expect((await call(`${path}?id=${firstLead}&`)).body).toHaveLength(1)
  },
)

describe('Leads.Get', () => {
  const search = (body: unknown) => call('LeadManagement.svc/Leads.Get', body)

  test('rule 42: answers a bare array of the columns asked for', async () => {
    const { body } = await search({
      Parameter: { LookupName: 'ProspectID', LookupValue: firstLead, SqlOperator: '=' },
      Columns: { Include_CSV: 'ProspectID, FirstName,OwnerIdName,OwnerIdEmailAddress,mx_None' },
    })
    const lead = world.leads.byId(firstLead)
    const owner = world.tenant.userById(lead?.['OwnerId'] ?? '')
    expect(body).toEqual([
      {
        ProspectID: firstLead,
        FirstName: lead?.['FirstName'],
        OwnerIdName: lead?.['OwnerIdName'],
        OwnerIdEmailAddress: owner?.email,
      },
    ])
  })

  test.each(['prospectid', 'FirstNam', 'OwnerIdEmail', '__proto__', "x' or '1'='1"])(
    'rule 42: the unknown LookupName %s is refused, letter case counts',
    async (LookupName) => {
      const { status, body } = await search({ Parameter: { LookupName, LookupValue: 'x' } })
      expect([status, body.ExceptionType]).toEqual([500, 'MXUnknownAttributeException'])
      expect(body.ExceptionMessage).toBe(`Attribute(s) does not exist - ${LookupName}`)
    },
  )

  test('rule 42: a Query in the place of Parameter is ignored, and every lead comes back', async () => {
    const Paging = { PageIndex: 1, PageSize: 1000 }
    const { body } = await search({ Query: { LookupName: 'FirstName', LookupValue: 'x' }, Paging })
    expect(body).toHaveLength(1000)
  })

  test('rule 42: pages follow each other, and a page past the end is empty', async () => {
    const tenant = createTestTenant()
    const Sorting = { ColumnName: 'CreatedOn', Direction: '1' }
    const page = async (PageIndex: number | string) =>
      (
        await tenant.call('LeadManagement.svc/Leads.Get', {
          Sorting,
          Paging: { PageIndex, PageSize: 700 },
        })
      ).body
    const pages = [await page(1), await page('2'), await page(3)]
    expect(pages.map((rows) => rows.length)).toEqual([700, 700, 600])
    const created = pages.flat().map((lead) => Date.parse(lead.CreatedOn))
    expect(created).toEqual(created.toSorted((a, b) => b - a))
    expect(new Set(pages.flat().map((lead) => lead.ProspectID)).size).toBe(2000)
    expect(await page(4)).toEqual([])
  })

  test('rule 42: flags are looked up as 1, and true is refused', async () => {
    const ask = (LookupValue: string) =>
      search({ Parameter: { LookupName: 'IsLead', LookupValue, SqlOperator: '=' } })
    expect((await ask('1')).body.length).toBeGreaterThan(0)
    expect((await ask('true')).status).toBe(500)
  })

  test.each([
    [
      { Parameter: { LookupName: 'FirstName', LookupValue: 'x', SqlOperator: '!=' } },
      'MXInvalidEntityException',
    ],
    [{ Paging: { PageIndex: 1, PageSize: 1001 } }, 'MXInvalidInputException'],
    [{ Paging: { PageIndex: -1, PageSize: 10 } }, 'MXInvalidInputException'],
    [{ Paging: { PageIndex: 1, PageSize: 'ten' } }, 'MXInvalidInputException'],
    [{ Sorting: { ColumnName: 'nothing', Direction: 0 } }, 'MXUnknownAttributeException'],
  ])('rule 42: %j is refused', async (body, type) => {
    const answer = await search(body)
    expect([answer.status, answer.body.ExceptionType]).toEqual([500, type])
  })
})

describe('writing leads', () => {
  test('Lead.Create answers the id alone, and the lead is there', async () => {
    const sent = [
      { Attribute: 'FirstName', Value: 'Lena' },
      { Attribute: 'mx_Budget', Value: 1000 },
    ]
    const { status, body } = await call('LeadManagement.svc/Lead.Create', sent)
    expect(status).toBe(200)
    expect(body).toEqual({ Status: 'Success', Message: { Id: expect.any(String) } })
    expect(world.leads.byId(body.Message.Id)).toMatchObject({
      FirstName: 'Lena',
      mx_Budget: '1000',
    })
  })

  test('Lead.Update answers the number of rows; without leadId it is refused in documented words', async () => {
    const sent = [{ Attribute: 'mx_City', Value: 'London' }]
    const { body } = await call(`LeadManagement.svc/Lead.Update?leadId=${firstLead}`, sent)
    expect(body).toEqual({ Status: 'Success', Message: { AffectedRows: 1 } })
    expect(world.leads.byId(firstLead)?.['mx_City']).toBe('London')
    const refused = await call('LeadManagement.svc/Lead.Update', sent)
    expect(refused.body.ExceptionMessage).toBe("'leadId' is mandatory for updating lead")
  })

  test('Lead.CreateOrUpdate and Lead.Capture return the id of the lead that they found', async () => {
    const EmailAddress = 'lena.capture@example.com'
    const id = await create({ EmailAddress })
    const sent = [
      { Attribute: 'EmailAddress', Value: EmailAddress },
      { Attribute: 'LastName', Value: 'Lead' },
      { Attribute: 'SearchBy', Value: 'EmailAddress' },
    ]
    for (const name of ['Lead.CreateOrUpdate?postUpdatedLead=false', 'Lead.Capture']) {
      const { body } = await call(`LeadManagement.svc/${name}`, sent)
      expect(body).toEqual({ Status: 'Success', Message: { Id: id, AffectedRows: 1 } })
    }
  })

  test('Lead.Capture obeys LeadUpdateBehavior and SearchBy of the query', async () => {
    const id = await create({ Phone: '9845098450', FirstName: 'Old' })
    const sent = [
      { Attribute: 'Phone', Value: '9845098450' },
      { Attribute: 'FirstName', Value: 'New' },
    ]
    const path = 'LeadManagement.svc/Lead.Capture?SearchBy=Phone&LeadUpdateBehavior=DoNotUpdate'
    expect((await call(path, sent)).body.Message.Id).toBe(id)
    expect(world.leads.byId(id)?.['FirstName']).toBe('Old')
  })

  test('rule 9: an object where a list is due is 400, a list of something else is refused', async () => {
    const wrapped = await call('LeadManagement.svc/Lead.Create', { FirstName: 'Lena' })
    expect(wrapped.status).toBe(400)
    const odd = await call('LeadManagement.svc/Lead.Create', ['FirstName'])
    expect([odd.status, odd.body.ExceptionType]).toEqual([500, 'MXInvalidDataTypeException'])
  })

  test('a refused write leaves nothing behind', async () => {
    const before = world.leads.count()
    const { status } = await call('LeadManagement.svc/Lead.Create', [
      { Attribute: 'FirstName', Value: 'Lena' },
      { Attribute: 'mx_Nope', Value: '1' },
    ])
    expect([status, world.leads.count()]).toEqual([500, before])
    world.switches.unknownLeadFields = true
    await create({ FirstName: 'Lena', mx_Nope: '1' })
  })
})

test('LeadsMetaData.Get prints every field, or the one asked for, with or without options', async () => {
  const { body, headers } = await call('LeadManagement.svc/LeadsMetaData.Get')
  expect(body).toHaveLength(leadFields.length)
  expect(headers.get('X-Sandbox-Invented')).toBe('true')
  const one = (await call('LeadManagement.svc/LeadsMetaData.Get?schemaName=ProspectStage')).body
  expect(one).toHaveLength(1)
  expect(one[0].Options).toContainEqual({ Value: 'Prospect' })
  const bare = 'LeadManagement.svc/LeadsMetaData.Get?schemaName=ProspectStage&excludeOptionSets=1'
  expect((await call(bare)).body[0].Options).toEqual([])
  expect((await call('LeadManagement.svc/LeadsMetaData.Get?schemaName=nothing')).body).toEqual([])
})

test('rule 38: the tasks of a lead have other members than tasks elsewhere', async () => {
  const id = await create({ FirstName: 'Lena' })
  const [ines, ravi] = world.tenant.users()
  const appointment = {
    Name: 'Demo',
    TaskType: { Name: 'Meeting' },
    OwnerId: ravi?.id,
    RelatedEntity: 1,
    RelatedEntityId: id,
    DueDate: '2026-12-01 09:00:00',
    Reminder: 30,
  }
  const created = (await call('Task.svc/Create', appointment)).body.Message.Id
  const { body } = await call(`LeadManagement.svc/RetrieveTaskByLeadId?leadId=${id}`)
  expect(body).toEqual({
    RecordCount: 1,
    TaskList: [
      {
        TaskID: created,
        Name: 'Demo',
        Description: '',
        DueDate: '2026-12-01 09:00:00',
        CreatedOn: '2026-11-23 10:00:00',
        OwnerID: ravi?.id,
        OwnerName: `${ravi?.firstName} ${ravi?.lastName}`.trim(),
        CreatedBy: ines?.id,
        CreatedByName: 'Ines Integration',
        Status: 'Pending',
        Reminder: '30',
      },
    ],
  })
  expect(TasksOfLeadReply.parse(body).List[0]?.DueDate).toBe(Date.UTC(2026, 11, 1, 9))
  const done = world.tasks.byId(created)
  if (done) world.tasks.replace({ ...done, statusCode: 1 })
  const after = await call(`LeadManagement.svc/RetrieveTaskByLeadId?leadId=${id}`)
  expect(after.body.TaskList[0].Status).toBe('Completed')
})

test.each([
  ['empty', { RecordCount: 0, TaskList: [] }],
  ['missing', { RecordCount: 0 }],
  ['null', { RecordCount: 0, TaskList: null }],
] as const)('rule 13: a lead without tasks, with the switch at %s', async (emptyList, expected) => {
  world.switches.emptyList = emptyList
  const { body } = await call('LeadManagement.svc/RetrieveTaskByLeadId?leadId=nobody')
  expect(body).toEqual(expected)
})

async function create(values: Record<string, string>): Promise<string> {
  const attributes = Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value }))
  const { body } = await call('LeadManagement.svc/Lead.Create', attributes)
  return body.Message.Id
}
