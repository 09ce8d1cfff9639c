/** What the sandbox says to a developer whose call does not do what was meant. */
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestTenant } from '../test-tenant.ts'
import { readJson } from './read-call.ts'

let call: ReturnType<typeof createTestTenant>['call']
beforeAll(() => {
  ;({ call } = createTestTenant())
})

const hintOf = async (path: string, body?: unknown) =>
  (await call(path, body)).headers.get('X-Sandbox-Warning') ?? ''

describe('the place of a fault in JSON is that of the first wrong character', () => {
  test.each([
    ['{"Name": NaN}', "N. Path '', line 1, position 9."],
    ['{"Name": "x",}', "}. Path '', line 1, position 13."],
    ["{'Name': 'x'}", "'. Path '', line 1, position 1."],
    ['{"A": tru}', "}. Path '', line 1, position 9."],
    ['Name=x&TaskType=Meeting', "N. Path '', line 0, position 0."],
    ['<xml/>', "<. Path '', line 0, position 0."],
    ['{"A": 1,\n "B": undefined}', "u. Path '', line 2, position 6."],
    ['{"A": 1} x', "x. Path '', line 1, position 9."],
    ['{"A": 01}', "1. Path '', line 1, position 7."],
    [`{"A": "${'x'.repeat(5000)}", B: 1}`, "B. Path '', line 1, position 5010."],
  ])('%.40s', (text, place) => {
    expect(() => readJson(Buffer.from(text), undefined)).toThrow(
      `Unexpected character encountered while parsing value: ${place}`,
    )
  })

  test.each(['{"A": 1', '{"A": "x', '{"A": [1, ', '{"A": tr', '{"A": 1.', '{"A": "\\u00'])(
    'a text that ends too early says so: %s',
    (text) => {
      expect(() => readJson(Buffer.from(text), undefined)).toThrow(
        `Unexpected end when reading JSON. Path '', line 1, position ${text.length}.`,
      )
    },
  )
})

test.each([
  ['Task.svc/RetrieveTaskTypes', 'Task.svc/RetrieveTaskType'],
  ['Task.svc/Creat', 'Task.svc/Create'],
  ['LeadManagement.svc/GetByEmailAddress', 'LeadManagement.svc/Leads.GetByEmailaddress'],
])('an unknown path names the one that was perhaps meant: %s', async (path, meant) => {
  expect((await call(path)).status).toBe(404)
  expect(await hintOf(path)).toBe(`Did you mean ${meant}?`)
})

test.each([
  ['ByUserId', 'priya.nair@example.com'],
  ['ByUserEmailAddress', '11111111-1111-4111-8111-000000000002'],
])('an empty calendar of somebody unknown says so: %s', async (way, user) => {
  const body = { FromDate: '2026-11-24', ToDate: '2026-11-24', Users: [user] }
  expect((await call(`Task.svc/RetrieveAppointments/${way}`, body)).body.RecordCount).toBe(0)
  expect(await hintOf(`Task.svc/RetrieveAppointments/${way}`, body)).toBe(
    'Users[0] is no user that this call finds.',
  )
})

test('so does an empty list of tasks', async () => {
  const Parameter = { LookupName: 'OwnerId', LookupValue: 'priya.nair@example.com' }
  expect(await hintOf('Task.svc/Retrieve', { Parameter, Paging: { Offset: 0, RowCount: 1 } })).toBe(
    'Parameter.LookupValue is no user that this call finds.',
  )
})

test.each([
  ['ProspectActivity.svc/Create', { ActivityEvent: 'abc' }, 'ActivityEvent: this call takes no'],
  [
    'Task.svc/RetrieveAppointments/ByUserId',
    { FromDate: '2026-11-24', ToDate: '2026-11-24', Users: 'x' },
    'Users: expected array, received string.',
  ],
])('a value of the wrong type is named: %s', async (path, body, hint) => {
  expect(await hintOf(path, body)).toContain(hint)
})

test.each(['Lead.Create', 'Lead.CreateOrUpdate', 'Lead.Capture'])(
  '%s without attributes makes no blank lead',
  async (name) => {
    for (const body of [[], '']) {
      const { status, headers } = await call(`LeadManagement.svc/${name}`, body, 'POST')
      expect([status, headers.get('X-Sandbox-Invented')]).toEqual([body === '' ? 400 : 500, 'true'])
    }
  },
)

test('a value that is none of the options is kept, and marked', async () => {
  const attributes = [
    { Attribute: 'FirstName', Value: 'A' },
    { Attribute: 'Source', Value: 'Facebook' },
  ]
  const { status, headers } = await call('LeadManagement.svc/Lead.Create', attributes)
  expect([status, headers.get('X-Sandbox-Invented')]).toEqual([200, 'true'])
  expect(headers.get('X-Sandbox-Warning')).toBe(
    'Source keeps Facebook, which is none of its options.',
  )
})
