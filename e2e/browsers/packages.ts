import { execFileSync, type ExecFileSyncOptions } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import type { WebKitPlaces } from './webkit.ts'

/** The two browsers of Debian, as far as they are there. */
export interface Browsers {
  firefox: string | null
  webKit: WebKitPlaces | null
}

const debianPackages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb']

/** Finds the browsers and installs what is missing, where that is possible: on a Debian on which we are root. */
export function prepareBrowsers(log: (line: string) => void): Browsers {
  const found = find()
  if (found.firefox !== null && found.webKit !== null) return found
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return found
  log(`Installing ${debianPackages.join(', ')} from Debian`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet: ExecFileSyncOptions = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  try {
    execFileSync('apt-get', ['update', '-q'], quiet)
    const install = ['install', '-y', '-q', '--no-install-recommends', ...debianPackages]
    execFileSync('apt-get', install, quiet)
  } catch {
    log('apt-get could not install them.')
  }
  return find()
}

/** What to tell somebody whose machine lacks a browser. */
export const howToInstall = `Install them with "apt-get install ${debianPackages.join(' ')}" on Debian, or run this as root.`

function find(): Browsers {
  const [miniBrowser] = globSync('/usr/lib/*/webkit*gtk-*/MiniBrowser')
  const [driver, xvfb] = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'].filter((path) =>
    existsSync(path),
  )
  const firefox = '/usr/bin/firefox-esr'
  return {
    firefox: existsSync(firefox) ? firefox : null,
    webKit: miniBrowser && driver && xvfb ? { miniBrowser, driver, xvfb } : null,
  }
}
