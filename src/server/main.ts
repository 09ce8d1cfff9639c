/**
 * `npm start` and `npm run dev`. Kept plain, so that a Node that is too old still gets far enough to say what to do:
 * everything that needs a recent one is imported after the check.
 */
const [major = '0'] = process.versions.node.split('.')

if (Number(major) < 26) {
  process.stderr.write(
    `Appointment Desk needs Node 26 or later, and this is ${process.version}. ` +
      'Run it through npm ("npm ci && npm start" brings its own Node), or install Node 26.\n',
  )
  process.exitCode = 1
} else {
  const { keepCompiled } = await import('./process/compile-cache.ts')
  keepCompiled()
  const { runDesk } = await import('./process/run-desk.ts')
  await runDesk()
}
