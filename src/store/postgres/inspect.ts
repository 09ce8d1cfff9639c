import { Client } from 'pg'
import * as z from 'zod'
import { reasonOf } from './database.ts'

const Facts = z.object({
  version: z.string(),
  /** The format of `server_version_num`: 170002 is 17.2. */
  serverVersion: z.coerce.number(),
  timeZone: z.string(),
  user: z.string(),
  schema: z.string(),
  /** Whether the user may create tables in its current schema. */
  mayCreate: z.boolean(),
  /** The clock of the database, in milliseconds since 1970. */
  nowMs: z.coerce.number(),
})

/** Facts about a PostgreSQL that an operator needs before the desk uses it. Only reads. Throws an error without secrets. */
export async function inspectPostgres(url: string): Promise<z.infer<typeof Facts>> {
  const client = new Client({
    connectionString: url,
    application_name: 'appointment-desk-preflight',
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
    // Use the desk's start-up parameters: a pooler that refuses them for the desk also refuses them here.
    statement_timeout: 5000,
    lock_timeout: 2000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS "version",
              current_setting('server_version_num') AS "serverVersion",
              current_setting('TimeZone') AS "timeZone",
              current_user::text AS "user",
              coalesce(current_schema()::text, 'none') AS "schema",
              coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
              extract(epoch FROM clock_timestamp()) * 1000 AS "nowMs"`,
    )
    return Facts.parse(rows[0])
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}
