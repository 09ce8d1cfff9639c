import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import * as z from 'zod'
import { type Engine, StoreUnavailable } from '../engine.ts'
import { openPostgresDatabase } from './database.ts'
import { openPostgresStores } from '../stores.ts'
import { attempt } from '../attempts/test-attempt-lists.ts'
import { testAttemptStore } from '../attempts/test-attempt-store.ts'
import { testAttemptVolume } from '../attempts/test-attempt-volume.ts'
import { layLine } from './test-cut-line.ts'
import { emptySchema } from './test-postgres-server.ts'
import { testCalendarClaims } from '../test-calendar-claims.ts'
import { testSessionStore } from '../test-session-store.ts'

const server = inject('postgresUrl')
/** The connections of a test have a name of their own, since other files use the same server at the same time. */
let connectionName = ''
let url = ''
beforeEach(async () => {
  connectionName = crypto.randomUUID()
  const named = new URL(await emptySchema(server))
  named.searchParams.set('application_name', connectionName)
  url = named.href
})

describe('attempts', () => {
  testAttemptStore(
    () => openPostgresStores(url),
    () => openPostgresStores(url),
  )
  testAttemptVolume({
    open: () => openPostgresDatabase(url),
    explain: async ({ run }, { sql, values }) =>
      (await run(`EXPLAIN ${sql}`, ...values)).map((row) => JSON.stringify(row)),
    isSlow: (line) => /Seq Scan on attempts/.test(line),
  })
})

test('a row that somebody has locked does not keep an instance from the others', async () => {
  const stores = await openPostgresStores(url)
  const due = { state: 'unconfirmed', nextCheckAt: { fromNowMs: -1 }, leaseUntil: null } as const
  const [locked, free] = [crypto.randomUUID(), crypto.randomUUID()]
  for (const key of [locked, free]) await stores.attempts.begin(attempt({ ...due, key }))
  const other = new Client(url)
  await other.connect()
  try {
    await other.query('BEGIN')
    await other.query('SELECT FROM attempts WHERE "key" = $1 FOR UPDATE', [locked])
    expect(await stores.attempts.claimDue('a', 5000, 10)).toMatchObject([{ key: free }])
    await other.query('ROLLBACK')
    expect(await stores.attempts.claimDue('a', 5000, 10)).toMatchObject([{ key: locked }])
  } finally {
    await other.end()
    await stores.close()
  }
})

describe('claims on calendars', () => {
  testCalendarClaims(
    () => openPostgresStores(url),
    () => openPostgresStores(url),
  )
})

describe('sign-in', () => {
  testSessionStore(
    () => openPostgresStores(url),
    () => openPostgresStores(url),
  )
})

test('ten instances that start together migrate once', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => openPostgresStores(url)))
  const begun = await Promise.all(all.map(({ attempts }) => attempts.begin(attempt())))
  expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
  await Promise.all(all.map((stores) => stores.close()))
})

test('a pooler that refuses how we connect ends the start at once, with the line that it needs', async () => {
  // The answer of PgBouncer 1.18: an ErrorResponse with severity, SQLSTATE and message.
  const fields = 'SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'
  const pooler = createServer((socket) => {
    socket.once('data', () => {
      const length = Buffer.alloc(4)
      length.writeInt32BE(fields.length + 4)
      socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)]))
    })
  })
  let asked = 0
  pooler.on('connection', () => (asked += 1))
  pooler.listen(0, '127.0.0.1')
  await once(pooler, 'listening')
  const address = z.object({ port: z.number() }).parse(pooler.address())
  await expect(
    openPostgresDatabase(`postgres://desk@127.0.0.1:${address.port}/desk`),
  ).rejects.toThrow('ignore_startup_parameters = statement_timeout,lock_timeout,options')
  expect(asked).toBe(1)
  pooler.close()
})

test('an old instance starts on the tables of a newer one', async () => {
  const first = await openPostgresDatabase(url)
  await first.run('UPDATE desk_version SET "version" = "version" + 1')
  const second = await openPostgresDatabase(url)
  const rows = await second.run('SELECT "version" > 1 AS "isKept" FROM desk_version')
  expect(rows).toEqual([{ isKept: true }])
  await Promise.all([first.close(), second.close()])
})

describe('when the database goes away', () => {
  test('calls report it, and work again without a restart when it is back', async () => {
    const line = await layLine(url)
    const stores = await openPostgresStores(line.url)
    await stores.attempts.begin(attempt())
    await line.cut()
    await expect(stores.attempts.ping()).rejects.toThrow(StoreUnavailable)
    await expect(stores.attempts.begin(attempt())).rejects.toThrow(StoreUnavailable)
    await line.mend()
    expect(await stores.attempts.begin(attempt())).toMatchObject({ kind: 'existing' })
    await stores.close()
    await line.cut()
  })

  test('connections that an operator ends are replaced', async () => {
    const stores = await openPostgresStores(url)
    await Promise.all(Array.from({ length: 10 }, () => stores.attempts.ping()))
    await endConnections()
    await expect.poll(() => stores.attempts.ping().then(() => 'works')).toBe('works')
    await stores.close()
  })
})

describe('a database', () => {
  let database: Engine
  beforeEach(async () => {
    database = await openPostgresDatabase(url)
  })
  afterEach(() => database.close())

  test('a row that stays locked is reported as unavailable', async () => {
    await database.run('CREATE TABLE one (a INTEGER)')
    await database.run('INSERT INTO one VALUES (?1)', 1)
    const somebody = new Client(url)
    await somebody.connect()
    await somebody.query('BEGIN')
    await somebody.query('UPDATE one SET a = 2')
    await expect(database.run('UPDATE one SET a = 3')).rejects.toThrow(StoreUnavailable)
    await somebody.end()
  })

  test('a wrong statement is not reported as an unavailable database', async () => {
    await expect(database.run('SELEKT')).rejects.not.toThrow(StoreUnavailable)
  })

  test.each([
    ['a value that PostgreSQL cannot keep', 'SELECT ?1::text', '\0'],
    ['a value of the wrong type', 'SELECT ?1::bigint', 'x'],
    ['a division by nothing', 'SELECT 1 / ?1::int', 0],
  ])('neither is %s', async (_, sql, value) => {
    const failed = await database.run(sql, value).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Error)
    expect(failed).not.toBeInstanceOf(StoreUnavailable)
  })
})

test('an unreachable address stops the start with a reason that does not contain the password', async () => {
  const wrong = new URL(server)
  wrong.pathname = '/no-such-database'
  wrong.password = 'a-secret-of-the-database'
  const opening = openPostgresStores(wrong.href)
  await expect(opening).rejects.toThrow(/DATABASE_URL.*no-such-database/)
  await expect(opening).rejects.not.toThrow(/a-secret/)
})

test('a database that may lose acknowledged writes stops the start', async () => {
  const lax = new URL(url)
  const options = lax.searchParams.get('options') ?? ''
  lax.searchParams.set('options', `${options} -c synchronous_commit=off`)
  await expect(openPostgresStores(lax.href)).rejects.toThrow(/synchronous_commit/)
})

async function endConnections(): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
    [connectionName],
  )
  await client.end()
  expect(rows).not.toEqual([])
}
