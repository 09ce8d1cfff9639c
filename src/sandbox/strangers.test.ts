/** Requests in the very form in which public clients of several languages send them, and what they read of the answer. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoKeys } from './tenancy.ts'
import { keyHeaders, startTestServer, type TestServer } from './test-server.ts'
import { testNowMs } from './test-tenant.ts'

const raw = `accessKey=${demoKeys.accessKey}&secretKey=${demoKeys.secretKey}`
const encoded = `accessKey=${encodeURIComponent(demoKeys.accessKey)}&secretKey=${demoKeys.secretKey}`
const json = { 'Content-Type': 'application/json' }
const lead = '22222222-2222-4222-8222-000000000001'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

interface Sent {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Text as it stands, anything else as JSON. */
  body?: unknown
  isChunked?: boolean
}

/** Sends just these bytes and headers: no User-Agent, no Accept, the target as it is written. */
async function send(target: string, sent: Sent = {}) {
  const { headers = {}, body, isChunked = false } = sent
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const length =
    text === undefined || isChunked ? {} : { 'Content-Length': String(Buffer.byteLength(text)) }
  const method = sent.method ?? (body === undefined ? 'GET' : 'POST')
  const options = { path: target, method, headers: { ...headers, ...length } }
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = request(server.url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      )
    })
    call.on('error', reject)
    call.end(text)
  })
  return { status: answer.status, body: JSON.parse(answer.text) }
}

const attributes = (values: Record<string, unknown>) =>
  Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value }))

test('PHP forms capture a lead: keys in the address, the dollar raw, SearchBy among the attributes', async () => {
  const { status, body } = await send(`/v2/LeadManagement.svc/Lead.Capture?${raw}`, {
    headers: json,
    body: '[{"Attribute":"FirstName","Value":"Ada"},{"Attribute":"Phone","Value":"+91-7000000001"},{"Attribute": "SearchBy","Value": "Phone"}]',
  })
  expect([status, body.Status]).toEqual([200, 'Success'])
  const read = await send(`/v2/LeadManagement.svc/Leads.GetById?${raw}&id=${body.Message.Id}`)
  expect(read.body[0]).toMatchObject({ FirstName: 'Ada', Phone: '+91-7000000001' })
})

test("the vendor's PHP library: postUpdatedLead before the keys", async () => {
  const path = '/v2/LeadManagement.svc/Lead.CreateOrUpdate'
  const sent = { headers: json, body: attributes({ EmailAddress: 'php@example.com' }) }
  const first = await send(`${path}?postUpdatedLead=false&${raw}`, sent)
  const second = await send(`${path}?postUpdatedLead=true&${raw}`, sent)
  expect(first.body).toEqual({
    Status: 'Success',
    Message: { Id: expect.any(String), AffectedRows: 1 },
  })
  expect(second.body.Message.Id).toBe(first.body.Message.Id)
  const update = await send(
    `/v2/LeadManagement.svc/Lead.Update?${raw}&leadId=${first.body.Message.Id}&postUpdatedLead=true`,
    { headers: json, body: attributes({ ProspectStage: 'Engaged' }) },
  )
  expect(update.body).toEqual({ Status: 'Success', Message: { AffectedRows: 1 } })
})

test('WordPress plug-ins list fields by SchemaName and activity types by DisplayName', async () => {
  const fields = await send(`/v2/LeadManagement.svc/LeadsMetaData.Get?${raw}`)
  expect(fields.body.map((field: { SchemaName: string }) => field.SchemaName)).toContain('Phone')
  const types = await send(`/v2/ProspectActivity.svc/ActivityTypes.Get?${raw}`)
  for (const type of types.body) {
    expect(type).toMatchObject({
      ActivityEvent: expect.any(Number),
      DisplayName: expect.any(String),
    })
  }
})

test.each([
  '/v2//ProspectActivity.svc/ActivityTypes.Get',
  '//v2/ProspectActivity.svc/ActivityTypes.Get',
])('rule 2: Python and others join base and path with a slash too many: %s', async (path) => {
  expect((await send(`${path}?${encoded}`)).status).toBe(200)
})

test('rule 5: Python sends GET with a JSON content type and a body of null', async () => {
  const sent = { method: 'GET', headers: json, body: 'null' } as const
  const { status, body } = await send(`/v2/Authentication.svc/UserByAccessKey.Get?${encoded}`, sent)
  expect(status).toBe(200)
  expect(body).not.toHaveProperty('Status')
  expect((await send(`/v2/Task.svc/RetrieveTaskType?${encoded}`)).status).toBe(200)
})

