import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of `test-postgres-setup.ts`. */
    postgresUrl: string
  }
}

/** A real PostgreSQL for tests. */
export interface PostgresServer {
  url: string
  close(): Promise<void>
}

/** The server of `TEST_DATABASE_URL`, else a new one that ends with this process at the latest. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, close: async () => {} }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'test-postgres-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const url of createInterface({ input: child.stdout })) {
    return {
      url,
      async close() {
        child.stdin.end()
        await ended
      },
    }
  }
  throw new Error('PostgreSQL did not start.')
}

/** The address of a new, empty schema on that server, so that tests do not affect each other. */
export async function emptySchema(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`CREATE SCHEMA ${name}`)
  await client.end()
  const url = new URL(serverUrl)
  url.searchParams.set('options', `-c search_path=${name}`)
  return url.href
}
