import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, Pool } from 'pg'
import { migrations } from '../migrations.ts'
import { type Engine, NotUnique, StoreUnavailable } from '../engine.ts'

const connections = 10
/** A database that is being restarted beside us gets this long to come up. */
const startPatienceMs = 15_000
/** For a connection, be it a new one or one of ours that is busy. */
const connectTimeoutMs = 5000
/** The server gives up a statement after this, and we a little later, also where the network swallows everything. */
const statementTimeoutMs = 5000
const lockTimeoutMs = 2000
/** Migrations may wait for another instance's and may rewrite an index. */
const migrationTimeoutMs = 120_000
/** Any number; it only has to be the same in every instance. */
const migrationLock = 4_710_815

/**
 * PostgreSQL, shared by several instances. A call that fails because the database is away, busy or read-only throws
 * `StoreUnavailable`; the next call tries again, so that a restart of the database needs no restart of ours. Statements that
 * wait together run on several connections, and PostgreSQL writes their commits to the disk together (wal-configuration: one
 * flush of the log serves every commit before it), so nothing is gained by gathering them here.
 *
 * Connects, brings the tables up to date, and opens the pool. Throws a sentence without secrets where it
 * cannot.
 */
export async function openPostgresDatabase(url: string): Promise<Engine> {
  await migratePatiently(url)
  return connectPostgres(url)
}

/** The pool alone, on tables that somebody else keeps up to date. Nothing is connected before the first statement. */
export function connectPostgres(url: string): Engine {
  const pool = new Pool({
    connectionString: url,
    application_name: 'appointment-desk',
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    query_timeout: statementTimeoutMs + 1000,
    keepAlive: true,
  })
  // An idle connection that the database closes is no event: the pool drops it and opens another when it needs one.
  pool.on('error', () => {})

  async function run(sql: string, ...values: readonly (string | number | null)[]) {
    try {
      return (await pool.query<Record<string, unknown>>(inPostgres(sql), [...values])).rows
    } catch (error) {
      throw named(error)
    }
  }

  return {
    run,
    // Changes nothing, but takes what a write takes: a read-only database refuses it.
    async touch() {
      await run(`UPDATE attempts SET "alert" = "alert" WHERE "person" = '' AND "key" = ''`)
    },
    close: () => pool.end(),
  }
}

/** The shared text in PostgreSQL's words. The time of a statement does not change while it runs, so indexes serve it. */
function inPostgres(sql: string): string {
  return sql
    .replaceAll(/\?(\d+)/g, '$$$1')
    .replaceAll('now_ms()', '(extract(epoch FROM statement_timestamp()) * 1000)::bigint')
}

/**
 * Classes of SQLSTATE that say "not now" (postgresql.org, appendix A): connection, full disk or memory, operator,
 * system; a read-only standby; deadlock and serialisation; a lock that somebody keeps.
 */
const notNow = /^(08|53|57|58)|^(25006|40001|40P01|55P03)$/
const uniqueViolation = '23505'

/** What Node says of a connection that fails (its system errors have a code and the name of the system call). */
function isOfConnection(error: Error): boolean {
  return (
    ('code' in error && 'syscall' in error) ||
    // pg has no classes for these; the sentences are those of pg 8 and pg-pool 3.
    /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end)/.test(
      error.message,
    )
  )
}

function isNotNow(error: unknown): boolean {
  if (error instanceof DatabaseError) return notNow.test(error.code ?? '')
  if (error instanceof AggregateError) return error.errors.every(isNotNow)
  return error instanceof Error && isOfConnection(error)
}

/** What pg threw, in the words of the store. A mistake in a statement or in a value stays what it is. */
function named(error: unknown): unknown {
  if (error instanceof DatabaseError && error.code === uniqueViolation) {
    return new NotUnique(error.message, { cause: error })
  }
  return isNotNow(error) ? new StoreUnavailable('The database is away.', { cause: error }) : error
}

async function migratePatiently(url: string): Promise<void> {
  const patientUntil = Date.now() + startPatienceMs
  for (;;) {
    try {
      await migrate(url)
      return
    } catch (error) {
      if (!isNotNow(error) || isRefusalOfPooler(error) || Date.now() > patientUntil) {
        throw new Error(`DATABASE_URL: the database cannot be used: ${reasonOf(error)}`, {
          cause: error,
        })
      }
      await sleep(500)
    }
  }
}

/** Old and new instances start together: one of them migrates, the others wait and find nothing left to do. */
async function migrate(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    application_name: 'appointment-desk',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: migrationTimeoutMs,
    query_timeout: migrationTimeoutMs,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    await client.query('CREATE TABLE IF NOT EXISTS desk_version ("version" INTEGER NOT NULL)')
    const found = await client.query<{ version: number }>('SELECT "version" FROM desk_version')
    const version = found.rows[0]?.version ?? 0
    for (const step of migrations.slice(version)) await client.query(step)
    // A newer instance may have gone further already; its steps only add, so this one can work on.
    if (found.rows.length === 0) {
      await client.query('INSERT INTO desk_version VALUES ($1)', [migrations.length])
    } else if (version < migrations.length) {
      await client.query('UPDATE desk_version SET "version" = $1', [migrations.length])
    }
    await checkDurability(client)
    await client.query('COMMIT')
  } finally {
    await client.end().catch(() => {})
  }
}

/** "Durable when it resolves" is a promise that a lax setting would break in silence. */
async function checkDurability(client: Client): Promise<void> {
  const { rows } = await client.query<{ commits: string; files: string }>(
    `SELECT current_setting('synchronous_commit') AS commits, current_setting('fsync') AS files`,
  )
  if (rows[0]?.commits !== 'off' && rows[0]?.files !== 'off') return
  throw new Unusable(
    'it runs with synchronous_commit or fsync switched off, so a booking that was noted could be forgotten',
  )
}

/** What waiting does not mend. */
class Unusable extends Error {}

/** PgBouncer refuses a start-up parameter that it does not know (08P01, protocol violation), and goes on refusing it. */
function isRefusalOfPooler(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === '08P01' &&
    error.message.includes('startup parameter')
  )
}

/** Why a connection failed, for an operator. Node's message for a host with several addresses is empty; its code is not. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (isRefusalOfPooler(error)) {
    return `PgBouncer refuses how the desk connects (${error.message}). Add this line to pgbouncer.ini and reload it: ignore_startup_parameters = statement_timeout,lock_timeout,options`
  }
  return error.message || ('code' in error ? String(error.code) : error.name)
}