test.each([
  { 'Content-Type': 'application/json; charset=utf-8' },
  { 'Content-Type': 'text/plain', Accept: 'text/plain' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  {},
])('rule 5: the content type of a body is not looked at: %j', async (headers) => {
  const { status } = await send(`/v2/LeadManagement.svc/Leads.Get?${raw}`, {
    headers,
    body: { Parameter: { LookupName: 'Phone', LookupValue: '+91-1' }, Paging: { PageIndex: 1 } },
  })
  expect(status).toBe(200)
})

test('.NET sends a byte order mark, and Java in chunks', async () => {
  const body = `\uFEFF${JSON.stringify(attributes({ FirstName: 'Bom' }))}`
  const path = `/v2/LeadManagement.svc/Lead.Create?${raw}`
  expect((await send(path, { headers: json, body })).status).toBe(200)
  expect((await send(path, { headers: json, body, isChunked: true })).status).toBe(200)
})

test('Ruby takes the first of the array, and null values are none', async () => {
  const path = `/v2/LeadManagement.svc/Lead.Create?${encoded}`
  const body = attributes({ EmailAddress: 'ruby@example.com', FirstName: null, LastName: null })
  const created = await send(path, { headers: { ...json, Accept: 'application/json' }, body })
  const found = await send(
    `/v2/LeadManagement.svc/Leads.GetByEmailaddress?${encoded}&emailaddress=ruby%40example.com`,
  )
  expect(found.body[0]).toMatchObject({ ProspectID: created.body.Message.Id, FirstName: null })
})

test('rule 2: Node sends the keys in headers and query at once, header names in any case', async () => {
  const headers = {
    ...json,
    'X-LSQ-ACCESSKEY': demoKeys.accessKey,
    'x-lsq-secretkey': demoKeys.secretKey,
  }
  const body = {
    Name: 'Call',
    RelatedEntity: '1',
    RelatedEntityId: lead,
    StatusCode: '0',
    DueDate: '2026-11-24 10:00:00',
    TaskType: { Name: 'Call Back' },
    OwnerUserId: 'a member that no page knows',
  }
  const created = await send(`/v2/Task.svc/Create?${encoded}`, { headers, body })
  const id = created.body.Message.Id
  const read = await send(`/v2/Task.svc/Retrieve.GetById?id=${id}`, { headers })
  expect(read.body[0]).toMatchObject({ UserTaskId: id, RelatedEntityId: lead, StatusCode: 0 })
})

test('Python jobs read an owner page by page, and complete by a GET with the id last', async () => {
  const users = await send(`/v2/UserManagement.svc/Users.Get?${encoded}`)
  const body = {
    Parameter: { LookupName: 'OwnerId', LookupValue: users.body[1].ID, StatusCode: 0 },
    Columns: { Exclude_CSV: 'Description' },
    Sorting: { ColumnName: 'DueDate', Direction: '0' },
    Paging: { Offset: 0, RowCount: 500 },
  }
  const { body: page } = await send(`/v2/Task.svc/Retrieve?${encoded}`, { headers: json, body })
  expect(page.List[0]).not.toHaveProperty('Description')
  const id = page.List[0].UserTaskId
  expect((await send(`/v2/Task.svc/MarkComplete?${encoded}&id=${id}`)).status).toBe(200)
  const { body: after } = await send(`/v2/Task.svc/Retrieve?${encoded}`, { headers: json, body })
  expect(after.RecordCount).toBe(page.RecordCount - 1)
})

test('PowerShell and browsers POST nothing at all', async () => {
  const headers = { ...json, 'Content-Length': '0' }
  const sent = { method: 'POST', headers } as const
  const { body } = await send(
    `/v2/OpportunityManagement.svc/GetOpportunitiesOfLead?${raw}&leadId=${lead}&opportunityType=12000`,
    sent,
  )
  expect(body.List[0]).toMatchObject({ ProspectId: lead, OpportunityEvent: '12000' })
  const activities = await send(`/v2/ProspectActivity.svc/Retrieve?${raw}&leadId=${lead}`, sent)
  expect(activities.body).toEqual({ RecordCount: 0, ProspectActivities: [] })
})

test('an activity by e-mail makes the lead, and its code may be a string', async () => {
  const path = `/v2/ProspectActivity.svc/Create?${raw}`
  const body = { EmailAddress: 'new@example.com', ActivityEvent: '200', ActivityNote: 'Hello' }
  const { body: made } = await send(path, { headers: json, body })
  const listed = await send(
    `/v2/ProspectActivity.svc/Retrieve?${raw}&leadId=${made.Message.RelatedId}`,
    { headers: json, body: { Paging: { Offset: '0', RowCount: '10' } } },
  )
  expect(listed.body.ProspectActivities[0]).toMatchObject({ Id: made.Message.Id, EventCode: 200 })
})

test('a nightly Python job reads changed leads page by page and flattens them', async () => {
  const changed = { FirstName: 'Nightly', SourceCampaign: 'Spring', JobTitle: 'Engineer' }
  await send(`/v2/LeadManagement.svc/Lead.Create?${encoded}`, {
    headers: json,
    body: attributes({ ...changed, EmailAddress: 'nightly@example.com' }),
  })
  const rows: Record<string, unknown>[] = []
  for (let PageIndex = 1; ; PageIndex += 1) {
    const body = {
      Parameter: { FromDate: '2026-01-01 00:00:00', ToDate: '2099-12-31 23:59:59' },
      Columns: { Include_CSV: 'ProspectID,FirstName,SourceCampaign,JobTitle,OwnerIdEmailAddress' },
      Paging: { PageIndex, PageSize: 900 },
      Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
    }
    const path = '/v2/LeadManagement.svc/Leads.RecentlyModified'
    const page = await send(path, { headers: keyHeaders, body })
    const leads: { LeadPropertyList: { Attribute: string; Value: unknown }[] }[] = page.body.Leads
    rows.push(
      ...leads.map(({ LeadPropertyList }) =>
        Object.fromEntries(LeadPropertyList.map(({ Attribute, Value }) => [Attribute, Value])),
      ),
    )
    if (leads.length === 0) break
  }
  expect(new Set(rows.map((row) => row['ProspectID'])).size).toBe(rows.length)
  expect(rows).toHaveLength(Number(rows[0]?.['Total']))
  expect(rows).toContainEqual(expect.objectContaining(changed))
})

test('axios with params and a capital A finds a lead, and nobody without an address', async () => {
  const path = '/v2/LeadManagement.svc/Leads.GetByEmailAddress'
  const params = new URLSearchParams({ ...demoKeys, emailaddress: 'LENA.LEAD@example.com' })
  const found = await send(`${path}?${params}`, { headers: { Accept: 'application/json, */*' } })
  expect(found.body).toMatchObject([{ ProspectID: lead }])
  expect(await send(`${path}?${encoded}`)).toEqual({ status: 200, body: [] })
})

test('a landing page in a browser asks first, and then captures a lead with its campaign', async () => {
  const url = `${server.url}/v2/LeadManagement.svc/Lead.Capture?${encoded}`
  const Origin = 'https://landing.example'
  const asking = {
    Origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  }
  const preflight = await fetch(url, { method: 'OPTIONS', headers: asking })
  expect(preflight.ok).toBe(true)
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe('content-type')
  const body = JSON.stringify(attributes({ FirstName: 'Web', SourceCampaign: 'Spring' }))
  const captured = await fetch(url, { method: 'POST', headers: { ...json, Origin }, body })
  expect(captured.headers.get('Access-Control-Allow-Origin')).toBe('*')
  expect(await captured.json()).toMatchObject({ Status: 'Success' })
})

test('a call centre fetches names by ids in one call, and reads notes by their key', async () => {
  const note = { RelatedProspectId: lead, ActivityEvent: 22, ActivityNote: 'Will call back' }
  await send('/v2/ProspectActivity.svc/Create', { headers: keyHeaders, body: note })
  const activities = await send(`/v2/ProspectActivity.svc/Retrieve?leadId=${lead}`, {
    headers: keyHeaders,
    body: { Paging: { PageIndex: 1, PageSize: 100 } },
  })
  const [row] = activities.body.ProspectActivities
  const value = row.Data.find((pair: { Key: string }) => pair.Key === 'NotableEventDescription')
  expect(value.Value).toBe('Will call back')
  const names = await send('/v2/LeadManagement.svc/Leads/Retrieve/ByIds', {
    headers: keyHeaders,
    body: {
      SearchParameters: { LeadIds: [row.RelatedProspectId] },
      Columns: { Include_CSV: 'ProspectID, FirstName, LastName, Phone' },
      Paging: { PageIndex: 1, PageSize: 1 },
    },
  })
  expect(names.body.Leads).toMatchObject([{ FirstName: 'Lena', LastName: 'Lead' }])
})

test('a calendar pages through a week of everybody whose name begins with a letter', async () => {
  const day = (days: number) => new Date(testNowMs + days * 86_400_000).toISOString().slice(0, 10)
  const condition = { LookupName: 'FirstName', Operator: 'lik_s', LookupValue: 'P' }
  const ids: string[] = []
  let count = Number.NaN
  for (let PageIndex = 1; ids.length !== count; PageIndex += 1) {
    const { body } = await send('/v2/Task.svc/RetrieveAppointments/ByUserSearchCriteria', {
      headers: keyHeaders,
      body: {
        FromDate: day(-3),
        ToDate: day(4),
        UserSearchCriteria: { GroupConditions: [{ Condition: [condition], GroupOperator: null }] },
        Paging: { PageIndex, PageSize: 7 },
      },
    })
    count = body.RecordCount
    ids.push(...body.List.map((task: { UserTaskId: string }) => task.UserTaskId))
    expect(body.List.length).toBeGreaterThan(0)
  }
  expect(new Set(ids).size).toBe(count)
})

test('a client with retries learns from the body that a 501 is final', async () => {
  const { status, body } = await send(`/v2/opportunitymanagement.svc/capture?${raw}`, { body: {} })
  expect(status).toBe(501)
  expect(body).toMatchObject({ Status: 'Error', ExceptionType: 'SandboxNotOffered' })
  expect(body.ExceptionMessage).toContain('not a passing fault')
})
