import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../test-server.ts'

let sandbox: TestServer
const owner = '11111111-1111-4111-8111-000000000002'
const lead = '22222222-2222-4222-8222-000000000001'

beforeAll(async () => {
  sandbox = await startTestServer()
})
afterAll(() => sandbox.close())

async function call(path: string, body?: object) {
  const { status, text } = await sandbox.call(path, body)
  return { status, body: JSON.parse(text) }
}

async function createAndRead(changes: object) {
  const body = { Name: 'Demo', TaskType: { Name: 'Meeting' }, OwnerId: owner, ...changes }
  const created = await call('Task.svc/Create', body)
  const read = await call(`Task.svc/Retrieve.GetById?id=${created.body?.Message?.Id}`)
  return { created, task: read.body[0] }
}

describe('Create', () => {
  test('rule 21: answers the Id and nothing else, and the same body twice makes two tasks', async () => {
    const [first, second] = [await createAndRead({}), await createAndRead({})]
    expect(first.created.body).toEqual({ Status: 'Success', Message: { Id: expect.any(String) } })
    expect(first.task.UserTaskId).not.toBe(second.task.UserTaskId)
  })

  test.each([
    ['rule 22: without a Name', { Name: '' }, 'MXMandatoryAttributeMissingException'],
    ['rule 23: of an unknown type', { TaskType: { Name: 'meeting' } }, 'MXInvalidInputException'],
    ['rule 23: of no type', { TaskType: undefined }, 'MXMandatoryAttributeMissingException'],
    [
      'rule 25: with an unknown lead',
      { RelatedEntity: 1, RelatedEntityId: owner },
      'MXInvalidInputException',
    ],
    ['rule 11: with an ISO date', { DueDate: '2026-11-24T10:00:00Z' }, 'MXInvalidInputException'],
    [
      'rule 27: with an end before its start',
      { DueDate: '2026-11-24 10:00:00', EndDate: '2026-11-24 09:00:00' },
      'MXInvalidInputException',
    ],
  ])('%s it is refused with 500', async (_case, changes, exceptionType) => {
    const { created } = await createAndRead(changes)
    expect(created.status).toBe(500)
    expect(created.body).toMatchObject({ Status: 'Error', ExceptionType: exceptionType })
  })

  test('rule 22: a body wrapped in Task is refused', async () => {
    expect((await call('Task.svc/Create', { Task: { Name: 'Demo' } })).status).toBe(500)
  })

  test('rule 10: digit strings are numbers', async () => {
    const { task } = await createAndRead({
      RelatedEntity: '1',
      RelatedEntityId: lead,
      Reminder: '30',
    })
    expect(task).toMatchObject({
      RelatedEntity: 1,
      RelatedEntityId: lead,
      Reminder: 30,
      RelatedEntityIdName: 'Lena Lead',
    })
  })

  test('rule 25: RelatedEntity 0 drops the id', async () => {
    const { task } = await createAndRead({ RelatedEntity: 0, RelatedEntityId: lead })
    expect(task).toMatchObject({ RelatedEntity: 0, RelatedEntityIdName: '' })
    expect(task).not.toHaveProperty('RelatedEntityId')
  })

  test('rule 26: a task without dates begins now and has the length of its type', async () => {
    const { task } = await createAndRead({})
    expect(task).toMatchObject({
      DueDate: '2026-11-23 10:00:00.000',
      EndDate: '2026-11-23 10:30:00',
    })
  })

  test('rule 12: each date has its own spelling', async () => {
    const { task } = await createAndRead({
      DueDate: '2026-11-24 05:00:00',
      EndDate: '2026-11-24 05:30:00',
    })
    expect(task).toMatchObject({
      DueDate: '2026-11-24 05:00:00.000',
      EndDate: '2026-11-24 05:30:00',
      CreatedOn: '2026-11-23 10:00:00.000',
      CompletedOn: '0001-01-01 00:00:00.000',
    })
    expect(task.TaskType.CreatedOn).toMatch(/^\/Date\(/)
  })

  test('rule 23: a type whose name ends in a blank is found verbatim only', async () => {
    expect((await createAndRead({ TaskType: { Name: 'Phone Call ' } })).created.status).toBe(200)
    expect((await createAndRead({ TaskType: { Name: 'Phone Call' } })).created.status).toBe(500)
  })
})

describe('reads', () => {
  test('rule 19: a type has 25 members in the order of the sheet', async () => {
    const { body } = await call('Task.svc/RetrieveTaskType')
    expect(body).toHaveLength(11)
    for (const type of body) expect(Object.keys(type)).toHaveLength(25)
    expect(
      (await call('Task.svc/RetrieveTaskType?columnname=category&ColumnValue=1')).body,
    ).toHaveLength(3)
    expect(
      (await call('Task.svc/RetrieveTaskType?ColumnName=TaskTypeName&ColumnValue=nothing')).body,
    ).toEqual([])
  })

  test('rule 32: an unknown task is an empty array', async () => {
    expect((await call(`Task.svc/Retrieve.GetById?id=${lead}`)).body).toEqual([])
  })

  test('rule 34: three styles of paging, and nothing past the end', async () => {
    const ask = (Paging: unknown) =>
      call('Task.svc/Retrieve', {
        Parameter: { LookupName: 'ownerid', LookupValue: owner },
        Paging,
      })
    const all = (await ask(undefined)).body
    expect(all.List).toHaveLength(all.RecordCount)
    expect((await ask({ Offset: 2, RowCount: 2 })).body.List).toEqual(all.List.slice(2, 4))
    expect((await ask({ PageIndex: '2', PageSize: '2' })).body.List).toEqual(all.List.slice(2, 4))
    expect((await ask({ PageIndex: 999, PageSize: 100 })).body).toEqual({
      RecordCount: all.RecordCount,
      List: [],
    })
  })

  test('rule 36: appointments lack Category, and a window is at most 100 days', async () => {
    const { task } = await createAndRead({
      DueDate: '2027-01-04 05:00:00',
      EndDate: '2027-01-04 05:30:00',
    })
    const ask = (FromDate: string, ToDate: string) =>
      call('Task.svc/RetrieveAppointments/ByUserId', { FromDate, ToDate, Users: [owner] })
    const { body } = await ask('2027-01-04', '2027-01-04')
    expect(body).toMatchObject({ RecordCount: 1, List: [{ UserTaskId: task.UserTaskId }] })
    expect(body.List[0]).not.toHaveProperty('Category')
    expect((await ask('2027-01-01', '2027-12-31')).status).toBe(500)
  })
})
