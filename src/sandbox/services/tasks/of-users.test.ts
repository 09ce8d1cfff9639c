import { beforeEach, describe, expect, test } from 'vitest'
import { TasksReply } from '#wire/task/retrieve.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call, bookAt: book } = createTestTenant()
const [ines, ravi] = world.tenant.users()

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches)
  world.tasks.clear()
})

describe('RetrieveAppointments', () => {
  const ask = (FromDate: string, ToDate: string, changes: object = {}) =>
    call('Task.svc/RetrieveAppointments/ByUserEmailAddress', {
      FromDate,
      ToDate,
      Users: [ravi?.email.toUpperCase(), 'nobody@example.com'],
      ...changes,
    })

  test('rule 36: appointments of the users, with the whole type, and no to-dos', async () => {
    await book(8)
    await book(9, { TaskType: { Name: 'Call Back' } })
    const { body, headers } = await ask('2026-11-24', '2026-11-24')
    expect(TasksReply.parse(body).List.map((task) => task.Name)).toEqual(['At 8'])
    expect(Object.keys(body.List[0].TaskType)).toHaveLength(25)
    expect(headers.get('X-Sandbox-Invented')).toBeNull()
  })

  test('rule 36: days are UTC days, a timestamp means its day, and a task that overlaps the window is returned and marked', async () => {
    await book(0, { DueDate: '2026-11-23 23:30:00', EndDate: '2026-11-24 00:30:00' })
    const { body, headers } = await ask('2026-11-24 18:30:00', '2026-11-24 18:29:59')
    expect(body.RecordCount).toBe(1)
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
    expect((await ask('2026-11-25', '2026-11-25')).body).toEqual({ RecordCount: 0, List: [] })
  })

  test('rule 36: the ends lie at most 100 days apart, unless a switch takes any window', async () => {
    await book(8)
    expect((await ask('2026-11-24', '2027-03-04')).status).toBe(200)
    expect((await ask('2026-11-24', '2027-03-05')).status).toBe(500)
    world.switches.anyAppointmentWindow = true
    expect((await ask('1970-01-01', '2099-12-31')).body.RecordCount).toBe(1)
    expect((await ask('2026-11-25', '2026-11-24')).status).toBe(500)
  })

  test('rule 36: users must be named, and an unknown user has no appointments', async () => {
    for (const Users of [undefined, null, []]) {
      const { status, body, headers } = await ask('2026-11-24', '2026-11-24', { Users })
      expect([status, body.ExceptionMessage]).toEqual([
        500,
        "'Users' is mandatory for retrieving tasks of users",
      ])
      expect(headers.get('X-Sandbox-Invented')).toBe('true')
    }
    const unknown = await ask('2026-11-24', '2026-11-24', { Users: ['nobody@example.com'] })
    expect(unknown.body).toEqual({ RecordCount: 0, List: [] })
  })

  test('rule 36: paging is optional, and a page past the end is empty', async () => {
    for (const hour of [8, 9, 10]) await book(hour)
    expect((await ask('2026-11-24', '2026-11-24')).body.List).toHaveLength(3)
    const page = (PageIndex: number) =>
      ask('2026-11-24', '2026-11-24', { Paging: { PageIndex, PageSize: 2 } })
    expect((await page(2)).body.List).toHaveLength(1)
    expect((await page(3)).body).toEqual({ RecordCount: 3, List: [] })
  })
})

