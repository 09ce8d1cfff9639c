import { keepCompiled } from './process/compile-cache.ts'

/** `npm run sandbox`: only the sandbox. */
keepCompiled()
const { runSandbox } = await import('./process/run-sandbox.ts')
await runSandbox()
