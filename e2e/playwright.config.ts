import { defineConfig } from '@playwright/test'
import { findBrowser } from './support/find-browser.ts'

/** One browser, found and not downloaded. Every worker owns a desk of its own (fixtures.ts). */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalTeardown: './support/search-secrets.ts',
  // More than the two cores of a small machine, because most tests spend much of their time waiting.
  workers: 4,
  // A test that needs a second try is listed as flaky: look at it. Only a machine of CI, which is shared, gets that try.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 30_000,
  // A guard against hanging, not a measurement: four workers share two cores.
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['line']],
  outputDir: '../test-results',
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Kolkata',
    launchOptions: {
      executablePath: findBrowser() ?? '',
      args: [
        '--no-sandbox',
        // With DevTools attached V8 looks through the whole script at React's first Error. This notes the places beforehand.
        '--js-flags=--no-enable-lazy-source-positions',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
