import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from './find-browser.ts'
import { expect } from './fixtures.ts'
import { heard, test, vouching } from './portals.ts'
import { portalEnv, signedByPortal } from './portal-token.ts'

test.use({ deskEnv: portalEnv })

test('with all site data blocked the whole booking is held in memory', async ({
  portals,
  sandbox,
}) => {
  // The browser's own setting "Block all cookies": localStorage throws, cookies are not kept.
  const folder = mkdtempSync(join(tmpdir(), 'desk-shut-'))
  mkdirSync(join(folder, 'Default'))
  writeFileSync(
    join(folder, 'Default/Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  )
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findBrowser() ?? '',
    args: ['--no-sandbox'],
  })
  const page = await context.newPage()
  const path = portals.listed.answers(() => signedByPortal())
  await page.goto(
    portals.listed.page(vouching(portals, 'type="Meeting" subject="In memory"', path)),
  )
  const desk = page.frameLocator('iframe')
  const isShut = () =>
    desk.locator('html').evaluate(() => {
      try {
        return window.localStorage.length < 0
      } catch {
        return true
      }
    })
  expect(await isShut()).toBe(true)
  await expect(desk.getByRole('combobox', { name: 'Whose calendar' })).toHaveValue('Priya Nair')
  await desk.getByLabel('Description').fill('Typed')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
  await expect(heard(page, 'booked')).toHaveCount(1)
  await context.close()
  rmSync(folder, { recursive: true })
  expect((await sandbox.tasks()).filter(({ name }) => name === 'In memory')).toHaveLength(1)
})
