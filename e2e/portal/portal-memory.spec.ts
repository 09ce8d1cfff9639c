import { expect } from '../support/fixtures.ts'
import { heard, test, vouching } from '../support/portals.ts'
import { portalEnv, signedByPortal } from '../support/portal-token.ts'
import { openShutBrowser } from '../support/shut-browser.ts'
import { openDetails } from '../support/rep.ts'

test.use({ deskEnv: portalEnv })

test('with all site data blocked the whole booking is held in memory', async ({
  portals,
  sandbox,
  folder,
}) => {
  const context = await openShutBrowser(folder)
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
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await openDetails(desk)
  await desk.getByLabel('Description').fill('Typed')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
  await expect(heard(page, 'booked')).toHaveCount(1)
  await context.close()
  expect((await sandbox.tasks()).filter(({ name }) => name === 'In memory')).toHaveLength(1)
})
