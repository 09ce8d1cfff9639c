/** Anything at all in the members that the calls know: an answer of the documented shape, and nothing broken for later. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { offeredCalls } from './offered.ts'
import { createTestTenant } from '../test-tenant.ts'

const { world, call, passTime } = createTestTenant()
const owner = world.tenant.users()[1]
const lead = '22222222-2222-4222-8222-000000000001'
const opportunity = '55555555-5555-4555-8555-000000000001'
const day = '2026-11-24'
const at = `${day} 10:00:00`

/** A call that succeeds, whatever the operation; unknown members are ignored. */
const sound = {
  Name: 'Sound',
  Description: '',
  TaskType: { Name: 'Meeting' },
  OwnerId: owner?.id,
  RelatedEntity: 1,
  RelatedEntityId: lead,
  DueDate: at,
  FromDate: day,
  ToDate: day,
  Reminder: 15,
  Users: [owner?.email],
  Parameter: { LookupName: 'OwnerId', LookupValue: owner?.id },
  Paging: { PageIndex: 1, PageSize: 10 },
  RelatedProspectId: lead,
  ActivityEvent: 200,
}

const texts = [
  [owner?.id, owner?.email, lead, opportunity, at, day],
  ['9999-12-31 23:59:59', '9999-12-31', '0001-01-01 00:00:00', '2026-02-30 00:00:00'],
  ['OwnerId', 'FirstName', 'IsLead', 'DueDate', 'CreatedOn', 'ProspectAutoId', 'LIKE', 'IN'],
  ['', '0', '1', '5', '-1', '1e400', '1.5', '%', "' or 1=1 --", '\u0000', '🎉', '\ud800'],
]
const text = fc.constantFrom(...texts.flat())
const numbers = [0, 1, 2, 5, 200, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER]
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown>(...numbers, null, true, false, {}, []),
  fc.array(fc.oneof(text, fc.integer()), { maxLength: 3 }),
)

const members = {
  flat: [
    Object.keys(sound),
    ['EndDate', 'ReminderBeforeDays', 'NotifyBy', 'OwnerEmailAddress', 'Location', 'StatusCode'],
    ['IncludeAllowedConflictSlots', 'EmailAddress', 'ActivityNote', 'ActivityDateTime', 'Phone'],
  ].flat(),
  TaskType: ['Id', 'Name'],
  CustomFields: ['mx_Custom_1', '__proto__'],
  Parameter: [
    ['LookupName', 'LookupValue', 'SqlOperator', 'FromDate', 'ToDate', 'StatusCode'],
    ['TypeName', 'ActivityEvent'],
  ].flat(),
  Columns: ['Include_CSV', 'Exclude_CSV'],
  Sorting: ['ColumnName', 'Direction'],
  Paging: ['Offset', 'RowCount', 'PageIndex', 'PageSize'],
}

const groups = fc.constantFrom(
  ...(['TaskType', 'CustomFields', 'Parameter', 'Columns', 'Sorting', 'Paging'] as const),
)
const whole: Record<string, object> = {
  TaskType: sound.TaskType,
  Parameter: sound.Parameter,
  Paging: sound.Paging,
}

/** A member that is something else, at the top or one level down. */
const change: fc.Arbitrary<object> = fc.oneof(
  fc.tuple(fc.constantFrom(...members.flat), value).map(([name, changed]) => ({ [name]: changed })),
  groups.chain((group) =>
    fc
      .tuple(fc.constantFrom(...members[group]), value)
      .map(([name, changed]) => ({ [group]: { ...whole[group], [name]: changed } })),
  ),
)
const attribute = fc.record({
  Attribute: fc.oneof(text, fc.constantFrom('Phone', 'Score', 'OwnerId', 'SearchBy', '__proto__')),
  Value: value,
})

test.each(offeredCalls)('$method $path answers any value', async (operation) => {
  world.switches.queueDelayMs = 0
  const created = await call('Task.svc/Create', sound)
  const id: string = created.body.Message.Id
  const row = { UserTaskId: id, FromDate: at, ToDate: at }
  const base = { ...sound, UserTaskId: id, TaskIds: [id], TaskList: [row] }
  const query = {
    id,
    userId: owner?.id,
    date: day,
    leadId: lead,
    key: 'lena',
    phone: '1',
    schemaName: '',
    emailaddress: 'a@b',
  }
  const body =
    operation.takes === 'array'
      ? fc.array(attribute, { maxLength: 4 })
      : fc.array(change, { maxLength: 2 }).map((changes) => Object.assign({}, base, ...changes))
  const parameter = fc.tuple(fc.constantFrom(...Object.keys(query)), text)

  await fc.assert(
    fc.asyncProperty(body, parameter, fc.boolean(), async (sent, [name, other], isOther) => {
      const asked = Object.entries({ ...query, ...(isOther ? { [name]: other } : {}) })
        .map(([key, text]) => `${key}=${encodeURIComponent(String(text).toWellFormed())}`)
        .join('&')
      const path = `${operation.path}?${asked}`
      const answer = await call(path, operation.method === 'POST' ? sent : undefined)
      expect(answer.body?.ExceptionType).not.toBe('SandboxFault')
      expect([200, 500]).toContain(answer.status)
    }),
    { numRuns: 100 },
  )

  passTime(1)
  const everything = { Parameter: sound.Parameter }
  expect((await call('Task.svc/Retrieve', everything)).status).toBe(200)
  expect((await call('LeadManagement.svc/Leads.Get', {})).status).toBe(200)
})
