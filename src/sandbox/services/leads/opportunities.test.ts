import { afterEach, describe, expect, test } from 'vitest'
import { OpportunitiesReply } from '#wire/lead/opportunity.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call } = createTestTenant()
afterEach(() => {
  Object.assign(world.switches, defaultSwitches)
})
const lead = '22222222-2222-4222-8222-000000000001'
const service = 'OpportunityManagement.svc'
const ofLead = (query = '', body?: object) =>
  call(`${service}/GetOpportunitiesOfLead?leadId=${lead}${query}`, body, 'POST')

describe('GetOpportunitiesOfLead', () => {
  test('rule 43: rows are flat, with the lead under P_, and no body is needed', async () => {
    const { body } = await ofLead()
    expect(body.RecordCount).toBe(2)
    expect(body.List[0]).toMatchObject({
      OpportunityEvent: '12000',
      ProspectId: lead,
      RelatedProspectId: lead,
      Owner: world.leads.byId(lead)?.['OwnerId'],
      P_FirstName: world.leads.byId(lead)?.['FirstName'],
    })
    expect(body.List[0]).not.toHaveProperty('Fields')
    expect(OpportunitiesReply.parse(body).List).toHaveLength(2)
  })

  test('rule 43: GET is the wrong method', async () => {
    const { status } = await call(`${service}/GetOpportunitiesOfLead?leadId=${lead}`)
    expect(status).toBe(405)
  })

  test('rule 43: opportunityType narrows', async () => {
    expect((await ofLead('&opportunityType=12001')).body.RecordCount).toBe(1)
    expect((await ofLead('&OpportunityType=99')).body).toEqual({ RecordCount: 0, List: [] })
  })

  test('rule 43: columns, order and page are honoured', async () => {
    const body = {
      Columns: { Include_CSV: 'mx_Custom_1,P_Company,P_Nothing' },
      Sorting: { ColumnName: 'ModifiedOn', Direction: '1' },
      Paging: { PageIndex: 1, PageSize: 1 },
    }
    const [row, ...others] = (await ofLead('', body)).body.List
    expect(others).toEqual([])
    expect(row).toHaveProperty('mx_Custom_1')
    expect(row).not.toHaveProperty('mx_Custom_2')
    expect(row.P_Company).toBe(world.leads.byId(lead)?.['Company'])
    expect(row).not.toHaveProperty('P_Nothing')
    expect((await ofLead('', { Paging: { PageIndex: 3, PageSize: 1 } })).body.List).toEqual([])
  })

  test('rule 43: an unknown lead has none, and no lead is refused', async () => {
    const unknown = await call(`${service}/GetOpportunitiesOfLead?leadId=nobody`, {})
    expect(unknown.body).toEqual({ RecordCount: 0, List: [] })
    expect((await call(`${service}/GetOpportunitiesOfLead`, {})).status).toBe(500)
  })
})

test('rule 43: IsOpportunityEnabled says Enabled', async () => {
  const { body } = await call(`${service}/IsOpportunityEnabled?orgId=10001`)
  expect(body).toEqual({ OpportunityManagement: 'Enabled' })
})

test('rule 25: a task for an opportunity needs an existing one, and is read with its name', async () => {
  const [opportunity] = world.opportunities.ofLead(lead)
  const book = (RelatedEntityId: string | undefined) =>
    call('Task.svc/Create', {
      Name: 'Demo',
      TaskType: { Name: 'Meeting' },
      RelatedEntity: 5,
      RelatedEntityId,
    })
  const { body } = await book(opportunity?.id)
  const [task] = (await call(`Task.svc/Retrieve.GetById?id=${body.Message.Id}`)).body
  expect(task).toMatchObject({
    RelatedEntity: 5,
    RelatedEntityId: opportunity?.id,
    RelatedEntityIdName: opportunity?.fields['mx_Custom_1'],
  })
  expect((await book(lead)).body.ExceptionType).toBe('MXInvalidInputException')
})
