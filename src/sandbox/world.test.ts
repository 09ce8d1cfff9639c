import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { controlEndpoints } from './control/contract.ts'
import { SeedData } from './seed/seed-data.ts'
import { startTestServer } from './test-server.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-world-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Makes a file with the demo tenant, and does something to it while nobody has it open. */
async function fileAfter(sql: string): Promise<string> {
  const dataFile = join(folder, 'sandbox.sqlite')
  await (await startTestServer({ dataFile })).close()
  const database = new DatabaseSync(dataFile)
  database.exec(sql)
  database.close()
  return dataFile
}

test.each(["'{'", "'{}'", `'{"kind":"rename","ids":[]}'`, `'{"kind":"move","moves":[]}'`, "''"])(
  'a queued job that reads %s is dropped and logged, and calls go on',
  async (data) => {
    const dataFile = await fileAfter(`insert into task_jobs (due_ms, data) values (1, ${data})`)
    const events: object[] = []
    const server = await startTestServer({ dataFile, log: (event) => events.push(event) })
    expect((await server.call('Task.svc/RetrieveTaskType')).status).toBe(200)
    expect((await server.call('Task.svc/RetrieveTaskType')).status).toBe(200)
    expect(events.filter((event) => 'fault' in event)).toHaveLength(1)
    await server.close()
  },
)

test.each([
  ['a newer format', 'PRAGMA user_version = 99'],
  ['tasks of another format', `update tasks set data = '{"id":"x"}'`],
  ['a tenant of another format', `update tenant set data = '{"users":[{}]}'`],
])('a file with %s stops the start with a sentence that says what to do', async (_, sql) => {
  const dataFile = await fileAfter(sql)
  await expect(startTestServer({ dataFile })).rejects.toThrow(/sandbox\.sqlite.*Delete the file/)
})

test('a seed for a file that has data already is not loaded, and the log says so', async () => {
  const dataFile = await fileAfter('')
  const events: object[] = []
  const seed = SeedData.parse({ leads: [{ ProspectID: '77777777-7777-4777-8777-000000000001' }] })
  const server = await startTestServer({ dataFile, seed, log: (event) => events.push(event) })
  const leads = async () => (await server.control(controlEndpoints.health)).leads
  expect(await leads()).toBe(2000)
  expect(events).toEqual([{ warning: expect.stringContaining(dataFile) }])
  await server.control(controlEndpoints.reset)
  expect(await leads()).toBe(1)
  await server.close()
})

test('a file of a release that wrote no version is taken as it is', async () => {
  const dataFile = await fileAfter('PRAGMA user_version = 0')
  const server = await startTestServer({ dataFile })
  expect((await server.call('Task.svc/RetrieveTaskType')).status).toBe(200)
  await server.close()
})
