import { openPostgresStores } from '#store/stores.ts'
import { attempt } from '#store/attempts/test-attempt-lists.ts'
import { emptySchema } from '#store/postgres/test-postgres-server.ts'
import { expect, inject, test } from 'vitest'
import { runAudit } from './test-audit.ts'

test('the audit trail in PostgreSQL is printed while the desk is running', async () => {
  const url = await emptySchema(inject('postgresUrl'))
  const desk = await openPostgresStores(url)
  await desk.attempts.begin(attempt({ receivedAt: Date.parse('2026-11-01T00:00:00Z') }))
  const { code, out } = await runAudit(['--format', 'json'], { DATABASE_URL: url })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject([
    { receivedAt: '2026-11-01T00:00:00.000Z', state: 'waiting', try: 1 },
  ])
  await desk.close()
})

test('a database that is away is a sentence without the password', async () => {
  const { code, complaint } = await runAudit([], {
    DATABASE_URL: 'postgres://desk:pass-of-desk@127.0.0.1:1/desk',
  })
  expect(code).toBe(1)
  expect(complaint).toMatch(/^The database is away\.\n$/)
})
