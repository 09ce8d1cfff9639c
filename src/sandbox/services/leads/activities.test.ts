import { beforeEach, expect, test } from 'vitest'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call } = createTestTenant()
let lead: string
let email: string
beforeEach(async () => {
  email = `${crypto.randomUUID()}@example.com`
  const attributes = [{ Attribute: 'EmailAddress', Value: email }]
  lead = (await call('LeadManagement.svc/Lead.Create', attributes)).body.Message.Id
})
const post = (body: object) => call('ProspectActivity.svc/Create', body)
const retrieve = (body?: object) =>
  call(`ProspectActivity.svc/Retrieve?leadId=${lead}`, body, 'POST')

test('an activity on a lead is read back, and the lead remembers the latest', async () => {
  const created = await post({
    RelatedProspectId: lead.toUpperCase(),
    ActivityEvent: '201',
    ActivityNote: 'Visited.',
    ActivityDateTime: '2026-11-20 12:13:44',
    ProcessFilesAsync: true,
    Fields: [
      { SchemaName: 'mx_Custom_1', Value: 'Inspection' },
      { SchemaName: 'mx_Custom_2', Value: '' },
    ],
  })
  expect(created.body).toEqual({
    Status: 'Success',
    Message: { Id: expect.any(String), RelatedId: lead },
  })
  const { body } = await retrieve({ Parameter: { ActivityEvent: 201 } })
  expect(body).toEqual({
    RecordCount: 1,
    ProspectActivities: [
      expect.objectContaining({
        Id: created.body.Message.Id,
        EventCode: 201,
        EventName: 'Site Visit',
        CreatedOn: '2026-11-20 12:13:44',
        Type: 'Outbound',
        Data: [
          { Key: 'NotableEventDescription', Value: 'Visited.' },
          { Key: 'mx_Custom_1', Value: 'Inspection' },
        ],
        ActivityFields: { ActivityEvent_Note: 'Visited.', mx_Custom_1: 'Inspection' },
      }),
    ],
  })
  expect(world.leads.byId(lead)).toMatchObject({
    ProspectActivityName_Max: 'Site Visit',
    ProspectActivityDate_Max: '2026-11-20 12:13:44.000',
  })
})

test('an earlier activity does not become the latest', async () => {
  await post({ RelatedProspectId: lead, ActivityEvent: 201 })
  const early = { ActivityEvent: 200, ActivityDateTime: '2026-01-01 00:00:00' }
  await post({ RelatedProspectId: lead, ...early })
  expect(world.leads.byId(lead)?.['ProspectActivityName_Max']).toBe('Site Visit')
})

test('without a lead id the e-mail decides, and makes the lead where there is none', async () => {
  const { body } = await post({ EmailAddress: email, ActivityEvent: 200 })
  expect(body.Message.RelatedId).toBe(lead)
  const EmailAddress = 'new.lead@example.com'
  const made = await post({ EmailAddress, ActivityEvent: 200, FirstName: 'New' })
  expect(world.leads.byId(made.body.Message.RelatedId)).toMatchObject({
    EmailAddress,
    FirstName: 'New',
  })
})

test.each([
  [{ RelatedProspectId: null }, 'MXMandatoryAttributeMissingException'],
  [{ ActivityEvent: null }, 'MXInvalidActivityException'],
  [{ ActivityEvent: 999 }, 'MXInvalidActivityException'],
  [{ ActivityEvent: 'call' }, 'MXInvalidInputException'],
  [{ RelatedProspectId: 'nobody' }, 'MXInvalidEntityException'],
  [{ ActivityDateTime: '2026-11-20T12:13:44Z' }, 'MXInvalidInputException'],
])('an activity with %j is refused, and none is kept', async (fault, type) => {
  const { status, body } = await post({ RelatedProspectId: lead, ActivityEvent: 200, ...fault })
  expect([status, body.ExceptionType]).toEqual([500, type])
  expect((await retrieve()).body.RecordCount).toBe(0)
})

test('reading needs no body, gives 25 activities at most, the latest first, and pages by offset', async () => {
  for (let minute = 10; minute < 40; minute += 1) {
    const ActivityDateTime = `2026-11-20 12:${minute}:00`
    await post({ RelatedProspectId: lead, ActivityEvent: 200, ActivityDateTime })
  }
  const first = (await retrieve()).body
  expect(first.RecordCount).toBe(30)
  expect(first.ProspectActivities).toHaveLength(25)
  expect(first.ProspectActivities[0].CreatedOn).toBe('2026-11-20 12:39:00')
  const rest = (await retrieve({ Paging: { Offset: '25', RowCount: '50' } })).body
  expect(rest.ProspectActivities).toHaveLength(5)
  const none = (await retrieve({ Paging: { Offset: 30, RowCount: 10 } })).body
  expect(none).toEqual({ RecordCount: 30, ProspectActivities: [] })
})

test('activity types are a bare array that clients search by code and by name', async () => {
  const { body } = await call('ProspectActivity.svc/ActivityTypes.Get')
  expect(body).toContainEqual(
    expect.objectContaining({ ActivityEvent: 200, ActivityEventName: 'Phone Call' }),
  )
})

test('a phone call is an activity of another kind than a custom one', async () => {
  await post({ RelatedProspectId: lead, ActivityEvent: 22, ActivityNote: 'Answered' })
  await post({ RelatedProspectId: lead, ActivityEvent: 200 })
  const { body } = await retrieve()
  const kinds = body.ProspectActivities.map((row: { ActivityType: number }) => row.ActivityType)
  expect(kinds.toSorted()).toEqual([2, 3])
})
