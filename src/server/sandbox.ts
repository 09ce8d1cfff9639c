import { keepCompiled } from './compile-cache.ts'

/** `npm run sandbox`: only the sandbox. */
keepCompiled()
const { runSandbox } = await import('./run-sandbox.ts')
await runSandbox()
