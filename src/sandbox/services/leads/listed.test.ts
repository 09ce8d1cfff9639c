import { afterEach, describe, expect, test } from 'vitest'
import { LeadRow } from '#wire/lead/lead.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call, passTime } = createTestTenant()
afterEach(() => {
  Object.assign(world.switches, defaultSwitches)
})
const service = 'LeadManagement.svc'
const leadId = (number: number) => `22222222-2222-4222-8222-${String(number).padStart(12, '0')}`
const listId = '33333333-3333-4333-8333-000000000001'

const change = (id: string, values: Record<string, string>) =>
  call(
    `${service}/Lead.Update?leadId=${id}`,
    Object.entries(values).map(([Attribute, Value]) => ({ Attribute, Value })),
  )

describe('Leads.RecentlyModified', () => {
  const changed = (FromDate: string, ToDate: string, rest: object = {}) =>
    call(`${service}/Leads.RecentlyModified`, { Parameter: { FromDate, ToDate }, ...rest })

  test('8.7: finds by LeadLastModifiedOn, both ends included, every lead a list of names and values', async () => {
    await change(leadId(7), { Company: 'First' })
    passTime(60_000)
    await change(leadId(5), { Company: 'Second' })
    const columns = { Columns: { Include_CSV: 'ProspectID, Company,mx_None' } }
    const sorted = { Sorting: { ColumnName: 'ProspectAutoId', Direction: '0' } }
    const whole = await changed('2026-11-23 10:00:00', '2026-11-23 10:01:00', {
      ...columns,
      ...sorted,
    })
    const listed = (id: string, company: string) => ({
      LeadPropertyList: [
        { Attribute: 'ProspectID', Value: id },
        { Attribute: 'Company', Value: company },
        { Attribute: 'CanUpdate', Value: 'true' },
        { Attribute: 'Total', Value: '2' },
      ],
    })
    expect(whole.body).toEqual({
      RecordCount: 2,
      Leads: [listed(leadId(5), 'Second'), listed(leadId(7), 'First')],
    })
    const later = await changed('2026-11-23 10:00:01', '2026-11-23 10:01:00', columns)
    expect(later.body).toMatchObject({ RecordCount: 1, Leads: [listedAs(leadId(5))] })
    expect((await changed('2026-11-24', '2026-11-25')).body).toEqual({ RecordCount: 0, Leads: [] })
  })

  test('8.7: pages hold at most 5,000 leads, and the count is that of all pages', async () => {
    const all = ['2026-01-01 00:00:00', '2026-11-30 00:00:00'] as const
    const page = await changed(...all, { Paging: { PageIndex: '2', PageSize: '1500' } })
    expect(page.body.RecordCount).toBe(2000)
    expect(page.body.Leads).toHaveLength(500)
    const wide = await changed(...all, { Paging: { PageIndex: 1, PageSize: 100_000 } })
    expect(wide.body.Leads).toHaveLength(2000)
    expect(LeadRow.parse(wide.body.Leads[0])).toMatchObject({ ProspectID: leadId(1) })
  })

  test.each([
    ['nothing', {}, 'MXMandatoryAttributeMissingException'],
    ['no end', { Parameter: { FromDate: '2026-11-23' } }, 'MXMandatoryAttributeMissingException'],
    [
      'an ISO date',
      { Parameter: { FromDate: '2026-11-23T10:00:00Z', ToDate: '2026-11-24' } },
      'MXInvalidInputException',
    ],
    [
      'an unknown sort column',
      {
        Parameter: { FromDate: '2026-11-23', ToDate: '2026-11-24' },
        Sorting: { ColumnName: 'Nothing' },
      },
      'MXUnknownAttributeException',
    ],
  ])('8.7: %s is refused', async (_, body, type) => {
    const answer = await call(`${service}/Leads.RecentlyModified`, body)
    expect([answer.status, answer.body.ExceptionType]).toEqual([500, type])
  })
})

