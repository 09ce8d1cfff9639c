import { expect, test } from 'vitest'
import { KeyUserReply } from '#wire/user/authentication.ts'
import { UserDetailReply, UsersReply } from '#wire/user/user.ts'
import { WorkDayReply } from '#wire/user/work-day.ts'
import { createTestTenant, testNowMs } from '../../test-tenant.ts'

const { world, call } = createTestTenant()
const [ines, ravi] = world.tenant.users()
const gone = world.tenant.users().find((user) => !user.isActive)
const day = 24 * 60 * 60_000

test('UserByAccessKey.Get returns the user of the keys and the host that serves them', async () => {
  const { status, body } = await call('Authentication.svc/UserByAccessKey.Get')
  expect(status).toBe(200)
  expect(body).not.toHaveProperty('Status')
  expect(KeyUserReply.parse(body)).toMatchObject({
    Id: ines?.id,
    PassPhrase: 'integration@example.com',
    EmailAddress: null,
    LSQCommonServiceURLs: { api: '127.0.0.1:4010' },
  })
})

test('rule 39: Users.Get prints 8 members of every user, including inactive ones, and groups if there are any', async () => {
  const { body } = await call('UserManagement.svc/Users.Get')
  const members = ['ID', 'FirstName', 'LastName', 'EmailAddress', 'Role', 'StatusCode']
  for (const user of body) {
    const groups = world.tenant.userById(user.ID)?.groups.map(({ name }) => name) ?? []
    const more = groups.length > 0 ? ['MemberOfGroups'] : []
    expect(Object.keys(user)).toEqual([...members, ...more, 'Tag', 'IsPhoneCallAgent'])
    expect(user.MemberOfGroups ?? []).toEqual(groups)
  }
  const sizes = new Set(world.tenant.users().map(({ groups }) => groups.length))
  expect([...sizes].toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  const users = UsersReply.parse(body)
  expect(users).toHaveLength(40)
  expect(users.find((user) => user.ID === gone?.id)?.StatusCode).toBe(1)
  expect(users.some((user) => user.LastName === '')).toBe(true)
})

test.each(['userId', 'UserId', 'id', 'USERID'])('rule 39: ByUserId takes %s', async (name) => {
  const path = `UserManagement.svc/User/Retrieve/ByUserId?${name}=${ravi?.id.toUpperCase()}`
  const [user] = UserDetailReply.parse((await call(path)).body)
  expect(user).toMatchObject({ UserId: ravi?.id, TimeZone: ravi?.timeZone })
})

test('rule 39: ByEmailAddress finds without letter case', async () => {
  const path = `UserManagement.svc/User/Retrieve/ByEmailAddress?emailAddress=${ravi?.email.toUpperCase()}`
  expect(UserDetailReply.parse((await call(path)).body)[0]?.UserId).toBe(ravi?.id)
})

test.each([
  `ByUserId?userId=${gone?.id}`,
  `ByEmailAddress?emailAddress=${gone?.email}`,
  'ByUserId?userId=nobody',
  'ByUserId',
  'ByEmailAddress?emailAddress=nobody@example.com',
])('rule 39: %s, inactive or unknown, is an empty array', async (path) => {
  const { status, body } = await call(`UserManagement.svc/User/Retrieve/${path}`)
  expect([status, body]).toEqual([200, []])
})

test('rule 40: within two weeks the demo tenant has all five reasons and two shifts', async () => {
  const reasons = new Set<string>()
  let mostShifts = 0
  for (const user of world.tenant.users().slice(0, 10)) {
    for (let days = 0; days < 14; days += 1) {
      const date = new Date(testNowMs + days * day).toISOString().slice(0, 10)
      const path = `UserManagement.svc/User/GetWorkDayDetails?userId=${user.id}&date=${date}`
      const { body } = await call(path)
      const workDay = WorkDayReply.parse(body)
      reasons.add(workDay.StatusReason)
      mostShifts = Math.max(mostShifts, workDay.WorkingHours.length)
      const isOff = ['Holiday', 'Leave', 'NotScheduled'].includes(workDay.StatusReason)
      expect(workDay.IsAvailable).toBe(isOff ? 0 : 1)
      expect(workDay.WorkingHours.length > 0).toBe(!isOff)
    }
  }
  expect([...reasons].toSorted()).toEqual(
    ['', 'Holiday', 'Leave', 'NotScheduled', 'WorkDayTemplateNotDefined'].toSorted(),
  )
  expect(mostShifts).toBe(2)
})

test('rule 40: templates are in the zones of their users, with one exception', () => {
  const { templates, calendars } = world.tenant.workDays()
  const zonesOf = (id: string) => templates[calendars[id]?.template ?? '']?.timeZone
  const users = world.tenant.users().filter(({ id }) => zonesOf(id) !== undefined)
  expect(users.filter(({ id, timeZone }) => zonesOf(id) !== timeZone)).toHaveLength(1)
  expect(new Set(users.map(({ timeZone }) => timeZone))).toEqual(
    new Set(['Asia/Kolkata', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe']),
  )
})

test.each([
  ['date=2026-11-23', 'MXMandatoryAttributeMissingException'],
  [`userId=${ravi?.id}`, 'MXMandatoryAttributeMissingException'],
  [`userId=${ravi?.id}&date=23/11/2026`, 'MXInvalidInputException'],
  ['userId=nobody&date=2026-11-23', 'MXInvalidInputException'],
])('GetWorkDayDetails?%s is refused', async (query, type) => {
  const { status, body } = await call(`UserManagement.svc/User/GetWorkDayDetails?${query}`)
  expect([status, body.ExceptionType]).toEqual([500, type])
})

test('rule 11: GetWorkDayDetails takes a timestamp where a date is documented', async () => {
  const path = `UserManagement.svc/User/GetWorkDayDetails?userId=${ravi?.id}&date=`
  const ofDate = (await call(`${path}2026-11-24`)).body
  expect((await call(`${path}2026-11-24%2023:59:59`)).body).toEqual(ofDate)
})
