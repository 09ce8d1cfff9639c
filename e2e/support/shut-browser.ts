import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, test } from '@playwright/test'
import { findWholeBrowser } from './find-browser.ts'

/**
 * A browser with a profile in this folder, in which the person blocks all site data. It keeps no cookie, and a page that
 * reads `localStorage` gets an error.
 */
export function openShutBrowser(profile: string): Promise<BrowserContext> {
  return openProfile(profile, { default_content_setting_values: { cookies: 2 } })
}

/** A browser with a profile in this folder, which lets frames keep data apart for each site around them. */
export function openUsualBrowser(profile: string): Promise<BrowserContext> {
  return openProfile(profile, { cookie_controls_mode: 0 })
}

async function openProfile(profile: string, settings: object): Promise<BrowserContext> {
  mkdirSync(join(profile, 'Default'), { recursive: true })
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({ profile: settings }))
  const { launchOptions, locale, timezoneId } = test.info().project.use
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    executablePath: findWholeBrowser() ?? '',
    ...(locale === undefined ? {} : { locale }),
    ...(timezoneId === undefined ? {} : { timezoneId }),
  })
}

/** A browser that blocks third-party cookies. */
export function openBrowserOfOneParty(): Promise<Browser> {
  const { launchOptions } = test.info().project.use
  return chromium.launch({
    ...launchOptions,
    executablePath: findWholeBrowser() ?? '',
    args: [...(launchOptions?.args ?? []), '--test-third-party-cookie-phaseout'],
  })
}
