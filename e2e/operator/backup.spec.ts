import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '../support/fixtures.ts'
import { bookToEnd } from '../support/post-booking.ts'
import { runTool } from '../support/run-tool.ts'
import { accountAt, runSandbox } from '../support/run-sandbox.ts'

function backup(dataDir: string, target: string, env: Record<string, string> = {}) {
  return runTool('src/server/backup.ts', [target], { DATA_DIR: dataDir, ...env })
}

test('a copy that is made while the desk runs is a whole store: a replay of its keys books nothing', async ({
  folder,
  request,
  startDesk,
}) => {
  const account = await runSandbox(`${folder}/account`)
  const env = { ...accountAt(account.url), LEADSQUARED_RATE_LIMIT: '1000/5s' }
  const first = await startDesk(env)
  const key = randomUUID()
  const booked = await (await bookToEnd(request, first.url, {}, key)).json()
  expect(booked.outcome).toBe('booked')

  const copy = `${folder}/copy.sqlite`
  expect(await backup(folder, copy)).toMatchObject({ code: 0, complaint: '' })
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  await first.stop('SIGKILL')

  mkdirSync(`${folder}/restored`)
  copyFileSync(copy, `${folder}/restored/desk.sqlite`)
  const restored = await startDesk({ ...env, DATA_DIR: `${folder}/restored` })
  const replay = await bookToEnd(request, restored.url, {}, key)
  expect(replay.headers()['idempotent-replayed']).toBe('true')
  expect(await replay.json()).toMatchObject({ outcome: 'booked', taskId: booked.taskId })
  await account.stop('SIGTERM')
})

test('a copy overwrites nothing, and says what to do without a store or with PostgreSQL', async ({
  folder,
  startDesk,
}) => {
  await startDesk()
  const copy = `${folder}/copy.sqlite`
  await backup(folder, copy)
  expect(await backup(folder, copy)).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('exists already'),
  })
  const nowhere = await backup(`${folder}/nowhere`, `${folder}/other.sqlite`)
  expect(nowhere.complaint).toContain('no desk has kept its data here')
  const postgres = await backup(folder, `${folder}/other.sqlite`, {
    DATABASE_URL: 'postgres://desk:secret@db/desk',
  })
  expect(postgres.complaint).toContain('pg_dump')
  expect(postgres.complaint).not.toContain('secret')
  expect((await backup(folder, `${folder}/no/such/folder`)).complaint).toContain(
    'could not be written',
  )
})

test('what a restored copy holds beyond the retention is removed at the start', async ({
  folder,
  request,
  startDesk,
}) => {
  const first = await startDesk()
  expect((await bookToEnd(request, first.url, { onRepeat: 'book' })).status()).toBe(201)
  expect((await bookToEnd(request, first.url, { onRepeat: 'book' })).status()).toBe(201)
  await first.stop('SIGTERM')
  const store = new DatabaseSync(`${folder}/desk.sqlite`)
  const count = () => store.prepare('SELECT count(*) AS kept FROM attempts').get()?.['kept']
  expect(count()).toBe(2)
  const dayMs = 86_400_000
  store
    .prepare(
      `UPDATE attempts SET "receivedAt" = "receivedAt" - ? WHERE "key" = (SELECT min("key") FROM attempts)`,
    )
    .run(91 * dayMs)
  const second = await startDesk()
  await expect.poll(count).toBe(1)
  await second.stop('SIGTERM')
  store.close()
})
