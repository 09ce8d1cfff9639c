import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offeredCalls } from './offered.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** Whatever went wrong inside the sandbox; nothing may. */
const faults: object[] = []
let sandbox: TestServer
beforeAll(async () => {
  sandbox = await startTestServer({ log: (event) => 'fault' in event && faults.push(event) })
})
afterAll(() => sandbox.close())

const id = '11111111-1111-4111-8111-000000000002'
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    id,
    'Meeting',
    '2026-11-24',
    '2026-11-24 10:00:00',
    '9999-12-31 23:59:59',
  ),
  fc.constantFrom(
    '0001-01-01',
    '1',
    '-1',
    '1e999',
    'ownerid',
    'EmailAddress',
    '%',
    '"',
    '\0',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const value = fc.oneof(
  { depthSize: 'small' },
  text,
  fc.constantFrom(null, true, 0, 1, 5, -1, 1.5, 1e21, 2 ** 53),
  fc.constantFrom<unknown>([], {}, [[]], [id], { Name: 'Meeting' }, { __proto__: null }),
  fc.jsonValue({ maxDepth: 3 }),
)
const members = ['Name', 'TaskType', 'OwnerId', 'OwnerEmailAddress', 'DueDate', 'EndDate', 'Users']
const more = ['FromDate', 'ToDate', 'Parameter', 'Paging', 'Columns', 'Sorting', 'Reminder', 'Id']
const nested = [
  ['LookupName', 'LookupValue', 'SqlOperator', 'StatusCode', 'TypeName', 'FromDate', 'ToDate'],
  ['PageIndex', 'PageSize', 'Offset', 'RowCount', 'ColumnName', 'Direction', 'Include_CSV'],
].flat()
const some = (names: string[], of: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), of, { maxKeys: 8 })
const body = fc.oneof(
  some([...members, ...more], fc.oneof(value, some(nested, value))),
  fc.array(fc.oneof(value, some(['Attribute', 'Value', 'Id', 'TaskId'], value)), {
    maxLength: 4,
  }),
)
const query = fc.dictionary(
  fc.constantFrom('id', 'leadId', 'userId', 'date', 'key', 'emailaddress', 'phone', 'columnName'),
  text,
)

test.each(offeredCalls)(
  '$method $path answers any parameters and any body',
  async ({ method, path }) => {
    await fc.assert(
      fc.asyncProperty(query, body, async (parameters, sent) => {
        const search = new URLSearchParams(parameters)
        const answer = await sandbox.call(
          `${path}?${search}`,
          method === 'POST' ? sent : undefined,
          { method },
        )
        expect([200, 400, 500, 501]).toContain(answer.status)
        expect(answer.text).not.toContain('SandboxFault')
        JSON.parse(answer.text)
      }),
      { numRuns: 40 },
    )
    expect(faults).toEqual([])
  },
)
