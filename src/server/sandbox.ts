import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * `npm run sandbox`: only the sandbox. From its second start on, its modules come compiled from a cache, which halves the
 * time that it takes; where the folder cannot be written it starts all the same.
 */
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/node'))
const { runSandbox } = await import('./run-sandbox.ts')
await runSandbox()
