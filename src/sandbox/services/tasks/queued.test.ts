import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { BulkUpdateAppointmentTimeReply, DeleteTasksReply } from '#wire/task/change.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { defaultSwitches } from '../../switches.ts'
import { demoKeys } from '../../tenancy.ts'
import { createTestTenant, testNowMs } from '../../test-tenant.ts'

const { world, call, book, read, passTime } = createTestTenant()
const [ines, ravi] = world.tenant.users()
const nobody = '99999999-9999-4999-8999-999999999999'
const moved = { FromDate: '2026-11-25 08:00:00', ToDate: '2026-11-25 09:00:00' }

beforeEach(() => {
  Object.assign(world.switches, defaultSwitches)
})

test('rule 30: a move answers a job number at once and takes effect two seconds later', async () => {
  const id = await book()
  const { status, body } = await call('Task.svc/BulkUpdateAppointmentTime', {
    TaskList: [
      { UserTaskId: id, ...moved },
      { UserTaskId: nobody, ...moved },
    ],
    StatusWebhookURL: 'https://hooks.example.com/status',
  })
  expect(status).toBe(200)
  expect(BulkUpdateAppointmentTimeReply.parse(body).Message.Id).toMatch(/^\d{7,}$/)
  expect(body.Message.IsSuccessful).toBe(true)
  passTime(1999)
  expect(await read(id)).toMatchObject({ DueDate: '2026-11-24 10:00:00.000' })
  passTime(1)
  expect(await read(id)).toMatchObject({
    DueDate: '2026-11-25 08:00:00.000',
    EndDate: '2026-11-25 09:00:00',
    ModifiedBy: ines?.id,
  })
})

test('rule 30: jobs are numbered one after the other', async () => {
  const ask = async () =>
    Number(
      (
        await call('Task.svc/BulkUpdateAppointmentTime', {
          TaskList: [{ UserTaskId: await book(), ...moved }],
        })
      ).body.Message.Id,
    )
  expect((await ask()) + 1).toBe(await ask())
})

test('rule 30: a to-do has no appointment time', async () => {
  const id = await book({ TaskType: { Name: 'Call Back' } })
  await call('Task.svc/BulkUpdateAppointmentTime', { TaskList: [{ UserTaskId: id, ...moved }] })
  passTime(2000)
  expect(await read(id)).toMatchObject({ DueDate: '2026-11-24 10:00:00.000' })
})

test('rule 30: a deletion counts what it knows and takes effect after the delay that is set', async () => {
  world.switches.queueDelayMs = 10_000
  const id = await book()
  const { body } = await call('Task.svc/DeleteTasks', { TaskIds: [id, nobody, id] })
  expect(DeleteTasksReply.parse(body)).toEqual({
    Status: 'Success',
    TasksCount: 3,
    DeletedTasksCount: 1,
    FailureReason: '',
  })
  passTime(9999)
  expect(await read(id)).toBeDefined()
  passTime(1)
  expect(await read(id)).toBeUndefined()
})

test('rule 30: a task that is gone when its move is due stays gone', async () => {
  const id = await book()
  await call('Task.svc/DeleteTasks', { TaskIds: [id] })
  await call('Task.svc/BulkUpdateAppointmentTime', { TaskList: [{ UserTaskId: id, ...moved }] })
  passTime(2000)
  expect(await read(id)).toBeUndefined()
})

test.each([
  ['BulkUpdateAppointmentTime', {}, 'MXMandatoryAttributeMissingException'],
  ['BulkUpdateAppointmentTime', { TaskList: [moved] }, 'MXMandatoryAttributeMissingException'],
  [
    'BulkUpdateAppointmentTime',
    { TaskList: [{ UserTaskId: nobody, FromDate: moved.FromDate }] },
    'MXMandatoryAttributeMissingException',
  ],
  [
    'BulkUpdateAppointmentTime',
    { TaskList: [{ UserTaskId: nobody, ...moved, ToDate: '2026-11-25 07:59:59' }] },
    'MXInvalidInputException',
  ],
  [
    'BulkUpdateAppointmentTime',
    { TaskList: [{ UserTaskId: nobody, ...moved, FromDate: '25/11/2026' }] },
    'MXInvalidInputException',
  ],
  ['DeleteTasks', { TaskIds: [] }, 'MXMandatoryAttributeMissingException'],
  [
    'DeleteTasks',
    { TaskIds: Array.from({ length: 5001 }, () => nobody) },
    'MXInvalidInputException',
  ],
])('rule 30: %s refuses what it cannot do: %j', async (name, body, type) => {
  const answer = await call(`Task.svc/${name}`, body)
  expect([answer.status, answer.body.ExceptionType]).toEqual([500, type])
})

test('rule 30: queued work survives a restart of the sandbox', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  let nowMs = testNowMs
  const start = () =>
    startSandbox({
      host: '127.0.0.1',
      port: 0,
      dataFile: join(folder, 'sandbox.sqlite'),
      rateLimit: 'off',
      tls: null,
      hasControl: false,
      token: null,
      seed: 'demo',
      now: () => nowMs,
      newId: () => crypto.randomUUID(),
      log: () => {},
    })
  const ask = async (url: string, path: string, body?: object) => {
    const response = await fetch(`${url}/v2/Task.svc/${path}`, {
      headers: { 'x-LSQ-AccessKey': demoKeys.accessKey, 'x-LSQ-SecretKey': demoKeys.secretKey },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    return response.json()
  }
  const before = await start()
  const created = await ask(before.url, 'Create', {
    Name: 'Demo',
    TaskType: { Name: 'Meeting' },
    OwnerId: ravi?.id,
  })
  const id = created.Message.Id
  await ask(before.url, 'BulkUpdateAppointmentTime', {
    TaskList: [{ UserTaskId: id, ...moved }],
  })
  await before.close()
  nowMs += 60_000
  const after = await start()
  const [task] = await ask(after.url, `Retrieve.GetById?id=${id}`)
  await after.close()
  rmSync(folder, { recursive: true })
  expect(task).toMatchObject({ DueDate: '2026-11-25 08:00:00.000' })
})

test('rule 30: no callback is made', async () => {
  let callbacks = 0
  const hook = createServer((_, response) => {
    callbacks += 1
    response.end()
  })
  const address = await new Promise<string>((resolve) => {
    hook.listen(0, '127.0.0.1', () => {
      const bound = hook.address()
      resolve(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/`)
    })
  })
  const id = await book()
  const StatusWebhookURL = address
  await call('Task.svc/BulkUpdateAppointmentTime', {
    TaskList: [{ UserTaskId: id, ...moved }],
    StatusWebhookURL,
  })
  await call('Task.svc/DeleteTasks', { TaskIds: [id], StatusWebhookURL })
  passTime(2000)
  expect(await read(id)).toBeUndefined()
  await fetch(address)
  expect(callbacks).toBe(1)
  hook.close()
})
