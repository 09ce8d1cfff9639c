import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where data lies below `DATA_DIR`; `:memory:` keeps nothing. */
export function dataFile(dataDir: string, name: string): string {
  if (dataDir === ':memory:') return dataDir
  mkdirSync(dataDir, { recursive: true })
  return join(dataDir, name)
}
