import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { bookOnce } from './booking.ts'
import type { Driver } from './driver.ts'
import { sandboxControl } from '../support/sandbox-control.ts'
import { openFirefox } from './firefox.ts'
import { focusIsSeen, nothingIsCutOff } from './layout.ts'
import { howToInstall, prepareBrowsers } from './packages.ts'
import { openWebKit } from './webkit.ts'

/**
 * `npm run test:browsers`: one booking in a real Firefox and in a real WebKit, both as Debian ships them. It runs on
 * demand and is no part of `npm test`: a fresh machine would download and unpack the two browsers for more than a minute
 * in each run, to find what changes with a new layout and seldom otherwise.
 */
const say = (line: string) => process.stdout.write(`${line}\n`)
const tests = { nothingIsCutOff, focusIsSeen, bookOnce }
const pictures = join(import.meta.dirname, '../../test-results/browsers')

await ensurePageIsBuilt(say)
const browsers = prepareBrowsers(say)
const dataDir = mkdtempSync(join(tmpdir(), 'desk-browsers-'))
const desk = await runDesk(dataDir)
const { firefox, webKit } = browsers
const results = [
  await tryIn('Firefox', firefox === null ? null : () => openFirefox(firefox), desk),
  await tryIn('WebKit', webKit === null ? null : () => openWebKit(webKit), desk),
]
await desk.stop('SIGTERM')
rmSync(dataDir, { recursive: true })
process.exitCode = results.every(Boolean) ? 0 : 1

async function tryIn(
  name: string,
  open: (() => Promise<Driver>) | null,
  desk: RunningDesk,
): Promise<boolean> {
  if (open === null) {
    say(`${name}: not there, so nothing was tried. ${howToInstall}`)
    return false
  }
  const driver = await open()
  try {
    let isGood = true
    for (const [title, test] of Object.entries(tests)) {
      // A Demo may not overlap with another one, not even with that of the other browser.
      await sandboxControl(desk.sandboxUrl).reset()
      const fault = await test(driver, desk).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : 'for an unknown reason'),
      )
      say(`${driver.name}: ${title} ${fault === null ? 'passed' : `failed: ${fault}`}`)
      if (fault === null) continue
      isGood = false
      mkdirSync(pictures, { recursive: true })
      writeFileSync(join(pictures, `${name}-${title}.png`), await driver.picture())
    }
    return isGood
  } finally {
    await driver.close()
  }
}
