/**
 * `npm start` and `npm run dev`. This file uses only old syntax, so that an old Node can still print what to do:
 * everything that needs a recent Node is imported after the check.
 */
const [major = '0'] = process.versions.node.split('.')

if (Number(major) < 26) {
  process.stderr.write(
    `Appointment Desk needs Node 26 or later, and this is ${process.version}. ` +
      'Run it through npm ("npm ci && npm start" brings its own Node), or install Node 26.\n',
  )
  process.exitCode = 1
} else {
  const { setFlagsFromString } = await import('node:v8')
  // Collect garbage when the old objects have grown by a third. V8 would let them grow fourfold, to save work that this
  // process does not have. A V8 that does not know the flag prints a line and goes on.
  setFlagsFromString('--heap-growing-percent=30')
  const { keepCompiled } = await import('./process/compile-cache.ts')
  keepCompiled()
  const { runDesk } = await import('./process/run-desk.ts')
  await runDesk()
}
