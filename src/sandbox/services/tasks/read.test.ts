import { beforeEach, describe, expect, test } from 'vitest'
import { TaskByIdReply, TasksReply } from '#wire/task/retrieve.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call, bookAt: book } = createTestTenant()
const [creator, ravi, other] = world.tenant.users()
const meeting = world.tenant.taskTypes()[0]

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches)
  world.tasks.clear()
})

const retrieve = (parameter: object, rest: object = {}) =>
  call('Task.svc/Retrieve', {
    Parameter: { LookupName: 'OwnerId', LookupValue: ravi?.id, ...parameter },
    ...rest,
  })

async function namesOf(answer: ReturnType<typeof retrieve>): Promise<string[]> {
  return TasksReply.parse((await answer).body).List.map((task) => task.Name)
}

describe('Retrieve', () => {
  test.each([
    { LookupName: 'ownerEmailAddress', LookupValue: ravi?.email.toUpperCase() },
    { LookupName: 'OWNERID', LookupValue: ravi?.id.toUpperCase() },
  ])('rule 33: %j finds what this owner has, and nothing else', async (parameter) => {
    await book(8)
    await book(9, { OwnerId: other?.id })
    expect(await namesOf(retrieve(parameter))).toEqual(['At 8'])
  })

  test.each([{ LookupName: 'Name', LookupValue: 'x' }, { LookupName: '' }])(
    'rule 33: %j is refused',
    async (parameter) => {
      expect((await retrieve(parameter)).status).toBe(500)
    },
  )

  test('rule 33: an unknown owner has no tasks', async () => {
    const { body } = await retrieve({ LookupValue: 'nobody@example.com' })
    expect(body).toEqual({ RecordCount: 0, List: [] })
  })

  test.each([0, '0'])('rule 33: StatusCode %j leaves out what is complete', async (StatusCode) => {
    const done = await book(8)
    await book(9)
    await call(`Task.svc/MarkComplete?id=${done}`)
    expect(await namesOf(retrieve({ StatusCode }))).toEqual(['At 9'])
    expect(await namesOf(retrieve({ StatusCode: '1' }))).toEqual(['At 8'])
  })

  test.each([
    ['Duedate', '1', ['At 10', 'At 9', 'At 8']],
    ['DUEDATE', 0, ['At 8', 'At 9', 'At 10']],
    ['EndDate', 1, ['At 8', 'At 10', 'At 9']],
  ])('rule 33: sorted by %s, direction %j', async (ColumnName, Direction, names) => {
    await book(8, { EndDate: '2026-11-24 23:00:00' })
    await book(9)
    await book(10)
    expect(await namesOf(retrieve({}, { Sorting: { ColumnName, Direction } }))).toEqual(names)
  })

  test('rule 33: From and To are included, on DueDate, and a bare date is a whole day', async () => {
    for (const hour of [8, 9, 10]) await book(hour)
    const at = (hour: string) => `2026-11-24 ${hour}:00:00`
    const between = { FromDate: at('09'), ToDate: at('10') }
    expect(await namesOf(retrieve(between))).toEqual(['At 9', 'At 10'])
    expect(await namesOf(retrieve({ FromDate: '2026-11-24', ToDate: '2026-11-24' }))).toHaveLength(
      3,
    )
    expect((await retrieve({ FromDate: '24/11/2026' })).status).toBe(500)
  })

  test('rule 33: TypeName takes the Id; the Name works too and is marked', async () => {
    await book(8)
    await book(9, { TaskType: { Name: 'Video Call' } })
    const paging = { Paging: { Offset: 0, RowCount: 10 } }
    const byId = await retrieve({ TypeName: meeting?.Id.toUpperCase() }, paging)
    const byName = await retrieve({ TypeName: 'Meeting' }, paging)
    expect(byId.body.List.map((task: { Name: string }) => task.Name)).toEqual(['At 8'])
    expect(byName.body).toEqual(byId.body)
    expect(byId.headers.get('X-Sandbox-Invented')).toBeNull()
    expect(byName.headers.get('X-Sandbox-Invented')).toBe('true')
    expect(await namesOf(retrieve({ TypeName: 'Gone' }))).toEqual([])
  })

  test('rule 33: Exclude_CSV leaves members out, blanks or not', async () => {
    await book(8)
    const { body } = await retrieve({}, { Columns: { Exclude_CSV: 'TaskType, CustomFields,Nope' } })
    expect(Object.keys(body.List[0])).not.toContain('TaskType')
    expect(Object.keys(body.List[0])).not.toContain('CustomFields')
    expect(Object.keys(body.List[0])).toContain('OwnerName')
  })

  test('rule 34: a page of 1,000 rows works, and without paging every row comes', async () => {
    const id = await book(8)
    const task = world.tasks.byId(id)
    for (let number = 1; number < 1001; number += 1) {
      if (task) world.tasks.insert({ ...task, id: crypto.randomUUID() })
    }
    const paged = (await retrieve({}, { Paging: { PageIndex: 1, PageSize: 1000 } })).body
    expect([paged.RecordCount, paged.List.length]).toEqual([1001, 1000])
    const all = await retrieve({})
    expect(all.body.List).toHaveLength(1001)
    expect(all.headers.get('X-Sandbox-Invented')).toBe('true')
  })
})

