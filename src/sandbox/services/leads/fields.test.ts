import { expect, test } from 'vitest'
import { createTestTenant } from '../../test-tenant.ts'

const { call, passTime } = createTestTenant()
const service = 'LeadManagement.svc'

async function create(values: Record<string, string>): Promise<string> {
  const attributes = Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value }))
  return (await call(`${service}/Lead.Create`, attributes)).body.Message.Id
}

test('rule 41: names of users and the age of a lead follow from its ids and dates', async () => {
  const id = await create({ FirstName: 'Ada', SourceCampaign: 'Spring', JobTitle: 'Engineer' })
  const read = async () => (await call(`${service}/Leads.GetById?id=${id}`)).body[0]
  expect(await read()).toMatchObject({
    SourceCampaign: 'Spring',
    JobTitle: 'Engineer',
    OwnerIdName: 'Ines Integration',
    OwnerIdEmailAddress: 'integration@example.com',
    CreatedByName: 'Ines Integration',
    ModifiedByName: 'Ines Integration',
    LeadAge: '0',
  })
  passTime(49 * 3_600_000)
  expect(await read()).toMatchObject({ LeadAge: '2' })
  const search = (LookupName: string, SqlOperator: string, LookupValue: string) =>
    call(`${service}/Leads.Get`, {
      Parameter: { LookupName, LookupValue, SqlOperator },
      Sorting: { ColumnName: 'LeadAge', Direction: '0' },
      Paging: { PageIndex: 1, PageSize: 2 },
    })
  const [youngest, older] = (await search('LeadAge', '>=', '2')).body
  expect(youngest).toMatchObject({ ProspectID: id, LeadAge: '2' })
  expect(Number(older.LeadAge)).toBeGreaterThan(2)
  expect((await search('SourceCampaign', '=', 'spring')).body).toMatchObject([{ ProspectID: id }])
  const owner = await search('OwnerIdEmailAddress', '=', 'integration@example.com')
  expect(owner.body).toMatchObject([{ ProspectID: id }])
})
