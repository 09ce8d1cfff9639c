import { beforeEach, expect, test } from 'vitest'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call } = createTestTenant()
const [ines, ravi] = world.tenant.users()
const type = (name: string) => world.tenant.taskTypes().find(({ Name }) => Name === name)

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches)
  world.tasks.clear()
})

const at = (hour: number) => `2026-11-24 ${String(hour).padStart(2, '0')}:00:00`
const create = (changes: object = {}) =>
  call('Task.svc/Create', {
    Name: 'Demo',
    TaskType: { Name: 'Meeting' },
    OwnerId: ravi?.id,
    DueDate: at(10),
    EndDate: at(11),
    ...changes,
  })

async function read(answer: ReturnType<typeof create>) {
  const { body } = await answer
  return (await call(`Task.svc/Retrieve.GetById?id=${body.Message.Id}`)).body[0]
}

async function marked(answer: ReturnType<typeof create>): Promise<boolean> {
  const { status, headers } = await answer
  expect(status).toBe(200)
  return headers.get('X-Sandbox-Invented') === 'true'
}

test('rule 8: a complete create is not marked', async () => {
  expect(await marked(create())).toBe(false)
})

test('rule 21: overlaps are allowed, also where a type prevents conflicts', async () => {
  const demo = { TaskType: { Name: 'Demo' } }
  expect((await create(demo)).status).toBe(200)
  expect((await create(demo)).status).toBe(200)
})

test('rule 21: with its switch a type that prevents conflicts refuses them, and only them', async () => {
  world.switches.refuseOverlaps = true
  const demo = { TaskType: { Name: 'Demo' } }
  const first = await create(demo)
  expect((await create({ ...demo, DueDate: at(9), EndDate: at(10) })).status).toBe(200)
  expect((await create({ ...demo, OwnerId: ines?.id })).status).toBe(200)
  expect((await create()).status).toBe(200)
  expect((await create(demo)).body).toMatchObject({ ExceptionType: 'MXInvalidInputException' })
  world.tasks.clear()
  expect(first.status).toBe(200)
  expect((await create(demo)).status).toBe(200)
})

test('rule 21: a task that is complete is no conflict', async () => {
  world.switches.refuseOverlaps = true
  const demo = { TaskType: { Name: 'Demo' } }
  const { body } = await create(demo)
  await call(`Task.svc/MarkComplete?id=${body.Message.Id}`)
  expect((await create(demo)).status).toBe(200)
})

test('rule 23: a type by Id is taken, and marked', async () => {
  const answer = create({ TaskType: { Id: type('Video Call')?.Id.toUpperCase() } })
  expect(await marked(answer)).toBe(true)
  expect((await read(answer)).TaskType.Name).toBe('Video Call')
})

test('rule 23: with its switch a task without a type takes the default one', async () => {
  expect((await create({ TaskType: {} })).status).toBe(500)
  world.switches.defaultTaskType = true
  const answer = create({ TaskType: undefined })
  expect(await marked(answer)).toBe(true)
  expect((await read(answer)).TaskType.IsDefault).toBe(true)
})

test('rule 24: an owner is found by an e-mail in any letter case', async () => {
  const named = { OwnerId: undefined, OwnerEmailAddress: 'INTEGRATION@example.com' }
  expect((await read(create(named))).OwnerId).toBe(ines?.id)
})

test.each([
  ['an unknown one', { OwnerId: '99999999-9999-4999-8999-999999999999' }],
  ['an inactive one', { OwnerId: '11111111-1111-4111-8111-000000000010' }],
  ['an unknown e-mail', { OwnerId: undefined, OwnerEmailAddress: 'nobody@example.com' }],
])('rule 24: as an owner, %s is refused', async (_, owner) => {
  const { status, body } = await create(owner)
  expect([status, body.ExceptionType]).toEqual([500, 'MXInvalidInputException'])
})

test('rule 24: of two owners OwnerId has precedence, and the answer is marked', async () => {
  const answer = create({ OwnerEmailAddress: ines?.email })
  expect(await marked(answer)).toBe(true)
  expect((await read(answer)).OwnerId).toBe(ravi?.id)
})

test('rule 24: a task without an owner goes to the user of the keys, and is marked', async () => {
  const answer = create({ OwnerId: undefined })
  expect(await marked(answer)).toBe(true)
  expect((await read(answer)).OwnerId).toBe(ines?.id)
})

test('rule 26: without EndDate a task has the length of its type, or 30 minutes, marked, if the type has none', async () => {
  const callBack = { TaskType: { Name: 'Call Back' } }
  expect(await marked(create({ ...callBack, EndDate: '' }))).toBe(true)
  expect(await marked(create(callBack))).toBe(false)
  expect(await marked(create({ EndDate: '' }))).toBe(false)
  const ends = ['Training Day', 'Call Back'].map(async (name) => {
    const task = await read(create({ TaskType: { Name: name }, EndDate: '' }))
    return task.EndDate
  })
  expect(await Promise.all(ends)).toEqual(['2026-11-24 18:00:00', '2026-11-24 10:30:00'])
})

test('rule 26: an end without a start counts from now', async () => {
  expect((await read(create({ DueDate: undefined }))).DueDate).toBe('2026-11-23 10:00:00.000')
  expect((await create({ DueDate: null, EndDate: '2026-11-23 09:00:00' })).status).toBe(500)
})

test('rule 27: equal ends and past dates are accepted', async () => {
  const past = await read(
    create({ DueDate: '2001-01-01 00:00:00', EndDate: '2001-01-01 00:00:00' }),
  )
  expect(past).toMatchObject({ DueDate: '2001-01-01 00:00:00.000', EndDate: '2001-01-01 00:00:00' })
})

test('rule 27: an end after the year 9999 is refused', async () => {
  const last = { DueDate: '9999-12-31 23:59:59' }
  expect((await create({ ...last, EndDate: undefined })).status).toBe(500)
  expect((await create({ ...last, EndDate: '9999-12-31 23:59:59' })).status).toBe(200)
})

test('rule 28: a mandatory field and a mandatory location must be there', async () => {
  const visit = { TaskType: { Name: 'Site Visit' } }
  expect((await create({ ...visit, Location: 'here' })).body).toMatchObject({
    ExceptionType: 'MXInvalidActivityFieldsException',
    ExceptionMessage: "Field name : 'mx_Custom_1' of datatype : 'String' is mandatory.",
  })
  const missing = await create({ ...visit, CustomFields: { mx_Custom_1: 'Survey' } })
  expect(missing.body).toMatchObject({
    ExceptionType: 'MXMandatoryAttributeMissingException',
    ExceptionMessage: "'Location' is mandatory for creating task",
  })
})

test('rule 10: a reminder that is no whole number of minutes is refused', async () => {
  for (const Reminder of [1.5, -15, '1.5']) expect((await create({ Reminder })).status).toBe(500)
  expect((await read(create({ Reminder: '45', ReminderBeforeDays: '2' }))).Reminder).toBe(45)
})