describe('Leads/Retrieve/ByIds', () => {
  const byIds = (LeadIds: unknown, rest: object = { Columns: { Include_CSV: 'ProspectID' } }) =>
    call(`${service}/Leads/Retrieve/ByIds`, { SearchParameters: { LeadIds }, ...rest })

  test('8.8: flat leads with the columns asked for; unknown ids are left out', async () => {
    const { body } = await byIds([leadId(3).toUpperCase(), 'nobody', leadId(1)], {
      Columns: { Include_CSV: 'ProspectID,LastName,ProspectAutoID' },
      Paging: { PageIndex: 1, PageSize: 1000 },
    })
    expect(body.RecordCount).toBe(2)
    expect(body.Leads[0]).toEqual({ ProspectID: leadId(1), LastName: 'Lead' })
  })

  test('8.8: ids and columns are mandatory, and there is a page past the end', async () => {
    for (const answer of [await byIds([]), await byIds(undefined), await byIds([leadId(1)], {})]) {
      expect([answer.status, answer.body.ExceptionType]).toEqual([
        500,
        'MXMandatoryAttributeMissingException',
      ])
    }
    const rest = { Columns: { Include_CSV: 'ProspectID' }, Paging: { PageIndex: 2, PageSize: 5 } }
    expect((await byIds([leadId(1)], rest)).body).toEqual({ RecordCount: 1, Leads: [] })
    const many = Array.from({ length: 10_001 }, (_, index) => String(index))
    expect((await byIds(many)).body.ExceptionType).toBe('MXInvalidInputException')
  })
})

describe('Leads/Retrieve/BySearchParameter', () => {
  const search = (SearchParameters: object, rest: object = {}) =>
    call(`${service}/Leads/Retrieve/BySearchParameter`, { SearchParameters, ...rest })

  test('8.8: the leads of a list, a page at a time', async () => {
    const { body } = await search(
      { ListId: listId, RetrieveBehaviour: '0' },
      {
        Columns: { Include_CSV: 'ProspectID' },
        Sorting: { ColumnName: 'ProspectAutoId', Direction: '1' },
        Paging: { PageIndex: 1, PageSize: 10 },
      },
    )
    expect(body.RecordCount).toBe(25)
    expect(body.Leads).toHaveLength(10)
    expect(body.Leads[0]).toEqual(listedAs(leadId(25)))
  })

  test('8.8: an unknown list has no leads, and no search at all is refused; both are marked', async () => {
    const unknown = await search({ ListId: leadId(1) })
    expect(unknown.body).toEqual({ RecordCount: 0, Leads: [] })
    const none = await search({})
    expect(none.body.ExceptionType).toBe('MXMandatoryAttributeMissingException')
    for (const { headers } of [unknown, none]) {
      expect(headers.get('X-Sandbox-Invented')).toBe('true')
    }
  })

  const row = (LSO: string, Operator: string, RSO: string) => ({
    Type: 'Lead',
    ConOp: 'and',
    RowCondition: [{ SubConOp: 'And', LSO, Operator, RSO }, { RSO: '' }, { RSO: '' }],
  })
  const advanced = (Conditions: object[], GrpConOp = 'And') =>
    search(
      { DefinitionType: '1', AdvancedSearchTextNew: JSON.stringify({ GrpConOp, Conditions }) },
      { Columns: { Include_CSV: 'ProspectID' } },
    )

  test.each([
    [[row('LastName', 'eq', 'Lead')], 'And', 1, false],
    [[row('CreatedOn', 'between', '2026-01-05 TO 2026-01-05')], 'And', 24, false],
    [[row('LastName', 'eq', 'Lead'), row('FirstName', 'eq', 'Lena')], 'And', 1, true],
    [[row('LastName', 'eq', 'Lead'), row('FirstName', 'eq', 'अनन्या')], 'Or', 2, true],
    [[row('EmailAddress', 'lik', 'lena.lead@')], 'And', 1, true],
  ])('8.8: advanced search %j joined by %s', async (conditions, word, count, isInvented) => {
    const { body, headers } = await advanced(conditions, word)
    expect([body.RecordCount, headers.has('X-Sandbox-Invented')]).toEqual([count, isInvented])
  })

  test.each([
    ['text that is no JSON', '{'],
    ['an unknown field', JSON.stringify({ GrpConOp: 'And', Conditions: [row('x', 'eq', '1')] })],
    [
      'an unknown operator',
      JSON.stringify({ GrpConOp: 'And', Conditions: [row('LastName', 'near', '1')] }),
    ],
    [
      'a search on activities',
      JSON.stringify({ GrpConOp: '', Conditions: [{ Type: 'Activity', RowCondition: [] }] }),
    ],
  ])('8.8: %s is a bad parameter', async (_, AdvancedSearchTextNew) => {
    const { status, body } = await search({ AdvancedSearchTextNew })
    expect([status, body.ExceptionMessage]).toEqual([
      500,
      'Invalid Input! Parameter Name: AdvancedSearchTextNew',
    ])
  })

  test('8.8: a text narrows a list', async () => {
    const { body } = await search({ ListId: listId, SearchText: 'lena.lead@example' })
    expect(body.RecordCount).toBe(1)
  })
})

function listedAs(id: string) {
  return { LeadPropertyList: expect.arrayContaining([{ Attribute: 'ProspectID', Value: id }]) }
}
