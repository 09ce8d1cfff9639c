import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'
import { type RunningDesk, runDesk } from '../support/run-desk.ts'
import { bookOnce } from './booking.ts'
import type { Driver } from './driver.ts'
import { openFirefox } from './firefox.ts'
import { bookInFrame } from './frame.ts'
import { focusIsSeen, nothingIsCutOff } from './layout.ts'
import { howToInstall, prepareBrowsers } from './packages.ts'
import { openWebKit } from './webkit.ts'

/**
 * `npm run test:browsers`: layout, focus, one booking with its calendar file, and one in a portal's frame, in a real
 * Firefox and in a real WebKit, both as Debian ships them. It runs on demand and not in `npm test`, because a fresh machine
 * needs more than a minute to download and unpack the two browsers, and little but a new layout changes the results.
 */
const say = (line: string) => process.stdout.write(`${line}\n`)
const tests = { nothingIsCutOff, focusIsSeen, bookOnce, bookInFrame }
const pictures = join(import.meta.dirname, '../../test-results/browsers')

await ensurePageIsBuilt(say)
const browsers = prepareBrowsers(say)
const { firefox, webKit } = browsers
const results = [
  await tryIn('Firefox', firefox === null ? null : () => openFirefox(firefox)),
  await tryIn('WebKit', webKit === null ? null : () => openWebKit(webKit)),
]
process.exitCode = results.every(Boolean) ? 0 : 1

/** Each browser has a desk of its own: a Demo may not overlap with the one that the other browser booked. */
async function tryIn(name: string, open: (() => Promise<Driver>) | null): Promise<boolean> {
  if (open === null) {
    say(`${name}: not there, so nothing was tried. ${howToInstall}`)
    return false
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-browsers-'))
  const desk = await runDesk(dataDir)
  try {
    return await tryAll(name, await open(), desk)
  } finally {
    await desk.stop('SIGTERM')
    rmSync(dataDir, { recursive: true })
  }
}

async function tryAll(name: string, driver: Driver, desk: RunningDesk): Promise<boolean> {
  try {
    let isGood = true
    for (const [title, test] of Object.entries(tests)) {
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
