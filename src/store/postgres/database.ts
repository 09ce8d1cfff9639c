import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, Pool } from 'pg'
import { skipLocked } from '../attempts/queries.ts'
import { migrations } from '../migrations.ts'
import { type Engine, NotUnique, StoreUnavailable } from '../engine.ts'

const connections = 10
/** How long the start waits for a database that is still starting. */
const startPatienceMs = 15_000
/** How long to wait for a connection, new or from the pool. */
const connectTimeoutMs = 5000
/** The server cancels a statement after this time. We give up a little later, even if the network drops every packet. */
const statementTimeoutMs = 5000
const lockTimeoutMs = 2000
/** Migrations get more time: they may wait for those of another instance and may rewrite an index. */
const migrationTimeoutMs = 120_000
/** Any number; it only has to be the same in every instance. */
const migrationLock = 4_710_815

/**
 * PostgreSQL, shared by several instances. A call that fails because the database is away, busy or read-only throws
 * `StoreUnavailable`; the next call tries again, so that a restart of the database needs no restart of ours. Statements that
 * wait together run on several connections, and PostgreSQL writes their commits to the disk together (wal-configuration: one
 * flush of the log serves every commit before it), so nothing is gained by gathering them here.
 *
 * Connects, brings the tables up to date, and opens the pool. If this fails, throws an error without secrets.
 */
export async function openPostgresDatabase(url: string): Promise<Engine> {
  await migratePatiently(url)
  return connectPostgres(url)
}

/** Only the pool, for tables that a desk keeps up to date. It connects at the first statement. */
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
  // Ignore idle connections that the database closes: the pool drops them and opens others when it needs them.
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
    // Changes nothing, but needs the same permissions as a write: a read-only database refuses it.
    async touch() {
      await run(`UPDATE attempts SET "alert" = "alert" WHERE "person" = '' AND "key" = ''`)
    },
    close: () => pool.end(),
  }
}

/** Translates the shared SQL for PostgreSQL. The time is constant within a statement, so indexes can be used. */
function inPostgres(sql: string): string {
  return sql
    .replaceAll(/\?(\d+)/g, '$$$1')
    .replaceAll(skipLocked, 'FOR UPDATE SKIP LOCKED')
    .replaceAll('now_ms()', '(extract(epoch FROM statement_timestamp()) * 1000)::bigint')
}

/**
 * Classes of SQLSTATE that say "not now" (postgresql.org, appendix A): connection, full disk or memory, operator,
 * system; a read-only standby; deadlock and serialisation; a lock that somebody keeps.
 */
const notNow = /^(08|53|57|58)|^(25006|40001|40P01|55P03)$/
const uniqueViolation = '23505'

/** Node's error for a failed connection: its system errors have a code and the name of the system call. */
function isOfConnection(error: Error): boolean {
  return (
    ('code' in error && 'syscall' in error) ||
    // pg has no error classes for these. The messages are those of pg 8 and pg-pool 3.
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

/** Translates an error of pg to one of the store. An error about a wrong statement or value is returned unchanged. */
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

/** If several instances start together, one of them migrates. The others wait and find nothing left to do. */
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
    // A newer instance may have added more steps. Steps only add, so this instance can work with its tables.
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

/** Writes must be durable when they resolve. A weaker setting of the database would break this without an error. */
async function checkDurability(client: Client): Promise<void> {
  const { rows } = await client.query<{ commits: string; files: string }>(
    `SELECT current_setting('synchronous_commit') AS commits, current_setting('fsync') AS files`,
  )
  if (rows[0]?.commits !== 'off' && rows[0]?.files !== 'off') return
  throw new Unusable(
    'it runs with synchronous_commit or fsync switched off, so a booking that was noted could be forgotten',
  )
}

/** Whether waiting cannot help. */
class Unusable extends Error {}

/** PgBouncer always refuses a start-up parameter that it does not know (08P01, protocol violation). */
function isRefusalOfPooler(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === '08P01' &&
    error.message.includes('startup parameter')
  )
}

/** Tells an operator why a connection failed. For a host with several addresses Node's message is empty, so use its code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (isRefusalOfPooler(error)) {
    return `PgBouncer refuses how the desk connects (${error.message}). Add this line to pgbouncer.ini and reload it: ignore_startup_parameters = statement_timeout,lock_timeout,options`
  }
  return error.message || ('code' in error ? String(error.code) : error.name)
}