describe('RetrieveToDos', () => {
  const day = { FromDate: '2026-11-24', ToDate: '2026-11-24' }

  test.each([
    ['ByUserId', { Users: [ravi?.id.toUpperCase()] }],
    ['ByUserEmailAddress', { Users: [ravi?.email] }],
    ['ByUserSearchCriteria', { UserSearchCriteria: named('eq', ravi?.firstName) }],
  ])('rule 36: %s finds to-dos, with their Category, and no appointments', async (way, users) => {
    await book(8)
    await book(9, { TaskType: { Name: 'Call Back' } })
    await book(10, { TaskType: { Name: 'Call Back' }, OwnerId: ines?.id })
    const { body } = await call(`Task.svc/RetrieveToDos/${way}`, { ...day, ...users })
    expect(body).toMatchObject({ RecordCount: 1, List: [{ Name: 'At 9', Category: 1 }] })
  })

  test('rule 36: windows and pages are those of appointments', async () => {
    for (const hour of [8, 9, 10]) await book(hour, { TaskType: { Name: 'Call Back' } })
    const ask = (changes: object) =>
      call('Task.svc/RetrieveToDos/ByUserId', { ...day, Users: [ravi?.id], ...changes })
    const page = await ask({ Paging: { PageIndex: 2, PageSize: '2' } })
    expect(page.body).toMatchObject({ RecordCount: 3, List: [{ Name: 'At 10' }] })
    expect((await ask({ ToDate: '2027-03-05' })).body.ExceptionType).toBe('MXInvalidInputException')
    expect((await ask({ FromDate: '' })).status).toBe(500)
  })
})

describe('ByUserSearchCriteria', () => {
  const find = (UserSearchCriteria: unknown) =>
    call('Task.svc/RetrieveAppointments/ByUserSearchCriteria', {
      FromDate: '2026-11-24',
      ToDate: '2026-11-24',
      UserSearchCriteria,
    })
  const condition = (
    LookupName: string,
    Operator: string,
    LookupValue: string | null,
    op?: string,
  ) => ({
    LookupName,
    Operator,
    LookupValue,
    ConditionOperator: op ?? null,
  })
  const first = ravi?.firstName ?? ''

  beforeEach(async () => {
    await book(8)
    await book(9, { OwnerId: ines?.id })
  })

  test.each([
    ['eq', first, ['At 8']],
    ['neq', first, ['At 9']],
    ['lik', first.slice(1, 3).toUpperCase(), ['At 8']],
    ['lik_s', first.slice(0, 2), ['At 8']],
    ['lik_e', first.slice(-3), ['At 8']],
    ['nn', null, ['At 8', 'At 9']],
    ['n', null, []],
  ])('7.6: operator %s with %s', async (operator, value, names) => {
    const who = {
      Condition: [
        condition('FirstName', operator, value, 'AND'),
        condition('EmailAddress', 'lik', '@example.com'),
      ],
    }
    const both = {
      Condition: [
        condition('UserId', 'eq', ravi?.id ?? '', 'OR'),
        condition('UserId', 'eq', ines?.id ?? ''),
      ],
    }
    const { body } = await find({
      GroupConditions: [
        { GroupConditions: [{ ...who, GroupOperator: null }], GroupOperator: 'AND' },
        { ...both, GroupOperator: null },
      ],
    })
    expect(TasksReply.parse(body).List.map(({ Name }) => Name)).toEqual(names)
  })

  test('7.6: groups are joined by OR too', async () => {
    const one = (id = '') => ({ Condition: [condition('UserId', 'eq', id)], GroupOperator: 'OR' })
    expect((await find({ GroupConditions: [one(ravi?.id), one(ines?.id)] })).body.RecordCount).toBe(
      2,
    )
  })

  test.each([
    ['no criteria', undefined, 'MXMandatoryAttributeMissingException'],
    ['an unknown attribute', named('eq', 'x', 'Shoe'), 'MXInvalidInputException'],
    ['an unknown operator', named('toString', 'x'), 'MXInvalidInputException'],
    ['groups without end', nested(9), 'MXInvalidInputException'],
  ])('7.6: %s is refused', async (_, criteria, type) => {
    const { status, body, headers } = await find(criteria)
    expect([status, body.ExceptionType]).toEqual([500, type])
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
  })
})

function named(Operator: string, LookupValue: string | undefined, LookupName = 'FirstName') {
  const condition = { LookupName, Operator, LookupValue, ConditionOperator: null }
  return { GroupConditions: [{ Condition: [condition], GroupOperator: null }] }
}

function nested(levels: number): object {
  return levels === 0 ? named('eq', 'x') : { GroupConditions: [nested(levels - 1)] }
}
