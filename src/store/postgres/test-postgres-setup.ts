import type { TestProject } from 'vitest/node'
import { startPostgresServer } from './test-postgres-server.ts'

/** Starts one PostgreSQL for the tests that need it. A run without such tests starts none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer()
  project.provide('postgresUrl', server.url)
  return () => server.close()
}
