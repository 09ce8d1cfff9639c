import { describe, expect, test } from 'vitest'
import { readFormLayout } from '#wire/task/form-layout.ts'
import { seedWorld } from './load.ts'
import { SeedData } from './seed-data.ts'
import { createTestTenant, testNowMs } from '../test-tenant.ts'

const { world } = createTestTenant()
const types = world.tenant.taskTypes()
const appointments = types.filter(({ Category }) => Category === 0)
const toDos = types.filter(({ Category }) => Category === 1)

describe('rule 20: the seeded task types', () => {
  test('rule 20: eight appointment types and three to-dos, one of them the default', () => {
    expect([appointments.length, toDos.length]).toEqual([8, 3])
    expect(types.filter(({ IsDefault }) => IsDefault)).toHaveLength(1)
  })

  test('rule 20: an appointment with no columns and a layout, and one with 16 rows', () => {
    const rows = appointments.map(({ ColumnConfiguration }) => ColumnConfiguration.length)
    const bare = appointments.filter(({ ColumnConfiguration: { length } }) => length === 0)
    expect(bare.some(({ FormLayout }) => FormLayout !== null)).toBe(true)
    expect(rows).toContain(16)
  })

  test('rule 20: a mandatory custom row, a mandatory location, every kind of length', () => {
    const custom = types.flatMap(({ ColumnConfiguration }) =>
      ColumnConfiguration.filter(
        ({ SchemaName, Mandatory }) => Mandatory && SchemaName.startsWith('mx_Custom_'),
      ),
    )
    expect(custom.length).toBeGreaterThan(0)
    expect(
      appointments.some(
        ({ TaskTypeConfiguration: { Location } }) => Location.IsEnabled && Location.IsMandatory,
      ),
    ).toBe(true)
    const lengths = appointments.map((type) => type.TaskTypeConfiguration.Duration.Value)
    expect(lengths).toEqual(expect.arrayContaining(['30', '480', null]))
  })

  test('rule 20: conflicts prevented and allowed, a name that ends in a blank, a gap in Sequence', () => {
    const prevented = new Set(appointments.map(({ PreventConflict }) => PreventConflict))
    expect(prevented).toEqual(new Set([false, true]))
    expect(types.some(({ Name }) => Name.endsWith(' '))).toBe(true)
    const sequence = types.map(({ Sequence }) => Sequence)
    expect(sequence).toEqual(sequence.toSorted((a, b) => a - b))
    expect(sequence.some((number, index) => number > index + 1)).toBe(true)
  })

  test('rule 20: the three dialects of a layout, and colours in both letter cases', () => {
    const layouts = types.map(({ FormLayout }) => FormLayout ?? '')
    expect(layouts.some((text) => text.includes('"Disabled":false'))).toBe(true)
    expect(layouts.some((text) => text.includes('"Disabled":"False"'))).toBe(true)
    expect(layouts.some((text) => text !== '' && !/"Disabled":("F|f)/.test(text))).toBe(true)
    expect(layouts.some((text) => text.includes('"ColSpan"'))).toBe(true)
    const colors = types.map(({ Color }) => Color ?? '')
    expect(colors.some((color) => /#[\dA-F]*[A-F]/.test(color))).toBe(true)
    expect(colors.some((color) => /#[\da-f]*[a-f]/.test(color))).toBe(true)
  })

  test('rule 20: a location that is not enabled is disabled and not on the form', () => {
    for (const { FormLayout, TaskTypeConfiguration } of appointments) {
      const layout = readFormLayout(FormLayout)
      if (!layout) continue
      const off = layout.AvailableFields.find(({ SchemaName }) => SchemaName === 'Location')
      expect(off?.IsDisabled ?? false).toBe(!TaskTypeConfiguration.Location.IsEnabled)
    }
  })

  test('rule 20: to-dos without layout, colour and length', () => {
    for (const { FormLayout, Color, TaskTypeConfiguration } of toDos) {
      expect([FormLayout, Color, TaskTypeConfiguration.Duration.Value]).toEqual([null, null, null])
    }
  })
})

describe('the seeded people and days', () => {
  test('rule 20: 40 users in several zones, some of whom have left or have no last name', () => {
    const users = world.tenant.users()
    expect(users).toHaveLength(40)
    expect(new Set(users.map(({ email }) => email)).size).toBe(40)
    expect(new Set(users.map(({ timeZone }) => timeZone)).size).toBeGreaterThan(3)
    expect(users.some(({ isActive }) => !isActive)).toBe(true)
    expect(users.some(({ lastName }) => lastName === '')).toBe(true)
  })

  test('rule 20: 2,000 leads, some without names, some in other scripts, some with a shared phone', () => {
    expect(world.leads.count()).toBe(2000)
    const first = Array.from({ length: 10 }, (_, index) =>
      world.leads.byId(`22222222-2222-4222-8222-${String(index + 1).padStart(12, '0')}`),
    )
    expect(first.some((lead) => !lead?.['FirstName'] && !lead?.['LastName'])).toBe(true)
    expect(first.some((lead) => /\p{Script=Devanagari}/u.test(lead?.['FirstName'] ?? ''))).toBe(
      true,
    )
    expect(first.some((lead) => /\p{Script=Arabic}/u.test(lead?.['FirstName'] ?? ''))).toBe(true)
    expect(first.some((lead) => (lead?.['Company'] ?? '').length > 200)).toBe(true)
    expect(world.leads.byPhone('+91-9810000000').length).toBeGreaterThan(1)
  })

  test.each([
    [
      'an appointment',
      {
        Name: 'Meeting: Subject',
        EndDate: '2020-11-11 10:45:00',
        Reminder: 30,
        OwnerEmailAddress: 'taskowner@example.com',
        TaskType: { Name: 'Meeting' },
      },
    ],
    [
      'a to-do',
      {
        Name: 'Todo: Item',
        EndDate: '2020-11-12 10:29:00',
        ReminderBeforeDays: '1',
        ReminderTime: '10:00:00',
        OwnerEmailAddress: ' taskowner@example.com',
        TaskType: { Name: 'Revive Old Lead' },
      },
    ],
  ])("rule 20: the body of the vendor's page for %s works as it was copied", async (_, body) => {
    const { status } = await createTestTenant().call('Task.svc/Create', {
      Description: 'Describing the task',
      RelatedEntity: 0,
      RelatedEntityId: '',
      DueDate: '2020-11-11 10:30:00',
      NotifyBy: '1100',
      ...body,
    })
    expect(status).toBe(200)
  })
})

test('rule 44: a seed of one’s own may spell ids in capital letters', async () => {
  const tenant = createTestTenant()
  const id = 'ABCDEF01-0000-4000-8000-00000000000A'
  const [type] = tenant.world.tenant.taskTypes()
  const [user] = tenant.world.tenant.users()
  const task = tenant.world.tasks.latest(1).map((latest) => ({
    ...latest,
    id,
    ownerId: id,
    relatedEntity: 0,
    relatedEntityId: null,
  }))
  seedWorld(
    tenant.world,
    SeedData.parse({
      users: user && [{ ...user, id, email: 'Capital@Example.com' }],
      taskTypes: type && [{ ...type, Id: id }],
      tasks: task.map((one) => ({ ...one, taskTypeId: id, createdBy: id, modifiedBy: id })),
    }),
    testNowMs,
  )
  const { body } = await tenant.call('Task.svc/Retrieve', {
    Parameter: {
      LookupName: 'OwnerEmailAddress',
      LookupValue: 'capital@example.com',
      TypeName: id,
    },
  })
  expect(body.List.map((row: { UserTaskId: string }) => row.UserTaskId)).toEqual([id])
  const read = await tenant.call(`Task.svc/Retrieve.GetById?id=${id.toLowerCase()}`)
  expect(read.body).toHaveLength(1)
  const types = `Task.svc/RetrieveTaskType?ColumnName=TaskTypeId&ColumnValue=${id}`
  expect((await tenant.call(types)).body).toHaveLength(1)
})

test('rule 44: the working hours of a seed may spell the id of their user in another letter case', async () => {
  const { world, call } = createTestTenant()
  const [user] = world.tenant.users()
  const id = 'abcdef01-0000-4000-8000-00000000000a'
  const shifts = Array.from({ length: 7 }, () => [{ StartTime: '10:00:00', EndTime: '12:00:00' }])
  const templates = { Noon: { timeZone: 'Asia/Kolkata', shifts, holidays: [] } }
  const calendars = { [id.toUpperCase()]: { template: 'Noon', leave: [] } }
  const users = user && [{ ...user, id }]
  seedWorld(world, SeedData.parse({ users, workDays: { templates, calendars } }), testNowMs)
  const path = `UserManagement.svc/User/GetWorkDayDetails?userId=${id}&date=2026-11-24`
  expect((await call(path)).body.WorkingHours).toEqual(shifts[0])
})

test('rule 44: the tasks of a seed may spell the id of their type in another letter case', async () => {
  const { world, call } = createTestTenant()
  const [type] = world.tenant.taskTypes()
  const [task] = world.tasks.latest(1)
  const id = 'abcdef01-0000-4000-8000-00000000000a'
  const taskTypes = type && [{ ...type, Id: id }]
  const tasks = task && [
    { ...task, taskTypeId: id.toUpperCase(), relatedEntity: 0, relatedEntityId: null },
  ]
  seedWorld(world, SeedData.parse({ taskTypes, tasks }), testNowMs)
  const day = new Date(task?.dueMs ?? 0).toISOString().slice(0, 10)
  const asked = { FromDate: day, ToDate: day, Users: [task?.ownerId] }
  const { body } = await call('Task.svc/RetrieveAppointments/ByUserId', asked)
  expect(body.RecordCount).toBe(1)
})
