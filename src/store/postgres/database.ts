import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, Pool } from 'pg'
import { migrations } from '../migrations.ts'
import { StoreUnavailable } from '../unavailable.ts'

/** What a statement gave back: its rows, still to be parsed, and how many it changed or found. */
export interface StatementResult {
  rows: readonly unknown[]
  count: number
}

/** Runs one statement. Parameters are numbered `?1`, as in SQLite, so that both engines can share a text. */
type RunStatement = (
  sql: string,
  ...values: readonly (string | number | null)[]
) => Promise<StatementResult>

/**
 * PostgreSQL, shared by several instances. Every call that fails because the database is away, busy or read-only throws
 * `StoreUnavailable`; the next call tries again, so that a restart of the database needs no restart of ours.
 */
export interface PostgresDatabase {
  /**
   * One statement in a commit of its own, durable when it resolves. Statements that wait together run on several
   * connections, and PostgreSQL writes their commits to the disk together (wal-configuration: one flush of the log
   * serves every commit before it), so nothing is gained by batching them here and no row is locked for longer.
   */
  run: RunStatement
  close(): Promise<void>
}

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

/** Connects, brings the tables up to date, and opens the pool. Throws a sentence without secrets where it cannot. */
export async function openPostgresDatabase(url: string): Promise<PostgresDatabase> {
  await migratePatiently(url)
  return connectPostgres(url)
}

/** The pool alone, on tables that somebody else keeps up to date. Nothing is connected before the first statement. */
export function connectPostgres(url: string): PostgresDatabase {
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

  return {
    async run(sql, ...values) {
      try {
        const { rows, rowCount } = await pool.query<Record<string, unknown>>(numbered(sql), [
          ...values,
        ])
        return { rows, count: rowCount ?? 0 }
      } catch (error) {
        return rethrow(error)
      }
    },
    close: () => pool.end(),
  }
}

/** Whether a write was refused because of this unique index. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return error instanceof DatabaseError && error.code === '23505' && error.constraint === index
}

function numbered(sql: string): string {
  return sql.replaceAll(/\?(\d+)/g, '$$$1')
}

/**
 * Classes of SQLSTATE that say "not now" (postgresql.org, appendix A): connection, full disk or memory, operator,
 * system; a read-only standby; deadlock and serialisation; a lock that somebody keeps.
 */
const notNow = /^(08|53|57|58)|^(25006|40001|40P01|55P03)$/

function isNotNow(error: unknown): boolean {
  // Whatever the server did not say came from the connection.
  if (error instanceof DatabaseError) return notNow.test(error.code ?? '')
  return error instanceof Error && !(error instanceof Unusable)
}

function rethrow(error: unknown): never {
  if (isNotNow(error)) throw new StoreUnavailable('The database is away.', { cause: error })
  throw error
}

async function migratePatiently(url: string): Promise<void> {
  const patientUntil = Date.now() + startPatienceMs
  for (;;) {
    try {
      await migrate(url)
      return
    } catch (error) {
      if (!isNotNow(error) || Date.now() > patientUntil) {
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

/** Node's message for a host with several addresses is empty; its code is not. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