test("rule 35: PageIndex counts, and a task that its creator gave away is not the creator's", async () => {
  const OwnerId = creator?.id
  const [first, second] = [await book(8, { OwnerId }), await book(9, { OwnerId })]
  await book(10)
  const page = async (PageIndex: number) =>
    (await retrieve({ LookupValue: OwnerId }, { Paging: { PageIndex, PageSize: 1 } })).body
  expect([await page(1), await page(2), await page(3)]).toMatchObject([
    { RecordCount: 2, List: [{ UserTaskId: first, CreatedBy: OwnerId }] },
    { RecordCount: 2, List: [{ UserTaskId: second, CreatedBy: OwnerId }] },
    { RecordCount: 2, List: [] },
  ])
  expect((await retrieve({})).body.List).toMatchObject([{ CreatedBy: OwnerId }])
})

describe('spelling', () => {
  test('rule 10: a switch prints the numbers of a row as digit strings', async () => {
    world.switches.numbersAsStrings = true
    const id = await book(8, { Reminder: 15 })
    const [task] = (await call(`Task.svc/Retrieve.GetById?id=${id}`)).body
    expect(task).toMatchObject({ RelatedEntity: '0', StatusCode: '0', Reminder: '15' })
    expect(task.TaskType.Category).toBe(0)
    const row = (await retrieve({})).body.List[0]
    expect(row).toMatchObject({ PercentCompleted: '0', ReminderBeforeDays: '0' })
    expect(TaskByIdReply.parse([task])[0]).toMatchObject({ StatusCode: 0, Reminder: 15 })
  })

  test('rule 12: a switch spells CreatedOn month first', async () => {
    world.switches.monthFirstCreatedOn = true
    const id = await book(8)
    const [task] = (await call(`Task.svc/Retrieve.GetById?id=${id}`)).body
    expect(task).toMatchObject({
      CreatedOn: '11/23/2026 10:00:00 AM',
      ModifiedOn: '2026-11-23 10:00:00.000',
    })
    expect(TaskByIdReply.parse([task])[0]?.CreatedOn).toBe(Date.UTC(2026, 10, 23, 10))
  })

  test.each([
    ['empty', { RecordCount: 0, List: [] }],
    ['missing', { RecordCount: 0 }],
    ['null', { RecordCount: 0, List: null }],
  ] as const)('rule 13: an empty list is %s', async (emptyList, expected) => {
    world.switches.emptyList = emptyList
    world.switches.numbersAsStrings = emptyList === 'null'
    expect((await retrieve({})).body).toEqual(expected)
  })
})
