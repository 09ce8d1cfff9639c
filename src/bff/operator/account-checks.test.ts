import { expect, test } from 'vitest'
import type { LeadSquared } from '#leadsquared/client.ts'
import { TaskTypesReply } from '#wire/task/type.ts'
import { UsersReply } from '#wire/user/user.ts'
import taskTypes from '#wire/examples/retrieve-task-type.json' with { type: 'json' }
import {
  checkBudget,
  checkClock,
  checkKeys,
  checkTaskTypes,
  checkUsers,
  failed,
} from './account-checks.ts'
import { exitCodeOf, printFinding } from './findings.ts'

type KeyUser = Awaited<ReturnType<LeadSquared['getUserByAccessKey']>>

const keyUser = {
  Id: '1',
  Name: 'Ines',
  Role: 'Administrator',
  PassPhrase: '',
  EmailAddress: null,
  TimeZone: null,
  OrgDisplayName: 'Acme',
  OrgShortCode: '77',
  LSQCommonServiceURLs: { api: 'api-in21.leadsquared.com', app: null },
}
const answering = (answer: KeyUser) => ({ getUserByAccessKey: () => Promise.resolve(answer) })

test('the keys are told by organisation, user and role, and a host of another region is a fault', async () => {
  const asked = answering({ ok: true, value: keyUser })
  expect(await checkKeys(asked, 'API-in21.leadsquared.com')).toEqual([
    { check: 'keys', level: 'ok', said: 'organisation Acme (77), user Ines, role Administrator' },
    { check: 'region', level: 'ok', said: 'API-in21.leadsquared.com' },
  ])
  const [, region] = await checkKeys(asked, 'api.leadsquared.com')
  expect(region).toMatchObject({
    level: 'fault',
    remedy: 'Set LEADSQUARED_URL=https://api-in21.leadsquared.com',
  })
})

test('keys of somebody who is no administrator, and an account that names no host, are warnings', async () => {
  const value = { ...keyUser, Role: 'Sales_User', LSQCommonServiceURLs: { api: null, app: null } }
  const levels = (await checkKeys(answering({ ok: true, value }), 'x')).map(({ level }) => level)
  expect(levels).toEqual(['warning', 'warning'])
})

test('a marker field that some types do not have is a fault that names them', () => {
  const rows = TaskTypesReply.parse(taskTypes)
  const marker = checkTaskTypes(rows, 'mx_Nobody').at(-1)
  expect(marker).toMatchObject({ check: 'BOOKING_MARKER', level: 'fault' })
  expect(checkTaskTypes(rows, 'description').at(-1)).toMatchObject({ level: 'ok' })
  expect(checkTaskTypes(rows, 'off').at(-1)).toMatchObject({ level: 'warning' })
  expect(exitCodeOf(checkTaskTypes([], 'description'))).toBe(1)
})

test('people who are no active user are named, and e-mails that two users share', () => {
  const users = UsersReply.parse(
    [
      ['a@example.com', 0],
      ['A@example.com', 0],
      ['gone@example.com', 1],
    ].map(([EmailAddress, StatusCode], index) => ({
      ID: `${index}`,
      FirstName: 'A',
      LastName: 'B',
      EmailAddress,
      Role: 'Sales_User',
      StatusCode,
      Tag: '',
      IsPhoneCallAgent: false,
    })),
  )
  const findings = checkUsers(users, ['a@example.com', 'gone@example.com'])
  expect(findings.map(({ level, said }) => `${level} ${said}`)).toEqual([
    'ok 3, of which 1 inactive',
    'warning several active users share: a@example.com',
    'warning 1 of 2 are no active user of LeadSquared: gone@example.com',
  ])
})

test('a quarter of the budget is tried, and a refusal for the rate is a fault', async () => {
  let calls = 0
  const account = (refusesAt: number) => ({
    rateLimit: () => ({ calls: 0, ceiling: 25, windowMs: 5000, waiting: 0, freeForLookUps: 0 }),
    getUserByAccessKey: (): Promise<KeyUser> => {
      calls += 1
      return Promise.resolve(
        calls === refusesAt
          ? { ok: false, failure: { kind: 'rate-limited', limit: 2, windowMs: 5000, said: '2' } }
          : { ok: true, value: keyUser },
      )
    },
  })
  expect(await checkBudget(account(99), { calls: 25, windowMs: 5000 })).toMatchObject({
    level: 'ok',
  })
  expect(calls).toBe(6)
  calls = 0
  const refused = await checkBudget(account(3), { calls: 25, windowMs: 5000 })
  expect(refused.said).toMatch(/refused call 3 of 6/)
  calls = 0
  await checkBudget(account(99), { calls: 2, windowMs: 5000 })
  expect(calls).toBe(1)
})

test.each([
  [null, 'warning'],
  [1500, 'ok'],
  [-29_000, 'ok'],
  [45_000, 'warning'],
  [-61_000, 'fault'],
])('a clock that is %s ms ahead is %s', (aheadMs, level) => {
  const servers = aheadMs === null ? null : 1_000_000 - aheadMs
  expect(checkClock(servers, 1_000_000).level).toBe(level)
})

test('every failed call becomes a fault with something to do', () => {
  const finding = failed('keys', { kind: 'bad-keys', said: 'Invalid Access Details provided.' })
  expect(printFinding(finding)).toBe(
    'fault    keys: LeadSquared refuses the keys: Invalid Access Details provided.\n' +
      '         → Check LEADSQUARED_ACCESS_KEY and LEADSQUARED_SECRET_KEY, and that their user is active.',
  )
  expect(failed('x', { kind: 'unreachable', said: 'ECONNREFUSED' }).remedy).toMatch(
    /LEADSQUARED_URL/,
  )
})
