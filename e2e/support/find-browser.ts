import { execFileSync, type ExecFileSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Chromium without a window. Tests take about two thirds of the time with it. It ignores the settings of a profile. */
const headlessShell = '/usr/bin/chromium-headless-shell'

/** The browser of most tests: Debian's headless shell where it is installed, else `findWholeBrowser`. */
export function findBrowser(): string | null {
  const isNamed = Boolean(process.env['CHROMIUM_PATH'])
  return !isNamed && existsSync(headlessShell) ? headlessShell : findWholeBrowser()
}

/** A browser with profiles: `CHROMIUM_PATH`, else one on the system, else Playwright's own; null where there is none. */
export function findWholeBrowser(): string | null {
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH is ${JSON.stringify(named)}, and there is no such file.`)
  }
  return [...systemBrowsers, chromium.executablePath()].find((path) => existsSync(path)) ?? null
}

/** Installs Debian's Chromium where that is possible: a Debian on which we are root. */
export function installBrowser(): void {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Error(
      'No Chromium was found. Install one ("apt-get install chromium" on Debian), or name one in CHROMIUM_PATH.',
    )
  }
  process.stderr.write("No browser was found: installing Debian's Chromium\n")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet: ExecFileSyncOptions = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync('apt-get', ['update', '-q'], quiet)
  const install = ['install', '-y', '-q', '--no-install-recommends']
  execFileSync('apt-get', [...install, 'chromium', 'chromium-headless-shell'], quiet)
}
