import { beforeEach, describe, expect, test } from 'vitest'
import { MarkCompleteReply, UpdateTaskReply } from '#wire/task/change.ts'
import { defaultSwitches } from '../../switches.ts'
import { createTestTenant } from '../../test-tenant.ts'

const { world, call, book, read, passTime } = createTestTenant()
const [ines, , other] = world.tenant.users()
const lead = '22222222-2222-4222-8222-000000000001'
const nobody = '99999999-9999-4999-8999-999999999999'

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches)
})

describe('Update', () => {
  test('rule 29: changes the members that were sent and no others', async () => {
    const id = await book({ Location: 'here', CustomFields: { mx_Custom_1: 'kept' } })
    const before = await read(id)
    passTime(60_000)
    const { body, headers } = await call('Task.svc/Update', {
      UserTaskId: id.toUpperCase(),
      Name: 'Other',
      Reminder: '45',
    })
    expect(UpdateTaskReply.parse(body).Message.AffectedRows).toBe(1)
    expect(body.Message.AutoId).toBeGreaterThan(0)
    expect(headers.get('X-Sandbox-Invented')).toBeNull()
    const { ModifiedOn, ...after } = await read(id)
    expect(after).toEqual({ ...before, ModifiedOn: undefined, Name: 'Other', Reminder: 45 })
    expect(ModifiedOn > before.ModifiedOn).toBe(true)
  })

  test('rule 29: owner, lead and description change, by id or by e-mail', async () => {
    const id = await book()
    await call('Task.svc/Update', {
      UserTaskId: id,
      OwnerEmailAddress: other?.email.toUpperCase(),
      RelatedEntity: 1,
      RelatedEntityId: lead,
      Description: 'Moved',
      NotifyBy: '1100',
    })
    expect(await read(id)).toMatchObject({
      OwnerId: other?.id,
      RelatedEntity: 1,
      RelatedEntityId: lead,
      Description: 'Moved',
      NotifyBy: '1100',
      ModifiedBy: ines?.id,
    })
    await call('Task.svc/Update', { UserTaskId: id, RelatedEntity: 0, Description: '' })
    expect(await read(id)).toMatchObject({ RelatedEntity: 0, Description: '' })
  })

  test('rule 29: RelatedEntityId without RelatedEntity has no effect', async () => {
    const id = await book()
    await call('Task.svc/Update', { UserTaskId: id, RelatedEntityId: lead })
    expect(await read(id)).toMatchObject({ RelatedEntity: 0 })
  })

  test('rule 29: EndDate and StatusCode are ignored, and a task with a new start keeps its length', async () => {
    const id = await book()
    const { headers } = await call('Task.svc/Update', {
      UserTaskId: id,
      DueDate: '2026-11-24 10:15:00',
      EndDate: '2026-11-24 12:00:00',
      StatusCode: 1,
    })
    expect(headers.get('X-Sandbox-Invented')).toBe('true')
    expect(await read(id)).toMatchObject({
      DueDate: '2026-11-24 10:15:00.000',
      EndDate: '2026-11-24 10:45:00',
      StatusCode: 0,
    })
  })

  test.each([
    ['to a later month', '2026-12-10 10:00:00', '2026-12-10', '2026-11-24'],
    ['to an earlier day', '2026-11-20 08:00:00', '2026-11-20', '2026-11-24'],
    ['into the last minutes of a day', '2026-12-31 23:45:00', '2026-12-31', '2026-11-24'],
    ['by a day', '2026-11-25 10:00:00', '2026-11-25', '2026-11-24'],
  ])(
    'rule 29: an appointment moved %s is found there and nowhere else',
    async (_, due, day, old) => {
      const id = await book({ OwnerId: other?.id })
      await call('Task.svc/Update', { UserTaskId: id, DueDate: due })
      const idsOn = async (date: string) => {
        const asked = { FromDate: date, ToDate: date, Users: [other?.id] }
        const { body } = await call('Task.svc/RetrieveAppointments/ByUserId', asked)
        return body.List.map((row: { UserTaskId: string }) => row.UserTaskId)
      }
      expect(await idsOn(day)).toContain(id)
      expect(await idsOn(old)).not.toContain(id)
    },
  )

  test('rule 29: a start is refused if the end would be after the year 9999', async () => {
    const id = await book()
    const late = { UserTaskId: id, DueDate: '9999-12-31 23:59:59' }
    expect((await call('Task.svc/Update', late)).status).toBe(500)
    expect(await read(id)).toMatchObject({ DueDate: '2026-11-24 10:00:00.000' })
  })

  test('rule 29: a switch applies EndDate', async () => {
    world.switches.updateAppliesEndDate = true
    const id = await book()
    await call('Task.svc/Update', { UserTaskId: id, EndDate: '2026-11-24 12:00:00' })
    expect(await read(id)).toMatchObject({ EndDate: '2026-11-24 12:00:00' })
    const early = { UserTaskId: id, EndDate: '2026-11-24 09:00:00' }
    expect((await call('Task.svc/Update', early)).status).toBe(500)
  })

  test.each([
    [{ UserTaskId: nobody }, 'MXInvalidInputException'],
    [{}, 'MXMandatoryAttributeMissingException'],
    [{ Name: '' }, 'MXMandatoryAttributeMissingException'],
    [{ OwnerId: nobody }, 'MXInvalidInputException'],
    [{ RelatedEntity: 1, RelatedEntityId: nobody }, 'MXInvalidInputException'],
    [{ DueDate: '2026-11-24T10:00:00Z' }, 'MXInvalidInputException'],
    [{ Reminder: 1.5 }, 'MXInvalidInputException'],
  ])('rule 29: %j is refused and changes nothing', async (changes, type) => {
    const id = await book()
    const named = Object.keys(changes).length === 0 ? {} : { UserTaskId: id, ...changes }
    const before = await read(id)
    const { status, body } = await call('Task.svc/Update', named)
    expect([status, body.ExceptionType]).toEqual([500, type])
    expect(await read(id)).toEqual(before)
  })
})

describe('MarkComplete', () => {
  test('rule 31: a GET completes a task, and a second GET changes nothing', async () => {
    const id = await book()
    passTime(60_000)
    const first = await call(`Task.svc/MarkComplete?id=${id}`)
    expect(MarkCompleteReply.parse(first.body).Status).toBe('Success')
    expect(first.headers.get('X-Sandbox-Invented')).toBe('true')
    const done = await read(id)
    expect(done).toMatchObject({ StatusCode: 1, CompletedOn: done.ModifiedOn })
    passTime(60_000)
    expect((await call(`Task.svc/MarkComplete?id=${id}`)).body).toEqual(first.body)
    expect(await read(id)).toEqual(done)
  })

  test.each([
    [`Task.svc/MarkComplete?id=${nobody}`, 'MXInvalidInputException'],
    ['Task.svc/MarkComplete', 'MXMandatoryAttributeMissingException'],
  ])('rule 31: %s is refused', async (path, type) => {
    const { status, body } = await call(path)
    expect([status, body.ExceptionType]).toEqual([500, type])
  })

  test.each(['POST', 'HEAD'])('rule 31: %s completes nothing', async (method) => {
    const id = await book()
    const path = `Task.svc/MarkComplete?id=${id}`
    expect((await call(path, undefined, method)).status).toBe(405)
    expect(await read(id)).toMatchObject({ StatusCode: 0 })
  })
})
